"""Steps 5 and 6 of the working instruction: from uit dienst to a tile that an export confirms."""

import re
import shutil
from datetime import date

import company
import pytest
from patience import expect
from server import serving

from dq.judging import judge
from dq.store import opening

# Each leaver is of one test; Sam approves where they do, Tess nowhere, Ulf left long ago.
PEOPLE = [
    ("003L", "Lea", "Vertrek"),
    ("003M", "Max", "Weggaan"),
    ("003N", "Nina", "Terugkomst"),
    ("003S", "Sam", "Blijver"),
    ("003T", "Tess", "Collega"),
]
LEFT = {"id": "003U", "first_name": "Ulf", "last_name": "Weg", "status": "left"}
LEAVERS = ("003L", "003M", "003N", "003U")
BC_HEAD = "No.,SalesforceId,Name,Email,CompanyNo,Blocked"


def filled(path):
    """Put the people, what they approve, and their other records into the company's store."""
    db = opening.connect(path)
    company.insert(db, "account", [{"id": "001D", "name": "Molenaar Techniek"}])
    cards = [{"id": id, "first_name": first, "last_name": last} for id, first, last in PEOPLE]
    for card in [*cards, LEFT]:
        address = f"{card['first_name']}@molenaar.example".lower()
        common = {"account_id": "001D", "title": "Planner", "email": address, "username": address}
        company.insert(db, "contact", [common | card])
        user = {"id": f"u{card['id']}", "username": address, "contact_id": card["id"]}
        company.insert(db, "portal_user", [user | {"active": True}])
        direct = {"id": f"r{card['id']}", "contact_id": card["id"], "account_id": "001D"}
        company.insert(db, "relation", [direct | {"active": True, "direct": True}])
    for number, id in enumerate(LEAVERS):
        project = {"id": f"p{number}", "name": f"Molen {number}", "account_id": "001D"}
        company.insert(db, "project", [project | {"status": "active"}])
        kinds = [(id, "hours"), (id, "invoice"), ("003S", "hours")]
        rows = [
            {"id": f"v{number}{n}", "project_id": f"p{number}", "contact_id": who, "kind": kind}
            for n, (who, kind) in enumerate(kinds)
        ]
        company.insert(db, "approval", [row | {"active": True} for row in rows])
        bc = {"id": f"CT{number}", "salesforce_id": id, "name": id, "blocked": False}
        company.insert(db, "bc_contact", [bc])
    db.execute("update main.contact set version = 0")  # older than the first change
    company.loaded(db, 3, date(2026, 11, 23))
    judge.run(db)
    db.execute("checkpoint")
    db.close()


@pytest.fixture(scope="module")
def server(built, tmp_path_factory):
    """A server with the company and the people of these tests."""
    path = tmp_path_factory.mktemp("leaver") / "store.duckdb"
    shutil.copy(built, path)
    filled(path)
    with serving(path) as address:
        yield address


def title(page):
    return page.get_by_role("heading", level=1)


def gone(page, server, ready, id, name):
    """Say on somebody's card that they leave, with Sam for all; the tile."""
    page.goto(f"{server}/contact?id={id}")
    ready(page)
    page.get_by_role("button", name="Uit dienst", exact=True).click()
    expect(title(page)).to_have_text("Uit dienst melden")
    expect(page.get_by_text("Kies wie het overneemt")).to_be_visible()
    ready(page)
    page.get_by_role("button", name="Sam Blijver", exact=True).click()
    expect(page.get_by_role("heading", name="Wat er gebeurt")).to_be_visible()
    ready(page)
    page.get_by_role("button", name="Opslaan en tegel maken").click()
    expect(title(page)).to_have_text(f"{name} uit dienst")
    ready(page)


def ticked(page, ready):
    """Tick every step that is open."""
    steps = page.get_by_role("button", name="Afvinken")
    while steps.count():
        left = steps.count()
        steps.first.click()
        expect(steps).to_have_count(left - 1)
        ready(page)


