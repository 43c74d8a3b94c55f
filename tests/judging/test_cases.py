"""Cases: what open findings tie together is one, whatever its order, and none is lost."""

import itertools
import random

import pytest

from dq.casework import queue
from dq.checks import all_checks
from dq.judging import cases

CHECKS = all_checks()
PAIRED = [one.id for one in CHECKS.values() if one.record_kind == one.other_kind == "contact"]
ALONE = [one.id for one in CHECKS.values() if one.record_kind == "contact" and not one.other_kind]


def find(db, check, id, other=None, *, kind="contact", first=1, **columns):
    names = ", ".join(("check_id", "record_kind", "record_id", "other_id", "first_load", *columns))
    values = [check, kind, id, other, first, *columns.values()]
    marks = ", ".join("?" * len(values))
    db.execute(f"insert into finding ({names}) values ({marks})", values)


def found(db):
    """Per case its records."""
    cases.work_out(db)
    rows = db.execute("select case_id, record_kind || '~' || record_id from case_record").fetchall()
    return {
        case: {record for one, record in rows if one == case} for case in {one for one, _ in rows}
    }


def test_what_was_found_of_one_record_is_one_case(db):
    find(db, "invalid_email", "a")
    find(db, "missing_title", "a")
    assert found(db) == {"contact~a": {"contact~a"}}
    assert db.execute("select check_id, findings from review_case").fetchall() == [
        (min(("invalid_email", "missing_title"), key=list(CHECKS).index), 2)
    ]


def test_who_a_finding_names_is_in_its_case(db):
    find(db, "duplicate_email", "a", "b")
    find(db, "duplicate_person", "c", "b")
    assert found(db) == {"contact~a": {"contact~a", "contact~b", "contact~c"}}


@pytest.mark.parametrize(
    "columns", [{"solved_load": 2}, {"under_way": True}, {"disposed": "later"}]
)
def test_what_is_not_open_ties_nothing(db, columns):
    find(db, "duplicate_email", "a", "b", **columns)
    find(db, "missing_title", "a")
    find(db, "missing_title", "b")
    assert found(db) == {"contact~a": {"contact~a"}, "contact~b": {"contact~b"}}


def test_a_card_and_an_account_with_one_id_are_two(db):
    find(db, "missing_title", "x")
    find(db, "general_card_missing", "x", kind="account")
    assert len(found(db)) == 2


def test_a_case_keeps_its_name_when_more_is_found(db):
    find(db, "duplicate_email", "m", "z", first=1)
    before = found(db)
    find(db, "duplicate_email", "a", "z", first=2)
    assert set(found(db)) == set(before) == {"contact~m"}


def test_a_link_to_any_record_leads_to_its_case(db):
    find(db, "duplicate_email", "a", "b")
    found(db)
    assert queue.containing(db, "contact~b") == queue.containing(db, "contact~a") == "contact~a"
    assert queue.containing(db, "contact~c") is queue.containing(db, "nonsense") is None


def test_the_owner_is_that_of_the_account(office):
    office.execute("update account set owner = 'Sanne' where id = 'a1'")
    find(office, "missing_title", "jan")
    find(office, "general_card_missing", "a1", kind="account")
    cases.work_out(office)
    owners = dict(office.execute("select id, owner from review_case").fetchall())
    assert owners == {"contact~jan": "Sanne", "account~a1": "Sanne"}


def slowly(ties, records):
    """Records that hang together, merged set by set until nothing changes."""
    groups = [{one} for one in sorted(records)]
    for tie in ties:
        together = set().union(*(group for group in groups if group & set(tie)), tie)
        groups = [group for group in groups if not group & together] + [together]
    return sorted(map(sorted, groups))


@pytest.mark.parametrize("seed", range(20))
def test_any_findings_make_the_cases_that_a_slow_union_makes(db, seed):
    rng = random.Random(seed)
    names = [f"c{number}" for number in range(rng.randint(2, 40))]
    chosen = {
        (rng.choice(PAIRED), *rng.sample(names, 2)) for _ in range(rng.randint(0, len(names)))
    }
    alone = {(rng.choice(ALONE), rng.choice(names)) for _ in range(rng.randint(0, len(names)))}
    for check, one, two in chosen:
        find(db, check, one, two, first=rng.randint(1, 4))
    for check, one in alone:
        find(db, check, one, first=rng.randint(1, 4))
    ties = [(f"contact~{one}", f"contact~{two}") for _, one, two in chosen]
    records = {*itertools.chain(*ties), *(f"contact~{one}" for _, one in alone)}
    made = found(db)
    assert sorted(map(sorted, made.values())) == slowly(ties, records)
    assert all(case in members for case, members in made.items())
    [(counted,)] = db.execute("select coalesce(sum(findings), 0) from review_case").fetchall()
    assert counted == len(chosen) + len(alone)


def leave(db, *people):
    """People who left a1, each as (id, successor)."""
    for id, successor in people:
        db.execute(
            "update contact set status = 'left', successor_id = ? where id = ?", [successor, id]
        )
        find(db, "leaver_can_log_in", id)


@pytest.fixture
def leaving(db):
    for id, account in (("x", "a1"), ("y", "a1"), ("z", "a1"), ("far", "a2"), ("none", None)):
        db.execute(
            "insert into contact (id, account_id, last_name, email, username, status, version)"
            " values ($id, $account, $id, $id || '@a.example', $id || '@a.example', 'active', 0)",
            {"id": id, "account": account},
        )
    return db


def test_who_left_one_account_with_one_heir_is_one_case(leaving):
    leave(leaving, ("x", "z"), ("y", "z"))
    assert found(leaving) == {"contact~x": {"contact~x", "contact~y"}}


@pytest.mark.parametrize("others", [(("y", None),), (("far", "z"),), (("none", "z"),)])
def test_another_heir_or_account_is_another_case(leaving, others):
    leave(leaving, ("x", "z"), *others)
    assert len(found(leaving)) == 2


def test_who_has_a_tile_is_a_case_alone(leaving):
    leave(leaving, ("x", "z"), ("y", "z"))
    leaving.execute(
        "insert into tile (id, contact_id, kind, version) values ('t', 'x', 'leave', 1)"
    )
    leaving.execute("insert into step (id, tile_id, version) values ('s', 't', 1)")
    assert len(found(leaving)) == 2


def test_a_mailbox_without_a_card_is_a_case_with_its_people(db):
    find(db, "general_card_missing", "a1", kind="account", detail="planning@x.example")
    find(db, "shared_mailbox_on_person", "p", detail="Planning@x.example")
    find(db, "shared_mailbox_on_person", "q", detail="uren@x.example")
    assert sorted(map(sorted, found(db).values())) == [["account~a1", "contact~p"], ["contact~q"]]
