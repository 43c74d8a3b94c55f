"""Somebody who is removed is nowhere: in no table, not in the history, the file or beside it."""

import json
import os
import subprocess
import sys

import company
import known
import pytest

from dq.commands import dispose, edit, forget, restore, undo
from dq.domain import dispositions, everybody, forgotten, person
from dq.errors import Invalid, NotFound
from dq.judging import judge
from dq.store import copies, door, opening, rewriting
from tests.uploads import Upload

OTHER = "003000000000002AAB"
MAIL = f"{known.MARK}email"


def left(folder):
    """The files under a folder with a value of the person in them."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if known.MARK.encode() in path.read_bytes()]


@pytest.fixture
def path(tmp_path):
    """A store with the person in all its tables, and a colleague whose card was edited."""
    path = tmp_path / "store.duckdb"
    db = opening.connect(path)
    company.insert(
        db, "contact", [{"id": OTHER, "first_name": "Eva", "last_name": "Bos", "title": "Planner"}]
    )
    known.fill(db)
    edit.run(db, edit.Edit(OTHER, version(db), {"title": "Chef"}, "gebeld"), "anna")
    opening.close(db)
    return path


@pytest.fixture
def db(path):
    db = opening.connect(path)
    yield db
    opening.close(db)


def version(db):
    return db.execute("select version from contact where id = ?", [OTHER]).fetchall()[0][0]


def removed(db):
    return forget.run(db, forget.Forget(known.ID, known.NAME), "anna")


def test_no_file_has_a_value_of_theirs_once_the_store_was_opened_again(path, tmp_path):
    done = tmp_path / "inbox" / "done" / "x"
    done.mkdir(parents=True)
    (done / "contacts.csv").write_text(f"Id,LastName\n{known.ID},{known.MARK}\n", "utf-8")
    assert set(left(tmp_path)) == {"store.duckdb", "contacts.csv"}
    db = opening.connect(path)
    gone = removed(db)
    opening.close(db)
    db = opening.connect(path)
    copies.make(db, "load")
    opening.close(db)
    assert [one.name for one in gone.removed] == ["contacts.csv"]
    assert left(tmp_path) == []
    assert not rewriting.asked(path)


def test_no_row_has_a_value_of_theirs(db):
    removed(db)
    for (schema, table), _ in person.tables(db).items():
        for row in db.execute(f"from {schema}.{table}").fetchall():
            assert known.MARK not in str(row), table
    with pytest.raises(NotFound):
        everybody.of(db, known.ID)


def test_the_history_keeps_the_keys(db):
    removed(db)
    rows = db.execute("select command, edits, reason, told from change order by id").fetchall()
    first, other, gone = rows
    mine, theirs = json.loads(first[1])
    assert (mine["id"], mine["before"], mine["after"]) == (known.ID, {}, {})
    assert theirs["after"] == {"title": "b"}
    assert (other[0], other[2]) == ("edit", "gebeld")
    assert gone[0] == "forget"
    assert forgotten.keys(db)["contact"] == {known.ID, "of-them"}
    assert forgotten.keys(db)["portal_user"] == {"portal_user-of-them"}


def test_only_who_types_the_name_is_sure(db):
    with pytest.raises(Invalid, match="not the name on this card"):
        forget.run(db, forget.Forget(known.ID, "Eva Bos"), "anna")
    assert everybody.of(db, known.ID)


@pytest.mark.parametrize("said", [str, str.upper, str.title])
def test_what_is_said_of_others_does_not_name_them(db, said):
    """A reason on somebody else's finding, what Salesforce answered about another row, and what a
    merge that was undone had put on the other card."""
    given = said(f"{known.NAME} ({MAIL}) weet het")
    judge.run(db)
    keys = db.execute(
        f"select {dispositions.KEY} from open_finding where record_id = ?", [OTHER]
    ).fetchall()
    dispose.run(db, dispose.Dispose((keys[0][0],), "accepted", given), "vera")
    db.execute(
        "insert into package_row (package_id, key, record_id, message) values (9, 'x', ?, ?)",
        [OTHER, given],
    )
    values = {"email": MAIL, "title": "Chef"}
    with door.writing(db, "merge", "vera") as ledger:
        ledger.write("contact", OTHER, values)
        ledger.write("contact", known.ID, {"title": "Weg"})
    removed(db)
    assert db.execute("select reason from disposition where reason is not null").fetchall() == []
    for (schema, table), _ in person.tables(db).items():
        if table != "contact":
            for row in db.execute(f"from {schema}.{table}").fetchall():
                assert MAIL.lower() not in str(row).lower()
                assert known.NAME.lower() not in str(row).lower()


def test_what_others_did_can_be_undone_and_this_cannot(db):
    removed(db)
    [(theirs,)] = db.execute(
        "select id from change where command = 'edit' and actor = 'anna'"
    ).fetchall()
    [(gone,)] = db.execute("select id from change where command = 'forget'").fetchall()
    undo.run(db, undo.Undo(theirs), "anna")
    assert db.execute("select title from contact where id = ?", [OTHER]).fetchall() == [
        ("Planner",)
    ]
    with pytest.raises(Invalid, match="cannot be undone"):
        undo.run(db, undo.Undo(gone), "anna")


def test_of_a_change_of_both_the_row_of_the_other_comes_back(db):
    with door.writing(db, "edit", "anna") as ledger:
        ledger.update("contact", known.ID, {"department": f"{known.MARK}-new"})
        ledger.update("contact", OTHER, {"department": "Nieuw"})
    removed(db)
    undo.run(db, undo.Undo(ledger.id), "anna")
    assert db.execute("select id, department from contact").fetchall() == [(OTHER, None)]


@pytest.mark.parametrize(
    ("reason", "left"),
    [("samen verhuisd", "samen verhuisd"), (f"{known.NAME} en Eva verhuisd", None)],
)
def test_the_reason_of_a_change_of_several_stays_for_the_others(db, reason, left):
    with door.writing(db, "edit", "anna", reason=reason) as ledger:
        ledger.update("contact", known.ID, {"department": f"{known.MARK}-new"})
        ledger.update("contact", OTHER, {"department": "Nieuw"})
    with door.writing(db, "edit", "anna", reason="om deze alleen") as alone:
        alone.update("contact", known.ID, {"department": f"{known.MARK}-newer"})
    removed(db)
    reasons = dict(db.execute("select id, reason from change").fetchall())
    assert (reasons[ledger.id], reasons[alone.id]) == (left, None)


def test_what_another_decided_can_be_undone_though_its_reason_was_hidden(db):
    judge.run(db)
    [key, *_] = db.execute(
        f"select {dispositions.KEY} from open_finding where record_id = ?", [OTHER]
    ).fetchall()
    dispose.run(db, dispose.Dispose(key, "accepted", f"{known.NAME} zei het"), "vera")
    [(made,)] = db.execute("select max(id) from change").fetchall()
    removed(db)
    undo.run(db, undo.Undo(made), "vera")
    there = db.execute("select id from disposition where record_id = ?", [OTHER]).fetchall()
    assert there == []


def test_a_later_export_names_them_and_does_not_bring_them_back(db, tmp_path):
    removed(db)
    upload = Upload(db, tmp_path)
    line = f"{known.ID},Geheim,geheim@x.example\n{OTHER},Bos,bos@x.example\n"
    batch = upload.load(contacts=f"Id,LastName,Email\n{line}")
    [sheet] = batch.sheets
    [remark] = [str(one) for one in sheet.remarks if "removed here" in str(one)]
    assert known.ID in remark
    assert db.execute("select id from upstream.contact").fetchall() == [(OTHER,)]
    assert db.execute("select id from contact").fetchall() == [(OTHER,)]


def test_a_copy_of_before_brings_nothing_of_them_back_into_the_open_file(path, tmp_path):
    db = opening.connect(path)
    copy = copies.make(db, "load")
    removed(db)
    opening.close(db)
    db = opening.connect(path)
    assert left(tmp_path) == [copy.name]
    restore.run(db, restore.Restore(copy), "anna")
    assert left(tmp_path) == [copy.name]
    with pytest.raises(NotFound):
        everybody.of(db, known.ID)
    for (schema, table), _ in person.tables(db).items():
        for row in db.execute(f"from {schema}.{table}").fetchall():
            assert known.MARK not in str(row), table
    assert db.execute("select id from contact").fetchall() == [(OTHER,)]
    assert not rewriting.asked(path)
    opening.close(db)
    assert left(tmp_path) == [copy.name]


def test_a_store_written_anew_keeps_text_as_it_was(path):
    db = opening.connect(path)
    db.execute(
        "insert into contact (id, last_name, version)"
        " select 'c' || n, 'Achternaam ' || hash(n), 0 from range(9000) as r(n)"
    )
    rewriting.ask(db)
    opening.close(db)
    db = opening.connect(path)
    kinds = db.execute("select distinct compression from pragma_storage_info('contact')").fetchall()
    opening.close(db)
    assert not rewriting.asked(path)
    assert "FSST" not in str(kinds)


KILLED = """
import os, sys
from dq.commands import forget
from dq.store import door, opening, rewriting
db = opening.connect(sys.argv[1])
if sys.argv[4] == "rewriting":
    rewriting.copies.keep = lambda *_: os._exit(9)
forget.run(db, forget.Forget(sys.argv[2], sys.argv[3]), "anna")
if sys.argv[4] == "committed":
    os._exit(9)
opening.close(db)
opening.connect(sys.argv[1])
"""


@pytest.mark.parametrize("when", ["committed", "rewriting"])
def test_a_kill_does_not_bring_them_back(path, tmp_path, when):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), known.ID, known.NAME, when],
        env=os.environ | {"PYTHONPATH": os.getcwd()},
        check=False,
    )
    assert done.returncode == 9
    db = opening.connect(path)
    with pytest.raises(NotFound):
        everybody.of(db, known.ID)
    opening.close(db)
    assert left(tmp_path) == []