def test_from_uit_dienst_to_a_closed_tile_that_the_export_contradicts(
    page, server, ready, tmp_path
):
    gone(page, server, ready, "003L", "Lea Vertrek")
    expect(page.get_by_text("Laat Sam Blijver facturen goedkeuren op Molen 0.")).to_be_visible()
    expect(page.get_by_text("Haal Lea Vertrek van Molen 0 af voor uren.")).to_be_visible()
    expect(page.get_by_text("Zet contact CT0 in Business Central op Niet actief.")).to_be_visible()
    expect(page.get_by_text(re.compile("^Open · 0 van 7 stappen"))).to_be_visible()
    page.get_by_role("button", name="CT0").click()
    assert page.evaluate("navigator.clipboard.readText()") == "CT0"

    ticked(page, ready)
    expect(page.get_by_text(re.compile("^Klaar · 7 van 7 stappen"))).to_be_visible()

    page.goto(f"{server}/upload")
    ready(page)
    file = tmp_path / "bc.csv"
    rows = [f"CT{number},{id},{id},,,false" for number, id in enumerate(LEAVERS)]
    file.write_text("\n".join([BC_HEAD, *rows, "CT001,003A,Johanna,,,false"]))
    page.locator('input[type="file"]').set_input_files(file)
    expect(page.get_by_text(re.compile("0 nieuw"))).to_be_visible()
    ready(page)
    page.get_by_role("button", name="Inlezen", exact=True).last.click()
    expect(page.get_by_text("Ingelezen en gecontroleerd")).to_be_visible()

    page.goto(f"{server}/tiles")
    ready(page)
    expect(page.get_by_text("1 stap weer open")).to_be_visible()
    page.get_by_role("link", name="Lea Vertrek").click()
    expect(page.get_by_text(re.compile("Weer open: in de export van"))).to_be_visible()
    ready(page)
    ticked(page, ready)
    page.goto(f"{server}/tiles")
    expect(page.get_by_role("heading", name="Klaar (1)")).to_be_visible()


def test_a_project_without_anybody_is_named_before_it_is_saved(page, server, ready):
    page.goto(f"{server}/leave?id=003M")
    ready(page)
    page.get_by_text("Niemand neemt het over").click()
    alarm = page.get_by_text(re.compile("Hier keurt dan niemand meer goed"))
    expect(alarm).to_be_visible()
    expect(page.get_by_text("Molen 1: facturen")).to_be_visible()
    expect(page.get_by_text("Molen 1: uren, facturen")).to_have_count(0)


def test_a_successor_who_left_is_refused_with_the_reason(page, server, ready):
    page.goto(f"{server}/leave?id=003M&by=003U")
    ready(page)
    expect(page.get_by_text("Ulf Weg is niet in dienst en kan niets overnemen.")).to_be_visible()
    expect(page.get_by_role("button", name="Opslaan en tegel maken")).to_be_disabled()


def test_who_comes_back_has_everything_again(page, server, ready):
    gone(page, server, ready, "003N", "Nina Terugkomst")
    page.get_by_role("button", name="Afvinken").first.click()
    expect(page.get_by_text(re.compile("^Bezig · 1 van"))).to_be_visible()
    page.goto(f"{server}/contact?id=003N")
    ready(page)
    page.get_by_role("button", name="Weer in dienst").click()
    form = page.get_by_role("dialog", name="Weer in dienst")
    form.get_by_role("button", name="Weer in dienst").click()
    expect(page.get_by_text("Nina Terugkomst is weer in dienst.")).to_be_visible()
    expect(page.get_by_text(re.compile("kan inloggen met nina@"))).to_be_visible()
    expect(page.get_by_text("facturen").first).to_be_visible()


def test_who_came_in_as_a_leaver_gets_a_tile(page, server, ready):
    page.goto(f"{server}/tiles")
    ready(page)
    expect(page.get_by_text(re.compile("uit dienst en he.* nog toegang of taken"))).to_be_visible()
    page.get_by_role("button", name="Tegels maken").click()
    form = page.get_by_role("dialog", name="Tegels maken")
    expect(form.get_by_text("Ulf Weg")).to_be_visible()
    form.get_by_role("button", name=re.compile("tegels? maken")).click()
    expect(page.get_by_text(re.compile("tegels? gemaakt"))).to_be_visible()
    expect(page.get_by_role("link", name="Ulf Weg")).to_be_visible()


def test_a_link_to_a_tile_that_is_gone_says_so(page, server, ready):
    page.goto(f"{server}/tile?id=kb-0-0")
    expect(title(page)).to_have_text("Tegel niet gevonden")


def test_three_systems_stand_under_each_other_on_a_telephone(page, server, ready):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{server}/business_central")
    ready(page)
    table = page.get_by_role("region", name=re.compile("^Wat elk systeem zegt over")).first
    expect(table).to_be_visible()
    assert table.evaluate("(box) => box.scrollWidth - box.clientWidth") <= 0
