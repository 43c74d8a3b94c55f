"""Between two exports no decision, tile or edit changes a score."""

import random
from datetime import date, timedelta

import pytest
from torture import commands

from dq.commands import decide, dispose, edit, hand_to, leave
from dq.errors import DqError
from dq.judging import judge
from dq.queries.review import scores
from tests.judging.ruled import NO_TITLE, Rule, exported, run

# What makes another load, or says what is in Salesforce by now.
OUTSIDE = {"load", "results"}


def numbers(db):
    return [db.execute(f"from {table} order by all").fetchall() for table in ("tally", "duration")]


def shown(db):
    rows = db.execute(
        "select record_id from finding where shown_load = (select max(id) from load) order by 1"
    ).fetchall()
    return [id for (id,) in rows]


def findings(db, rng):
    """Some findings by their keys, with their records."""
    rows = db.execute(
        "select concat_ws('~', check_id, record_kind, record_id, coalesce(other_id, '')),"
        " record_kind, record_id from finding where solved_load is null order by all"
    ).fetchall()
    return rng.sample(rows, min(len(rows), 1 + rng.randrange(4)))


def disposed(db, rng):
    keys = tuple(key for key, *_ in findings(db, rng))
    state = rng.choice(("accepted", "accepted", "later", None))
    until = rng.choice((None, date.today() + timedelta(days=3)))
    return dispose.run, dispose.Dispose(keys, state, None, until if state else None)


def handed(db, rng):
    records = tuple((kind, id) for _key, kind, id in findings(db, rng))
    return hand_to.run, hand_to.HandTo(records, rng.choice(("Bo", None)))


ALL = {name: draw for name, draw in commands.COMMANDS.items() if name not in OUTSIDE}
ALL |= {"dispose": disposed, "hand_to": handed}


@pytest.mark.parametrize("seed", range(5))
def test_no_sequence_of_commands_changes_a_score(db, seed, monkeypatch):
    rng = random.Random(seed)
    commands.fill(db)
    judge.run(db)
    before = numbers(db)
    assert before[0]
    monkeypatch.setattr(commands, "COMMANDS", ALL)
    done = []
    for _ in range(20):
        name = rng.choice([*ALL])
        if isinstance(commands.attempt(db, name, rng)[1], DqError):
            continue
        done.append(name)
        judge.refresh(db)
        assert numbers(db) == before, done
    assert len(done) > 4
    db.execute("insert into load (id, exported) values (2, '2026-11-30')")
    judge.refresh(db)
    kept = [[row for row in rows if row[0] == 1] for rows in numbers(db)]
    assert kept == before, done


def test_what_is_made_wrong_here_counts_from_the_export_that_shows_it(office):
    judge.run(office)
    before = numbers(office)
    [(version,)] = office.execute("select version from contact where id = 'jan'").fetchall()
    edit.run(office, edit.Edit("jan", version, {"title": None}), "anna")
    judge.run(office)
    assert numbers(office) == before
    titles = "select count(*) from finding where check_id = 'missing_title' and shown_load = ?"
    for arrived in (False, True):
        if arrived:
            office.execute("update upstream.contact set title = null where id = 'jan'")
        office.execute("insert into load (id, exported) select max(id) + 1, '2026-12-01' from load")
        judge.refresh(office)
        [(newest,)] = office.execute("select max(id) from load").fetchall()
        assert office.execute(titles, [newest]).fetchall() == [(int(arrived),)]


def test_tiles_raise_no_score(staff):
    judge.run(staff)
    before = scores.scores(staff)
    for id in ("piet", "jan", "mia"):
        [(version,)] = staff.execute("select version from contact where id = ?", [id]).fetchall()
        day = date(2026, 11, 1)
        leave.run(staff, leave.Leave({id: version}, day, day, ("eva",)), "vera")
        judge.run(staff)
        assert scores.scores(staff) == before


