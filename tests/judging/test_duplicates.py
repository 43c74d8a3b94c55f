"""Matching a store: what it writes, and what it leaves alone."""

import json

import pytest
import template

from dq import settings
from dq.judging import duplicates
from dq.matching.pairs import budget
from dq.matching.weighing import cluster

CONTACTS = [
    # id, account, first, last, email, mobile
    ("c1", "a1", "Jan", "de Vries", "jan.devries@bouw.example", "06-12345678"),
    ("c2", "a1", "J.", "Vries, de", "jan.devries@bouw.example", None),
    ("c3", "a1", "Petra", "Harbrinkhoek", "p.harbrinkhoek@bouw.example", "06-87654321"),
    ("c4", "a2", "Jan", "de Vries", "jan.devries@zorg.example", "06-11112222"),
    ("c5", "a2", "Wim", "Bakker", "w.bakker@zorg.example", "06-33334444"),
]


@pytest.fixture
def db():
    with template.fresh() as connection:
        connection.execute(
            "insert into account (id, name) values ('a1', 'Bouw BV'), ('a2', 'Zorg')"
        )
        connection.executemany(
            "insert into contact (id, account_id, first_name, last_name, email, mobile)"
            " values (?, ?, ?, ?, ?, ?)",
            CONTACTS,
        )
        yield connection


def groups(db):
    rows = db.execute("select record_id, group_id from cluster order by all").fetchall()
    found: dict[str, set[str]] = {}
    for record, group in rows:
        found.setdefault(group, set()).add(record)
    return sorted(found.values(), key=min)


def test_one_person_twice_is_a_pair_with_evidence(db):
    duplicates.run(db)
    [(kind, left, right, score, evidence)] = db.execute("from pair").fetchall()
    assert (kind, left, right) == ("contact", "c1", "c2")
    assert score > 0.9
    items = json.loads(evidence)
    assert {"field", "level", "points"} == set(items[0])
    assert ("email", "exact") in {(item["field"], item["level"]) for item in items}


def test_a_group_has_a_row_per_record(db):
    duplicates.run(db)
    assert groups(db) == [{"c1", "c2"}]


def test_a_bare_name_at_two_companies_is_only_perhaps_the_same(db):
    duplicates.run(db)
    pairs = {
        (left, right)
        for left, right in db.execute("select left_id, right_id from perhaps").fetchall()
    }
    assert ("c1", "c4") in pairs


def test_running_again_changes_nothing(db):
    duplicates.run(db)
    before = db.execute("from pair order by all").fetchall()
    duplicates.run(db)
    assert db.execute("from pair order by all").fetchall() == before


def test_an_empty_store_has_no_pairs():
    with template.fresh() as db:
        duplicates.run(db)
        assert db.execute("select count(*) from pair").fetchall() == [(0,)]


def test_inside_a_transaction_it_is_part_of_it(db):
    db.execute("begin")
    duplicates.run(db)
    db.execute("rollback")
    assert db.execute("select count(*) from pair").fetchall() == [(0,)]


def test_progress_runs_from_nothing_to_all(db):
    told = []
    duplicates.run(db, lambda fraction, message: told.append(fraction))
    assert told == sorted(told)
    assert told[0] == 0.0
    assert told[-1] == pytest.approx(1.0)


def test_an_edit_is_matched_alone(db):
    duplicates.run(db)
    matched = duplicates.matched(db).live()
    db.execute(
        "update contact set last_name = 'Anders', email = 'x@elders.example' where id = 'c2'"
    )
    duplicates.update(db, matched, ["c2"])
    assert db.execute("from pair").fetchall() == []
    assert groups(db) == []
    db.execute(
        "insert into contact (id, account_id, first_name, last_name, mobile)"
        " values ('c9', 'a1', 'Petra', 'Harbrinkhoek', '0687654321')"
    )
    duplicates.update(db, matched, ["c9"])
    assert groups(db) == [{"c3", "c9"}]
    db.execute("delete from contact where id = 'c9'")
    duplicates.update(db, matched, ["c9"])
    assert groups(db) == []


def test_after_an_edit_the_tables_are_as_after_a_full_run(db):
    db.execute("insert into contact select * replace ('d' || id as id) from contact")
    duplicates.run(db)
    matched = duplicates.matched(db).live()
    db.execute("update contact set first_name = 'Johannes' where id = 'c1'")
    duplicates.update(db, matched, ["c1"])
    tables = "select left_id, right_id from pair order by all", "from cluster order by all"
    edited = [db.execute(query).fetchall() for query in tables]
    duplicates.run(db)
    assert edited == [db.execute(query).fetchall() for query in tables]


def decide(db, left, right, same):
    db.execute(
        "insert into decision (id, record_kind, left_id, right_id, same, score) values"
        " (?, 'contact', ?, ?, ?, 0.9)",
        [f"contact:{left}:{right}", left, right, same],
    )


def test_what_people_decided_to_be_two_is_no_group_and_no_pair(db):
    decide(db, "c1", "c2", False)
    duplicates.run(db)
    assert groups(db) == []
    assert db.execute("select count(*) from pair").fetchall() == [(0,)]


