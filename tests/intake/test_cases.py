"""Exports as others write them: what is found in them, and what is not."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import template

from dq.cli.load import load_files
from dq.handover.lists.tables import TABLES
from dq.judging import judge
from dq.queries.review import overview

CASES = Path(__file__).with_name("cases")


def judged(*paths):
    """The open findings as (check, record, detail) of a store with only these files."""
    with template.fresh() as db:
        load_files(db, [CASES / path for path in paths], date(2026, 11, 23))
        judge.run(db)
        assert overview.failed(db) == []
        for table in TABLES.values():
            db.execute(table.sql, {"checks": ["x"], "titles": ["X"]} if table.named else {})
        return db.execute(
            "select check_id, record_id, detail from finding where solved_load is null order by all"
        ).fetchall()


def count(found):
    return Counter(check for check, _, _ in found)


@pytest.mark.parametrize(
    ("file", "checks"),
    [("accounts.csv", {}), ("contacts_no_lastname.csv", {})],
)
def test_a_file_without_streets_or_last_names_is_judged(file, checks):
    assert count(judged(f"crash_no_street/{file}")) == checks


def test_a_reference_of_zeros_is_empty(tmp_path):
    names = [f"null_id/{name}.csv" for name in ("Account", "Contact", "User")]
    found = judged(*names)
    counts = count(found)
    assert counts["contact_without_account"] == 5
    assert counts["account_not_found"] == counts["duplicate_person"] == 0
    doubles = {record[12:15] for check, record, _ in found if check == "duplicate_account"}
    assert doubles == {"701", "702", "703", "704", "705", "706"}
    for name in names:
        text = (CASES / name).read_text("utf-8").replace("000000000000000AAA", "")
        (tmp_path / Path(name).name).write_text(text, "utf-8")
    assert judged(*(tmp_path / Path(name).name for name in names)) == found


def test_a_word_in_an_address_column_is_no_address_and_no_username():
    assert judged("words_in_address_column/contacts.csv") == [
        ("missing_email", f"003A0000000000{number}IAA", word)
        for number, word in enumerate(["geen", "geen", "-", "-", "n.v.t.", "nvt"], 1)
    ]


def test_ids_from_a_column_of_a_fixed_width_are_the_same_ids():
    found = judged("ids_padded_to_18/accounts.csv", "ids_padded_to_18/contacts.csv")
    assert count(found) == {}


def test_damaged_letters_are_a_notice_with_what_they_were():
    found = judged("damaged_letters_pass/contacts.csv")
    assert [(record[-4], detail) for check, record, detail in found if check == "damaged_text"] == [
        ("1", "RenÃ© → René, CrÃ´nÃ© → Crôné"),
        ("2", "\u0410nna → Anna, \u0430nna.bas@x.example → anna.bas@x.example"),
    ]
