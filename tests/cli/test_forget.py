"""Removing a person from the command line: shown first, sure by the name, and said what is left."""

import known
import pytest

from dq.__main__ import main
from dq.store import copies, opening


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "store.duckdb"
    db = opening.connect(path)
    known.fill(db)
    copies.make(db, "load")
    opening.close(db)
    return path


def left(folder):
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if known.MARK.encode() in path.read_bytes()]


def test_without_the_name_it_says_what_would_go(path, capsys):
    assert main(["forget", known.ID, "--store", str(path)]) == 0
    said = capsys.readouterr().out
    assert "Contacts as the team wants them: 1 rows, goes" in said and "cannot be undone" in said
    assert known.MARK not in said
    assert main(["forget", known.ID, "--store", str(path)]) == 0


def test_with_another_name_nothing_goes(path, capsys):
    assert main(["forget", known.ID, "--store", str(path), "--name", "Jan"]) == 2
    assert main(["forget", known.ID, "--store", str(path)]) == 0


def test_it_says_what_is_left_to_do(path, tmp_path, capsys):
    assert main(["forget", known.ID, "--store", str(path), "--name", known.NAME]) == 0
    said = capsys.readouterr().out
    assert known.MARK not in said
    assert f"Salesforce, Contacts, {known.ID}: Remove it, or empty it" in said
    assert "portal_user-of-them: Switch it off and make it anonymous." in said
    assert "Business Central contacts, bc_contact-of-them: Remove it" in said
    [copy] = copies.listed(path)
    assert str(copy.path) in said
    assert left(tmp_path) == [copy.path.name]


def test_with_the_copies_nothing_is_left_beside_it(path, tmp_path):
    words = ["forget", known.ID, "--store", str(path), "--name", known.NAME, "--copies"]
    assert main(words) == 0
    assert left(tmp_path) == []
    assert copies.listed(path) == []


def test_what_may_be_of_another_is_said_by_its_place_and_goes_with_also(path, capsys):
    db = opening.connect(path)
    db.execute(
        "insert into contact (id, first_name, last_name, version)"
        " values ('003Q', 'Eva', ?, 0), ('003R', 'Bo', 'Vos', 0)",
        [f"{known.MARK}last_name"],
    )
    db.execute(
        "insert into disposition (id, record_id, reason) values ('q', '003R', ?)",
        [f"{known.MARK}last_name belt"],
    )
    opening.close(db)
    words = ["forget", known.ID, "--store", str(path)]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "stays without --also: disposition~q~reason" in said and "belt" not in said
    assert main([*words, "--name", known.NAME, "--also", "disposition~q~reason"]) == 0
    db = opening.connect(path)
    assert db.execute("select reason from disposition where id = 'q'").fetchall() == [(None,)]
    opening.close(db)


def test_a_card_of_which_only_the_key_is_left_goes_by_that(path, capsys):
    db = opening.connect(path)
    db.execute("insert into portal_user (id, contact_id, version) values ('005Q', '003Q', 0)")
    opening.close(db)
    words = ["forget", "003Q", "--store", str(path)]
    assert main(words) == 0
    assert 'python -m dq forget 003Q --name "003Q"' in capsys.readouterr().out
    assert main([*words, "--name", "003Q"]) == 0
    assert main(words) == 2
