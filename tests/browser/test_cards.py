"""The working instruction, step by step: look, create, link, general card, share; and undo.

Every test has people of its own in one store, so none depends on what another wrote.
"""

import re
import shutil
from datetime import date

import company
import pytest
from playwright.sync_api import expect
from server import serving

from dq import judge, store

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
    db = store.connect(path)
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


@pytest.fixture(scope="module")
def server(built, tmp_path_factory):
    """A server with the company and the people of these tests."""
    path = tmp_path_factory.mktemp("cards") / "store.duckdb"
    shutil.copy(built, path)
    filled(path)
    with serving(path) as address:
        yield address


@pytest.fixture
def visitor(browser, browser_context_args, server, ready):
    """Somebody else at a browser of their own, who says who they are where a name is given."""
    contexts = []

    def come(address, name=None):
        context = browser.new_context(**browser_context_args)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        ready(page)
        if name:
            page.get_by_role("button", name="Wie ben je?").click()
            page.get_by_label("Je naam, zoals de geschiedenis hem toont").fill(name)
            page.keyboard.press("Enter")
            expect(page.get_by_role("button", name=name)).to_be_visible()
            page.keyboard.press("Escape")
            ready(page)
        return page

    yield come
    for context in contexts:
        context.close()


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


# 1. Look before you create


@pytest.mark.parametrize(
    ("typed", "answer", "why"),
    [
        (
            "lote.visser@molenaar.example",
            "Niet precies gevonden. Deze lijken erop:",
            re.compile(
                "^Gevonden: bijna hetzelfde geschreven|^Waarschijnlijk: e-mailadres scheelt"
            ),
        ),
        ("Lotte Visser", re.compile(r"lijken erop|is precies dit"), re.compile("naam")),
    ],
    ids=["mistyped address", "name"],
)
def test_the_box_in_the_bar_finds_who_is_there_already(page, server, ready, typed, answer, why):
    page.goto(server)
    ready(page)
    box = page.get_by_role("searchbox", name="Zoek op e-mail, naam, telefoon")
    box.fill(typed)
    box.press("Enter")
    expect(title(page)).to_have_text("Zoeken")
    expect(page.get_by_text(answer)).to_be_visible()
    expect(page.get_by_text(why).first).to_be_visible()
    ready(page)
    page.get_by_role("link", name="Lotte Visser").click()
    expect(title(page)).to_have_text("Lotte Visser")
    expect(page).to_have_url(re.compile("id=003L"))


# 2. Create


def begun(page, server, ready, first, last, way):
    """The form of a new card, reached by `way` from a search; only its address is to be filled."""
    page.goto(f"{server}/search")
    ready(page)
    page.get_by_label("E-mailadres, naam, telefoonnummer").fill(f"{first} {last}")
    page.get_by_role("link", name=way, exact=True).click()
    expect(title(page)).to_have_text("Nieuwe kaart")
    expect(page.get_by_label("Voornaam")).to_have_value(first)
    expect(page.get_by_label("Achternaam")).to_have_value(last)
    pick(page, ready, "Klant of afdeling (verplicht)", "molen", "Molenaar Techniek")
    page.get_by_label("Functie (verplicht)").fill("Werkvoorbereider")
    page.get_by_label("Functie (verplicht)").press("Enter")
    ready(page)


def test_a_card_is_made_from_the_search(page, server, ready):
    address = "xander.wouterlood@molenaar.example"
    begun(page, server, ready, "Xander", "Wouterlood", "Maak een nieuwe kaart")
    page.get_by_label("E-mail (verplicht)").fill(address)
    expect(page.get_by_text("Vrij in deze export.")).to_be_visible()
    username = page.get_by_text(address, exact=True)
    expect(username).to_be_visible()
    expect(page.get_by_role("textbox", name="Gebruikersnaam")).to_have_count(0)
    assert not username.evaluate("(text) => text.isContentEditable")
    ready(page)
    page.get_by_role("button", name="Kaart maken").click()
    expect(title(page)).to_have_text("Xander Wouterlood")
    expect(page.get_by_text("De kaart van Xander Wouterlood is gemaakt.")).to_be_visible()
    expect(page.get_by_text(f"kan inloggen met {address}")).to_be_visible()
    expect(page.get_by_text("Werkvoorbereider bij")).to_be_visible()
    expect(page.get_by_role("link", name="◆ Molenaar Techniek")).to_be_visible()


