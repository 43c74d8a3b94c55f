"""A week that needs nobody but the reviewer: the inbox, repairs, the queue, a rule, the report."""

import re
import shutil
from email import policy
from email.parser import BytesParser

import openpyxl
import pytest
from choosing import choose
from patience import expect
from server import serving

from dq.__main__ import main
from dq.cli import load
from dq.commands import set as set_
from dq.commands.set import Set
from dq.domain import demo
from dq.handover.report import pdf
from dq.intake import inbox
from dq.judging import judge
from dq.store import opening

OWNER = "Gijs ter Haar"
SITE = "http://kaartenbak.example:8501"
TEAM = {
    "repairs": True,
    "app_address": SITE,
    "owner_addresses": [f"{OWNER}: gijs@kantoor.example"],
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Two weeks of the demo company, and what its team has set."""
    path = tmp_path_factory.mktemp("week") / "store.duckdb"
    db = opening.connect(path)
    for day, files in demo.weeks()[1:3]:
        load.load_files(db, files, day, actor="vera", sure=True)
        judge.run(db)
    set_.run_all(db, [Set(name, value) for name, value in TEAM.items()], "vera")
    opening.close(db)
    return path


def dropped(store):
    """The last week's exports are put into the inbox, as a colleague or a timer does."""
    box = inbox.box(store)
    box.make()
    for file in demo.weeks()[3][1]:
        shutil.copyfile(file, box.root / file.name)


def said(page, ready, text, seconds=120):
    """Look at the page again until it says so."""
    for _ in range(seconds // 3):
        ready(page)
        if page.get_by_text(text).count():
            return
        page.wait_for_timeout(3000)
        page.reload()
    expect(page.get_by_text(text).first).to_be_visible()


def reviewed(page, address, ready):
    """The first case that one key settles."""
    page.goto(f"{address}/review?whose=all")
    ready(page)
    page.get_by_label("Je naam, voor de geschiedenis").fill("Vera")
    page.keyboard.press("Enter")
    head = page.locator(".st-key-review_head p").first
    expect(head).to_contain_text("Punt 1 van")
    ready(page)
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    expect(head).to_contain_text("Punt 2 van")
    ready(page)


def undone(page, address, ready):
    """One of the repairs is taken back; how many were made."""
    page.goto(f"{address}/upload")
    ready(page)
    lines = page.locator(".st-key-repairs").get_by_role("button", name="Maak ongedaan", exact=True)
    made = lines.count()
    assert made > 1
    lines.first.click()
    expect(page.get_by_text("Ongedaan gemaakt; het gebeurt niet weer vanzelf.")).to_be_visible()
    ready(page)
    return made


def ruled(page, address, ready):
    """A check is switched off, once its effect was shown."""
    page.goto(f"{address}/settings")
    choose(page, ready, "Geen functie", "Uit")
    ready(page)
    page.get_by_role("button", name="Wat verandert er?").first.click()
    row = page.get_by_role("row").filter(has_text="Geen functie")
    expect(row).to_contain_text("uit")
    ready(page)
    page.get_by_role("button", name="Opslaan").first.click()
    expect(page.get_by_text("De instelling is opgeslagen.").first).to_be_visible()
    page.goto(address)
    ready(page)
    expect(page.get_by_text("Uit, en nergens meegeteld: Geen functie.")).to_be_visible()


def reported(store, folder):
    """The report in every form, with one command each; its workbook and a message."""
    (folder / "messages").mkdir()
    forms = ["week.xlsx", "week.html", "messages", *(["week.pdf"] if pdf.chromium() else [])]
    for name in forms:
        assert main(["report", "--store", str(store), "--output", str(folder / name)]) == 0
    message = (folder / "messages" / f"{OWNER}.eml").read_bytes()
    book = openpyxl.load_workbook(folder / "week.xlsx")
    return book, BytesParser(policy=policy.default).parsebytes(message)


def test_a_week_by_itself(page, store, ready, tmp_path):
    dropped(store)
    with serving(store) as address:
        page.goto(address)
        said(page, ready, re.compile(r"Na deze export is \d+ keer vanzelf hersteld"))
        expect(page.get_by_role("button", name=re.compile("Start de review"))).to_be_visible()
        reviewed(page, address, ready)
        made = undone(page, address, ready)
        ruled(page, address, ready)
        assert [one.name for one in inbox.box(store).came()] == []
        book, message = reported(store, tmp_path)  # with the app running on
    head, *repairs = book["Vanzelf hersteld"].values
    assert len(repairs) == made
    assert [row[head.index("Ongedaan gemaakt")] for row in repairs].count("ja") == 1
    [later] = [row for row in book["Beslissingen"].values if row[1] == "Vera"]
    assert later[2] == "later"
    assert str(message["To"]) == f"{OWNER} <gijs@kantoor.example>"
    assert f"{SITE}/review?" in message.get_body(("plain",)).get_content()
