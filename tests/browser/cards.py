"""The people of the tests about cards, and what those tests do over and over."""

from datetime import date

import company
from patience import expect

from dq.judging import judge
from dq.store import opening

ACCOUNTS = [
    {"id": "001D", "name": "Molenaar Techniek", "city": "Zwolle"},
    {"id": "001E", "name": "Flexbureau De Brug", "city": "Almere"},
    {"id": "001F", "name": "Havenbedrijf Noord", "city": "Delfzijl"},
]
# Id, first and last name; each is of one test.
PEOPLE = [
    ("003L", "Lotte", "Visser"),
    ("003M", "Milan", "Dekker"),
    ("003N", "Noor", "Jansen"),
    ("003Q", "Quinten", "Hoek"),
    ("003R", "Ruben", "Kok"),
    ("003S", "Sanne", "Bos"),
    ("003T", "Thijs", "Prins"),
    ("003U", "Ursula", "Maas"),
    ("003V", "Vera", "Blom"),
    ("003W", "Wim", "Vos"),
]
MAILBOX = "planning@debrug.example"
SHARED = [("003O", "Olga", "Smit"), ("003P", "Pieter", "Mulder")]


def filled(path):
    """Put the people of these tests into the store of the small company."""
    db = opening.connect(path)
    company.insert(db, "account", ACCOUNTS)
    cards = [
        {
            "id": id,
            "account_id": "001D",
            "first_name": first,
            "last_name": last,
            "title": "Planner",
            "email": (address := f"{first}.{last}@molenaar.example".lower()),
            "username": address,
        }
        for id, first, last in PEOPLE
    ]
    cards += [
        {
            "id": id,
            "account_id": "001E",
            "first_name": first,
            "last_name": last,
            "title": "Intercedent",
            "email": MAILBOX,
        }
        for id, first, last in SHARED
    ]
    company.insert(db, "contact", cards)
    company.insert(
        db,
        "project",
        [{"id": "a0P2", "name": "Project Brug", "account_id": "001E", "status": "active"}],
    )
    company.insert(
        db,
        "approval",
        [
            {"id": f"a0B{id}", "project_id": "a0P2", "contact_id": id, "kind": "hours"}
            for id, _first, _last in SHARED
        ],
    )
    db.execute("update main.contact set version = 0")  # older than the first change
    company.loaded(db, 3, date(2026, 11, 24))
    judge.run(db)
    db.execute("checkpoint")
    db.close()


def title(page):
    return page.get_by_role("heading", level=1)


def form(page, name):
    return page.get_by_role("dialog", name=name)


def pick(page, ready, label, text, option):
    """Find an account by typing and click on it."""
    ready(page)
    page.get_by_label(label).fill(text)
    offered = page.get_by_role("button", name=option, exact=True)
    offered.click()
    chosen = page.get_by_text(f"✓ {option}").or_(page.get_by_role("link", name=option))
    expect(chosen.first).to_be_visible()
    expect(offered).to_have_count(0)
    ready(page)


def copied(page):
    """The link that the button copies."""
    page.get_by_role("button", name="Kopieer link").click()
    expect(page.get_by_role("button", name="Gekopieerd")).to_be_visible()
    return page.evaluate("navigator.clipboard.readText()")


def change_title(page, server, ready, id, text):
    """Edit the job title of a card in its form."""
    page.goto(f"{server}/contact?id={id}")
    ready(page)
    page.get_by_role("button", name="Wijzigen").click()
    dialog = form(page, "Wijzigen")
    dialog.get_by_label("Functie").fill(text)
    dialog.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("is opgeslagen.")).to_be_visible()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text(f"{text} bij")).to_be_visible()
    ready(page)