def test_a_card_beside_one_that_looks_like_it_asks_why(page, server, ready):
    begun(page, server, ready, "Vera", "Bloom", "Geen van deze: maak een nieuwe kaart")
    page.get_by_label("E-mail (verplicht)").fill("vera.bloom@molenaar.example")
    expect(page.get_by_text("Vrij in deze export.")).to_be_visible()
    expect(page.get_by_text("Waarschijnlijk bestaat deze persoon al.")).to_be_visible()
    expect(page.get_by_role("link", name="Vera Blom", exact=True)).to_be_visible()
    ready(page)
    page.get_by_role("button", name="Kaart maken").click()
    refusal = page.get_by_role("alert").filter(has_text="Zeg waarom dit iemand anders is dan de")
    expect(refusal).to_be_visible()
    ready(page)
    page.get_by_label("Waarom dit iemand anders is").fill("Een nichtje van Vera")
    page.get_by_role("button", name="Kaart maken").click()
    expect(title(page)).to_have_text("Vera Bloom")
    expect(page.get_by_text("Reden: Een nichtje van Vera")).to_be_visible()


def test_an_address_that_is_somebody_s_username_is_refused_in_words(page, server, ready):
    typed = {
        "Voornaam": "Zeger",
        "Achternaam (verplicht)": "Oudkerk",
        "Functie (verplicht)": "Inkoper",
        "E-mail (verplicht)": "thijs.prins@molenaar.example",
    }
    page.goto(f"{server}/create?account=001D")
    ready(page)
    for label, text in typed.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("E-mail (verplicht)").press("Tab")
    expect(page.get_by_text("Bezet: dit is de gebruikersnaam van Thijs Prins.")).to_be_visible()
    ready(page)
    page.get_by_role("button", name="Kaart maken").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "thijs.prins@molenaar.example is al de gebruikersnaam van Thijs Prins; een gebruikersnaam"
        " kan maar één keer bestaan."
    )
    ready(page)
    for label, text in typed.items():
        expect(page.get_by_label(label)).to_have_value(text)
    expect(page.get_by_role("link", name="Molenaar Techniek")).to_be_visible()


# 3. Link one person to several accounts


def test_a_person_is_linked_from_the_card_and_the_relation_ended(page, server, ready):
    page.goto(f"{server}/contact?id=003M")
    ready(page)
    page.get_by_role("button", name="Account koppelen").click()
    dialog = form(page, "Accounts koppelen")
    expect(dialog.get_by_role("button", name="Koppelen")).to_be_disabled()
    pick(page, ready, "Klanten of afdelingen", "haven", "Havenbedrijf Noord")
    dialog.get_by_role("button", name="Koppelen").click()
    expect(page.get_by_text("Milan Dekker is gekoppeld.")).to_be_visible()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="◇ Havenbedrijf Noord")).to_be_visible()
    expect(page.get_by_role("link", name="◆ Molenaar Techniek")).to_be_visible()
    ready(page)

    page.get_by_role("button", name="Beëindigen").click()
    dialog = form(page, "Relatie beëindigen")
    expect(dialog.get_by_text("Havenbedrijf Noord blijft als geschiedenis")).to_be_visible()
    ready(page)
    dialog.get_by_role("button", name="Beëindigen").click()
    expect(page.get_by_text("De relatie is beëindigd.")).to_be_visible()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="◇ Havenbedrijf Noord")).to_be_visible()
    expect(page.get_by_text(re.compile("tot .*, niet meer actief"))).to_be_visible()
    expect(page.get_by_role("button", name="Beëindigen")).to_have_count(0)


