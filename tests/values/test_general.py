"""Which card is its account's general card, wherever that is asked."""

import pytest

from dq.matching.files import engine_duckdb

# kind, first name, last name, name of the account, and whether the card is the general one.
CARDS = [
    ("general", "Jan", "Dam", "Kade", True),
    ("person", None, "Kade", "Kade", False),
    (None, None, "Kade", "Kade", True),
    (None, None, "KADE planning", "Kade", True),
    (None, None, "Kadé", "KADÉ Groningen", True),
    (None, "Jan", "Kade", "Kade", False),
    (None, None, "Dam", "Kade", False),
    (None, None, "Planning Kade", "Kade", False),
    (None, None, "Ka", "Kade", False),
    (None, None, "Kade", None, False),
    (None, None, None, "Kade", False),
]
IDS = [
    *("said", "said_not", "name", "begins", "begins_the_name", "first_name", "other_name"),
    *("ends", "too_short", "no_account", "no_name"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "first", "last", "account", "general"), CARDS, ids=IDS)
def test_the_card_and_matching_follow_one_rule(db, kind, first, last, account, general):
    if account:
        db.execute("insert into account (id, name) values ('a', ?)", [account])
    db.execute(
        "insert into contact (id, account_id, kind, first_name, last_name)"
        " values ('c', 'a', ?, ?, ?)",
        [kind, first, last],
    )
    assert db.execute("select general from card").fetchall() == [(general,)]
    apart = ["general" if general else "person"]
    assert engine_duckdb.contacts(db)["apart"].to_pylist() == apart
    assert engine_duckdb.contacts(db, ["c"])["apart"].to_pylist() == apart