def week(db, *rules, **titles):
    """The next load of these contacts, judged."""
    [(number,)] = db.execute("select coalesce(max(id), 0) + 1 from load").fetchall()
    exported(db, number, **titles)
    run(db, *rules)


# Under the name of a check that there is, for what is decided is told by that.
TITLE = Rule("missing_title", NO_TITLE.sql.replace("phone as detail", "null as detail"))


def accept(db, state="accepted"):
    dispose.run(db, dispose.Dispose(("missing_title~contact~a~",), state), "vera")
    run(db, TITLE)


def test_what_is_accepted_counts_no_more_from_the_next_load_on(db):
    week(db, TITLE, a=None, b="x")
    accept(db)
    assert shown(db) == ["a"]
    week(db, TITLE, a=None, b="x")
    assert shown(db) == []
    accept(db, None)  # taken back
    assert shown(db) == []
    week(db, TITLE, a=None, b="x")
    assert shown(db) == ["a"]


def test_what_was_accepted_counts_again_when_it_does_not_hold_any_more(db):
    week(db, TITLE, a=None)
    accept(db)
    week(db, TITLE, a=None)
    assert shown(db) == []
    db.execute("update contact set kind = 'general'")  # what was compared
    run(db, TITLE)
    assert shown(db) == []
    db.execute("update upstream.contact set kind = 'general'")
    db.execute("insert into load (id) values (3)")
    run(db, TITLE)
    assert shown(db) == ["a"]


def test_later_and_given_change_nothing(db):
    week(db, TITLE, a=None)
    accept(db, "later")
    hand_to.run(db, hand_to.HandTo((("contact", "a"),), "Bo"), "vera")
    run(db, TITLE)
    week(db, TITLE, a=None)
    assert shown(db) == ["a"]


def test_a_pair_that_is_decided_on_counts_until_the_next_load(db):
    twins = Rule("duplicate_person", "select 'a' as record_id, 'b' as other_id, null as detail"
                 " where not exists (from decision)")  # fmt: skip
    week(db, twins, a="x", b="x")
    decide.run(db, decide.Decide("contact", "a", "b", same=False), "vera")
    run(db, twins)
    assert shown(db) == ["a"]
    week(db, twins, a="x", b="x")
    assert shown(db) == []


MORE = Rule("no_title", NO_TITLE.sql.replace("title is null", "title is null or title = 'x'"))


def test_other_rules_count_at_once_but_not_what_was_changed_here(db):
    week(db, NO_TITLE, a=None, b="x", c="y")
    db.execute("update main.contact set title = 'x' where id = 'c'")
    run(db, NO_TITLE)
    run(db, MORE, code="v2")
    assert shown(db) == ["a", "b"]
    run(db, NO_TITLE, code="v1")
    assert shown(db) == ["a"]


def test_a_check_that_works_again_counts_at_once(db):
    broken = Rule("no_title", "select nothing")
    other = Rule("other", NO_TITLE.sql + " and false", dimension="timeliness")
    week(db, NO_TITLE, other, a=None)
    week(db, broken, other, a=None, b=None)
    assert [one.dimension for one in scores.scores(db)] == ["timeliness"]
    run(db, NO_TITLE, other)
    assert shown(db) == ["a", "b"]
    assert {one.dimension: one.value for one in scores.scores(db)}["validity"] == 0


def test_what_an_export_puts_right_is_solved_beside_what_is_under_way(db):
    other = Rule("other", NO_TITLE.sql.replace("title", "department"))
    week(db, NO_TITLE, other, a=None)
    db.execute("update main.contact set department = 'Zuid'")
    run(db, NO_TITLE, other)
    for schema in ("main", "upstream"):
        db.execute(f"update {schema}.contact set title = 'x'")
    db.execute("insert into load (id) values (2)")
    run(db, NO_TITLE, other)
    rows = db.execute("select check_id, solved_load, under_way from finding order by 1").fetchall()
    assert rows == [("no_title", 2, None), ("other", None, True)]