def test_a_person_is_linked_from_the_account(page, server, ready):
    page.goto(f"{server}/account?id=001F")
    ready(page)
    page.get_by_role("button", name="Relatie toevoegen").click()
    dialog = form(page, "Relatie toevoegen")
    pick(page, ready, "Personen", "jansen noor", "Noor Jansen · Planner · Molenaar Techniek")
    dialog.get_by_role("button", name="Koppelen").click()
    expect(page.get_by_text("1 persoon is gekoppeld.")).to_be_visible()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Gerelateerde personen (1)")).to_be_visible()
    ready(page)
    people = page.locator(".st-key-a_people")
    people.get_by_role("link", name="Noor Jansen").click()
    expect(title(page)).to_have_text("Noor Jansen")
    expect(page.get_by_role("link", name="◇ Havenbedrijf Noord")).to_be_visible()


def test_a_change_of_company_keeps_the_old_one_as_history(page, server, ready):
    page.goto(f"{server}/contact?id=003Q")
    ready(page)
    page.get_by_role("button", name="Andere werkgever").click()
    pick(page, ready, "Nieuwe klant of afdeling", "haven", "Havenbedrijf Noord")
    dialog = form(page, "Andere werkgever")
    expect(dialog.get_by_role("radio", name="blijft als geschiedenis, beëindigd")).to_be_checked()
    dialog.get_by_role("button", name="Andere werkgever").click()
    expect(page.get_by_text("Quinten Hoek heeft een andere werkgever of afdeling.")).to_be_visible()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="◆ Havenbedrijf Noord")).to_be_visible()
    expect(page.get_by_role("link", name="◇ Molenaar Techniek")).to_be_visible()
    expect(page.get_by_text(re.compile("tot .*, niet meer actief"))).to_be_visible()


# 4. A general mailbox


def test_a_mailbox_on_two_people_s_cards_becomes_a_general_card(page, server, ready):
    page.goto(f"{server}/findings?f_check=general_card_missing")
    ready(page)
    page.get_by_role("link", name=re.compile("algemene kaart", re.I)).click()
    expect(title(page)).to_have_text("Algemene kaart")
    expect(page.get_by_label("Gedeelde mailbox")).to_have_value(MAILBOX)
    expect(page.get_by_text("De mailbox staat op de kaarten van 2 personen")).to_be_visible()
    ready(page)
    own = page.get_by_label("Eigen e-mailadres; leeg: geen, en geen gebruikersnaam")
    expect(own).to_have_count(2)
    olga = page.locator(".st-key-g_person_003O")
    olga.get_by_role("textbox").fill("olga.smit@debrug.example")
    olga.get_by_role("textbox").press("Tab")
    expect(page.get_by_role("checkbox", name="Project Brug: uren")).to_have_count(2)
    for sentence in (
        f"Er komt een algemene kaart Flexbureau De Brug, met {MAILBOX} als adres",
        "Olga Smit krijgt olga.smit@debrug.example als adres en gebruikersnaam.",
        "Pieter Mulder houdt de kaart, zonder adres en gebruikersnaam.",
        "2 goedkeuringen gaan naar de algemene kaart.",
    ):
        expect(page.get_by_text(sentence)).to_be_visible()
    ready(page)
    page.get_by_role("button", name="Voer dit uit").click()
    expect(page.get_by_text("De algemene kaart is in orde.")).to_be_visible()
    expect(title(page)).to_have_text("Flexbureau De Brug")
    expect(page.get_by_text(f"kan inloggen met {MAILBOX}")).to_be_visible()
    expect(page.get_by_role("cell", name="Project Brug")).to_be_visible()
    for id, name, login in (
        ("003O", "Olga Smit", "kan inloggen met olga.smit@debrug.example"),
        ("003P", "Pieter Mulder", "kan niet inloggen: geen gebruikersnaam"),
    ):
        page.goto(f"{server}/contact?id={id}")
        ready(page)
        expect(title(page)).to_have_text(name)
        expect(page.get_by_text(login)).to_be_visible()
        expect(page.get_by_text("Keurt niets goed.")).to_be_visible()