def test_what_people_decided_to_be_one_is_a_group(db):
    decide(db, "c3", "c5", True)
    duplicates.run(db)
    assert groups(db) == [{"c1", "c2"}, {"c3", "c5"}]


def test_an_edit_respects_decisions_too(db):
    decide(db, "c1", "c2", False)
    matched = duplicates.matched(db).live()
    duplicates.run(db)
    db.execute("update contact set title = 'Planner' where id = 'c2'")
    duplicates.update(db, matched, ["c2"])
    assert groups(db) == []


def again(db, id, of):
    """A card once more, under another id."""
    db.execute(
        "insert into contact select * replace ($id as id) from contact where id = $of",
        {"id": id, "of": of},
    )


def test_what_follows_from_decisions_is_not_asked(db):
    again(db, "c6", "c2")
    decide(db, "c1", "c2", False)
    decide(db, "c2", "c6", True)
    duplicates.run(db)
    assert groups(db) == [{"c2", "c6"}]
    assert {row[:2] for row in db.execute("select left_id, right_id from pair").fetchall()} == {
        ("c2", "c6")
    }
    db.execute("delete from decision where same")
    duplicates.run(db)
    assert {"c1", "c6"} in groups(db) or {"c2", "c6"} in groups(db)
    assert db.execute("select count(*) from pair where 'c6' in (left_id, right_id)").fetchall() == [
        (2,)
    ]


def test_an_edit_beside_decided_cards_respects_decisions_too(db):
    again(db, "c6", "c1")
    decide(db, "c1", "c2", False)
    duplicates.run(db)
    matched = duplicates.matched(db).live()
    db.execute("update contact set title = 'Planner' where id = 'c6'")
    duplicates.update(db, matched, ["c6"])
    assert not any({"c1", "c2"} <= group for group in groups(db))


def left_out(db, kind="contact"):
    [(dropped, oversize)] = db.execute(
        "select dropped, oversize from matching where record_kind = ?", [kind]
    ).fetchall()
    return json.loads(dropped), json.loads(oversize)


def namesakes(db, number):
    db.execute(
        """
        insert into contact (id, account_id, first_name, last_name)
        select 'n' || place, 'a1', 'Jan', 'de Vries' from range($number) as made(place)
        """,
        {"number": number},
    )


def test_nothing_is_left_out_of_a_few_cards(db):
    duplicates.run(db)
    assert left_out(db) == ([], [])
    assert left_out(db, "account") == ([], [])


def test_what_was_too_big_to_compare_is_kept_with_its_size(db, monkeypatch):
    monkeypatch.setattr(budget, "PAIRS_PER_SECOND", 0)
    namesakes(db, 50)
    duplicates.run(db)
    dropped, _ = left_out(db)
    # The fifty and the two that were there, of the same initial too, which is the finer key.
    assert {"key": "stratum+sound", "blocks": 1, "records": 52} in dropped


def test_a_group_too_big_to_believe_is_kept_with_its_first_cards(db, monkeypatch):
    namesakes(db, 10)
    monkeypatch.setattr(cluster, "LARGEST", 3)
    duplicates.run(db)
    _, [group] = left_out(db)
    assert group["records"] > 3
    assert group["ids"] == sorted(group["ids"])
    assert len(group["ids"]) == duplicates.FIRST


def test_what_was_left_out_before_is_forgotten(db, monkeypatch):
    monkeypatch.setattr(budget, "PAIRS_PER_SECOND", 0)
    namesakes(db, 50)
    duplicates.run(db)
    db.execute("delete from contact where id like 'n%'")
    duplicates.run(db)
    assert left_out(db) == ([], [])


@pytest.mark.parametrize(
    ("words", "level"),
    [
        (lambda known: known, "exact"),
        (lambda known: [*known, "keuken"], "shared"),
    ],
    ids=["ours", "added"],
)
def test_an_address_that_the_team_calls_a_mailbox_is_no_persons(db, words, level):
    known = settings.defaults()["mailbox_words"]
    db.execute("insert into setting values ('mailbox_words', ?)", [json.dumps(words(known))])
    assert address_of_two(db, "keuken@bouw.example") == level


def test_an_address_that_the_team_calls_no_mailbox_is_a_persons(db):
    assert address_of_two(db, "planning@bouw.example") == "shared"
    fewer = [word for word in settings.defaults()["mailbox_words"] if word != "planning"]
    db.execute("insert into setting values ('mailbox_words', ?)", [json.dumps(fewer)])
    assert address_of_two(db, "planning@bouw.example") == "exact"


def address_of_two(db, email):
    """At which level two cards with one address agree in it."""
    db.execute("update contact set email = ? where id in ('c1', 'c2')", [email])
    duplicates.run(db)
    [(evidence,)] = db.execute("select evidence from pair where left_id = 'c1'").fetchall()
    return next(one["level"] for one in json.loads(evidence) if one["field"] == "email")
