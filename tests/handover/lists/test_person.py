"""One file has everything that is known about one person, in words of either language."""

import json

import known
import pytest
from openpyxl import load_workbook

from dq.__main__ import main
from dq.handover.lists import person
from dq.store import opening
from dq.words.voice import Voice


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "store.duckdb"
    db = opening.connect(path)
    marks = known.fill(db)
    opening.close(db)
    kept = tmp_path / "inbox" / "done" / "x"
    kept.mkdir(parents=True)
    (kept / "contacts.csv").write_text(f"Id\n{known.ID}\n", "utf-8")
    return path, marks


def written(path, store):
    assert main(["person", known.ID, "--store", str(store), "--output", str(path)]) == 0
    if path.suffix == ".json":
        return json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False)
    book = load_workbook(path)
    return "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )


@pytest.mark.parametrize("name", ["person.json", "person.xlsx"])
def test_every_marked_value_of_every_table_is_in_the_file(store, tmp_path, name):
    path, marks = store
    target = tmp_path / name
    text = written(target, path)
    assert [mark for mark in sorted(marks) if mark not in text] == []
    assert "contacts.csv" in text
    assert target.stat().st_mode & 0o077 == 0
    assert written(target, path)  # once more over one's own


def test_it_is_in_words(staff):
    said = {one.title: one for one in person.read(staff, "jan", Voice("nl"))}
    card = said["Contactpersonen, zoals hier gewijzigd"]
    row = dict(zip(card.headings, card.rows[0], strict=True))
    assert (row["Voornaam"], row["Achternaam"]) == ("Jan", "Jansen")
    english = {one.title for one in person.read(staff, "jan", Voice("en"))}
    assert "Approvals as the team wants them" in english


@pytest.mark.parametrize(
    ("id", "name", "said"),
    [("003X", "a.json", "There is no card"), (known.ID, "a.csv", "must end in .xlsx or .json")],
)
def test_what_cannot_be_is_one_sentence(store, tmp_path, capsys, id, name, said):
    output = str(tmp_path / name)
    assert main(["person", id, "--store", str(store[0]), "--output", output]) == 2
    assert said in capsys.readouterr().err


def test_a_file_of_somebody_else_stays(store, tmp_path):
    path = tmp_path / "mine.json"
    path.write_text("mine", "utf-8")
    assert main(["person", known.ID, "--store", str(store[0]), "--output", str(path)]) == 2
    assert path.read_text("utf-8") == "mine"