# 7. Share


def test_the_link_of_a_search_opens_the_same_search(page, server, ready, visitor):
    page.goto(f"{server}/search")
    ready(page)
    page.get_by_label("E-mailadres, naam, telefoonnummer").fill("ursula.maas@molenaar.example")
    expect(page.get_by_text("1 kaart is precies dit.")).to_be_visible()
    ready(page)
    other = visitor(copied(page))
    expect(title(other)).to_have_text("Zoeken")
    expect(other.get_by_label("E-mailadres, naam, telefoonnummer")).to_have_value(
        "ursula.maas@molenaar.example"
    )
    expect(other.get_by_text("1 kaart is precies dit.")).to_be_visible()
    expect(other.get_by_role("link", name="Ursula Maas")).to_be_visible()


def test_the_link_of_an_opened_form_opens_the_form(page, server, ready, visitor):
    page.goto(f"{server}/contact?id=003U")
    ready(page)
    page.get_by_role("button", name="Wijzigen").click()
    expect(form(page, "Wijzigen").get_by_label("Functie")).to_have_value("Planner")
    expect(page).to_have_url(re.compile("do=edit"))
    other = visitor(page.url)
    expect(title(other)).to_have_text("Ursula Maas")
    dialog = form(other, "Wijzigen")
    expect(dialog.get_by_label("E-mail")).to_have_value("ursula.maas@molenaar.example")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    expect(other).not_to_have_url(re.compile("do=edit"))


def test_the_link_of_the_history_opens_the_same_part_of_it(page, server, ready, visitor):
    change_title(page, server, ready, "003T", "Chef")
    page.goto(f"{server}/history")
    ready(page)
    page.get_by_label("Kaart of account").fill("prins")
    page.get_by_role("button", name="Thijs Prins · Chef · Molenaar Techniek", exact=True).click()
    expect(page.get_by_text("✓ Thijs Prins")).to_be_visible()
    expect(page.get_by_text("1 wijziging", exact=True)).to_be_visible()
    ready(page)
    other = visitor(copied(page))
    expect(title(other)).to_have_text("Geschiedenis")
    expect(other.get_by_text("✓ Thijs Prins")).to_be_visible()
    expect(other.get_by_text("1 wijziging", exact=True)).to_be_visible()
    expect(other.get_by_text("Functie: Planner → Chef")).to_be_visible()


# Undo, and two at once


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


def test_undo_from_the_bar_and_from_the_history(page, server, ready):
    change_title(page, server, ready, "003R", "Chef")
    bar = page.locator(".st-key-done_box")
    bar.get_by_role("button", name="Maak ongedaan").click()
    expect(bar.get_by_text("Ongedaan gemaakt.")).to_be_visible()
    expect(page.get_by_text("Planner bij")).to_be_visible()
    bar.get_by_role("button", name="Toch weer doen").click()
    expect(bar.get_by_text("Toch weer gedaan.")).to_be_visible()
    expect(page.get_by_text("Chef bij")).to_be_visible()
    ready(page)
    bar.get_by_role("button", name="Maak ongedaan").click()
    expect(page.get_by_text("Planner bij")).to_be_visible()

    change_title(page, server, ready, "003R", "Directeur")
    page.goto(f"{server}/history?h_id=003R")
    ready(page)
    newest = page.get_by_test_id("stMain").get_by_role("button", name="Maak ongedaan").first
    newest.click()
    expect(page.get_by_text("Ongedaan gemaakt.", exact=True).first).to_be_visible()
    page.goto(f"{server}/contact?id=003R")
    ready(page)
    expect(page.get_by_text("Planner bij")).to_be_visible()


