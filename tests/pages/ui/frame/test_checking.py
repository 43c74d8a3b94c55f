"""Every page of the menu shows what the checks find now, whatever was changed since they ran."""

import re
import shutil
from datetime import date

import company
import pytest

from dq.commands import edit, leave, merge
from dq.judging import judge
from dq.store import opening
from pages.ui.frame import checking, frame

MENU = frame.ROOT / "pages" / "menu.py"
PAGES = re.findall(r'st\.Page\(\s*"([^"]+)"', MENU.read_text("utf-8"))
# What a page needs in its address to have something on it.
ASKED = {
    "cards/contact.py": {"id": "003D"},
    "cards/account.py": {"id": "001A"},
    "cards/general.py": {"account": "001C", "mailbox": "info@zuidas.example"},
    "review/merge.py": {"ids": "003D,003E"},
    "backoffice/leave.py": {"id": "003D"},
}
# Two groups in which all is equal, and two pairs of one name at two companies.
MORE = [
    {"id": f"003{key}", "account_id": at, "first_name": first, "last_name": last, "email": email}
    for key, at, first, last, email in (
        ("G", "001A", "Willemijn", "Hoogendoorn", "w.hoogendoorn@bakker.example"),
        ("H", "001A", "Willemijn", "Hoogendoorn", "w.hoogendoorn@bakker.example"),
        ("I", "001A", "Diederik", "Roosenboom", "d.roosenboom@bakker.example"),
        ("J", "001A", "Diederik", "Roosenboom", "d.roosenboom@bakker.example"),
        ("K", "001A", "Annelies", "Terpstra", "a.terpstra@bakker.example"),
        ("L", "001C", "Annelies", "Terpstra", "annelies@zuidas.example"),
        ("M", "001A", "Boudewijn", "Zandstra", "b.zandstra@bakker.example"),
        ("N", "001C", "Boudewijn", "Zandstra", "boudewijn@zuidas.example"),
    )
]


@pytest.fixture(scope="module")
def stale(built, tmp_path_factory):
    """A store in which merges, corrections and a leaver came after the checks."""
    path = tmp_path_factory.mktemp("stale") / "store.duckdb"
    shutil.copy(built, path)
    db = opening.connect(path)
    company.insert(db, "contact", MORE)
    judge.run(db)
    version = dict(db.execute("select id, version from contact").fetchall())
    for stays, goes in (("003A", "003B"), ("003G", "003H"), ("003K", "003L")):
        command = merge.Merge("contact", stays, version[stays], {goes: version[goes]})
        merge.run(db, command, "vera")
    same = {"first_name": "Diederik", "last_name": "Roosenboom", "email": MORE[2]["email"]}
    for id, values in (("003D", {"email": "fatima@elders.example"}), ("003F", same)):
        edit.run(db, edit.Edit(id, version[id], values), "vera")
    # However busy this machine is: a card waits for checks that are quick.
    db.execute("update judged set seconds = 0.1")
    leave.run(db, leave.Leave({"003E": version["003E"]}, *[date(2026, 11, 20)] * 2), "vera")
    db.close()
    return path


@pytest.fixture(scope="module")
def fresh(stale):
    """The same store, checked again."""
    path = stale.with_name("fresh.duckdb")
    shutil.copy(stale, path)
    db = opening.connect(path)
    judge.run(db)
    db.close()
    return path


def read(page):
    """All that a reader sees, tables included."""
    return page.text, [one.value.to_csv() for one in page.app.dataframe]


@pytest.mark.parametrize("script", PAGES)
def test_a_page_shows_what_the_checks_find_now(path, visit, monkeypatch, stale, fresh, script):
    shutil.copy(fresh, path)
    page = visit(script, **ASKED.get(script, {}))
    now = read(page)
    unchecked = shutil.copy(stale, path.with_name("unchecked.duckdb"))
    monkeypatch.setenv("DQ_STORE", str(unchecked))
    page.app.run()
    assert read(page) == now


def test_what_comes_before_the_checks_is_a_page_of_the_menu():
    known = {script.rpartition("/")[2].removesuffix(".py") for script in PAGES}
    assert known >= checking.WITHOUT | checking.FILES


BEING_CHECKED = "Er wordt een export gecontroleerd."


@pytest.mark.parametrize("script", PAGES)
def test_a_page_opens_while_an_export_is_checked_that_took_all_away(
    path, visit, monkeypatch, fresh, script
):
    """What was found is of records that are gone; that is said, and nothing breaks."""
    shutil.copy(fresh, path)
    db = opening.connect(path)
    db.execute("insert into load (id, exported, actor) values (9, '2026-11-24', 'inbox')")
    for table in ("contact", "account", "relation", "portal_user", "approval", "project"):
        db.execute(f"delete from {table}")
    opening.close(db)
    waited = []
    monkeypatch.setattr(judge, "refresh", lambda *args: waited.append(script))
    with judge._one_at_a_time:
        page = visit(script, **ASKED.get(script, {}))
    assert not page.app.exception
    name = script.rpartition("/")[2].removesuffix(".py")
    assert (waited != []) == (name in checking.FILES)
    assert BEING_CHECKED in page.text or name in checking.WITHOUT | checking.FILES


def test_ones_own_change_is_waited_for(path, visit, stale, monkeypatch):
    shutil.copy(stale, path)
    monkeypatch.setattr(judge, "spares", lambda db, said, recent: said != "Vera")
    page = visit("review/findings.py")
    db = opening.connect(path)
    assert not judge.stale(db)
    opening.close(db)
    assert BEING_CHECKED not in page.text