def test_two_who_edit_one_card_the_second_is_told_and_writes_only_their_own(server, ready, visitor):
    card = f"{server}/contact?id=003S"
    anna, bert = visitor(card, "Anna"), visitor(card, "Bert")
    for page in (anna, bert):
        page.get_by_role("button", name="Wijzigen").click()
        expect(form(page, "Wijzigen").get_by_label("Functie")).to_have_value("Planner")
        ready(page)

    form(anna, "Wijzigen").get_by_label("Functie").fill("Chef")
    form(anna, "Wijzigen").get_by_role("button", name="Opslaan").click()
    expect(anna.get_by_text("Sanne Bos is opgeslagen.")).to_be_visible()

    dialog = form(bert, "Wijzigen")
    dialog.get_by_label("Mobiel").fill("06 87654321")
    dialog.get_by_role("button", name="Opslaan").click()
    expect(dialog.get_by_text(re.compile("Anna wijzigde functie in 'Chef' op"))).to_be_visible()
    expect(dialog.get_by_text("Sla nog een keer op")).to_be_visible()
    expect(dialog.get_by_label("Mobiel")).to_have_value("06 87654321")
    ready(bert)
    anna.reload()
    ready(anna)
    expect(anna.get_by_text("06 87654321")).to_have_count(0)

    dialog.get_by_role("button", name="Opslaan").click()
    expect(bert.get_by_text("Sanne Bos is opgeslagen.")).to_be_visible()
    expect(dialog).to_have_count(0)
    expect(bert.get_by_text("Chef bij")).to_be_visible()
    expect(bert.get_by_text("Mobiel: leeg → 06 87654321")).to_be_visible()
    expect(bert.get_by_text(re.compile("Kaart gewijzigd door Anna"))).to_be_visible()
    expect(bert.get_by_text(re.compile("Kaart gewijzigd door Bert"))).to_be_visible()
    expect(bert.get_by_text(re.compile("Functie: .* → Planner"))).to_have_count(0)


def test_who_has_no_name_yet_gives_it_beside_the_button(page, server, ready):
    page.goto(f"{server}/contact?id=003W&do=edit")
    ready(page)
    dialog = form(page, "Wijzigen")
    dialog.get_by_label("Functie").fill("Chef")
    dialog.get_by_label("Je naam, voor de geschiedenis").fill("Karin")
    dialog.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Wim Vos is opgeslagen.")).to_be_visible()
    expect(page.get_by_text(re.compile("Kaart gewijzigd door Karin"))).to_be_visible()
    expect(page.get_by_role("button", name="Karin")).to_be_visible()
    page.reload()
    ready(page)
    expect(page.get_by_role("button", name="Karin")).to_be_visible()


def test_a_paste_that_is_too_long_is_refused_and_stays(page, server, ready):
    page.goto(f"{server}/contact?id=003W&do=edit")
    ready(page)
    dialog = form(page, "Wijzigen")
    dialog.get_by_label("Functie").fill("x" * 129)
    dialog.get_by_role("button", name="Opslaan").click()
    expect(dialog.get_by_text("Functie mag hooguit 128 tekens hebben.")).to_be_visible()
    expect(dialog.get_by_label("Functie")).to_have_value("x" * 129)


def test_who_approves_on_a_project_leads_to_the_card_in_the_reader_s_language(page, server, ready):
    page.goto(f"{server}/account?id=001C&lang=EN")
    ready(page)
    page.get_by_role("table").get_by_role("link", name="Johanna van der Bergh").click()
    expect(title(page)).to_have_text("Johanna van der Bergh")
    expect(page.get_by_role("button", name="Change company or department")).to_be_visible()
