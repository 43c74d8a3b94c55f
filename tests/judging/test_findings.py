"""Findings from load to load: new, open, solved, returned; and measures."""

import duckdb
import pytest

from dq import errors
from dq.judging import findings as check
from dq.queries.review import overview, scores
from tests.judging.ruled import NO_TITLE, Rule, exported, load, run

FIELDS = "check_id, record_id, other_id, detail, first_load, last_load, solved_load, returned_load"


def findings(db):
    return db.execute(f"select {FIELDS} from finding order by all").fetchall()


def test_a_finding_is_new_in_the_load_that_brings_it(db):
    load(db, 1, a=None, b="Planner")
    run(db)
    assert findings(db) == [("no_title", "a", None, None, 1, 1, None, None)]


def test_a_finding_stays_open_from_load_to_load(db):
    load(db, 1, a=None)
    run(db)
    load(db, 2, a=None)
    run(db)
    assert findings(db) == [("no_title", "a", None, None, 1, 2, None, None)]


def test_what_is_put_right_is_solved_and_kept(db):
    load(db, 1, a=None)
    run(db)
    load(db, 2, a="Planner")
    run(db)
    load(db, 3, a="Planner")
    run(db)
    assert findings(db) == [("no_title", "a", None, None, 1, 1, 2, None)]


def test_a_record_that_is_gone_is_solved(db):
    load(db, 1, a=None)
    run(db)
    load(db, 2)
    run(db)
    assert findings(db) == [("no_title", "a", None, None, 1, 1, 2, None)]


def test_what_comes_back_has_returned(db):
    for number, title in enumerate([None, "Planner", None], start=1):
        load(db, number, a=title)
        run(db)
    assert findings(db) == [("no_title", "a", None, None, 1, 3, None, 3)]


def test_what_returned_is_open_in_the_load_after(db):
    for number, title in enumerate([None, "Planner", None, None], start=1):
        load(db, number, a=title)
        run(db)
    assert findings(db) == [("no_title", "a", None, None, 1, 4, None, 3)]


def test_what_returned_can_be_solved_and_return_again(db):
    for number, title in enumerate([None, "x", None, "x", None], start=1):
        load(db, number, a=title)
        run(db)
    assert findings(db) == [("no_title", "a", None, None, 1, 5, None, 5)]


def test_an_edit_undone_within_one_load_leaves_no_trace(db):
    load(db, 1, a=None)
    run(db)
    load(db, 2, a=None)
    run(db)
    before = findings(db)
    db.execute("update contact set title = 'Planner'")
    run(db)
    assert under_way(db) == ["a"]
    db.execute("update contact set title = null")
    run(db)
    assert (findings(db), under_way(db)) == (before, [])


def under_way(db):
    rows = db.execute("select record_id from finding where under_way order by 1").fetchall()
    return [id for (id,) in rows]


def put_right(db):
    exported(db, 1, a=None, b="Planner")
    run(db)
    score = scores.scores(db)
    db.execute("update main.contact set title = 'Planner' where id = 'a'")
    run(db)
    return score


def test_what_is_put_right_here_is_under_way_and_raises_no_score(db):
    score = put_right(db)
    assert (findings(db)[0][6], under_way(db)) == (None, ["a"])
    assert scores.scores(db) == score
    assert overview.tiles(db)["no_title"].open == 0
    assert (overview.since(db).solved, overview.since(db).under_way) == (0, 1)


def test_an_export_that_shows_it_solves_it(db):
    put_right(db)
    exported(db, 2, a="Planner", b="Planner")
    run(db)
    assert (findings(db)[0][6], under_way(db)) == (2, [])


def test_an_export_that_does_not_show_it_leaves_it_under_way(db):
    put_right(db)
    db.execute("insert into load (id) values (2)")
    run(db)
    assert (findings(db)[0][6], under_way(db)) == (None, ["a"])


def test_what_an_export_puts_right_is_solved_whatever_else_waits_on_the_card(db):
    exported(db, 1, a=None)
    run(db)
    db.execute("update main.contact set phone = '1'")
    run(db)
    db.execute("update main.contact set title = 'Planner'")
    db.execute("update upstream.contact set title = 'Planner'")
    db.execute("insert into load (id) values (2)")
    run(db)
    assert (findings(db)[0][6], under_way(db)) == (2, [])


def test_what_was_edited_and_not_judged_before_an_export_is_under_way(db):
    exported(db, 1, a=None)
    run(db)
    db.execute("insert into change (id, command) values (1, 'edit'), (2, 'load')")
    db.execute("update main.contact set title = 'Planner'")
    db.execute("insert into load (id) values (2)")
    run(db)
    assert under_way(db) == ["a"]


def test_a_pair_that_is_decided_on_is_solved(db):
    twins = Rule("twins", "select 'a' as record_id, 'b' as other_id, null as detail"
                 " where not exists (from decision)")  # fmt: skip
    exported(db, 1, a=None, b=None)
    run(db, twins)
    db.execute("update main.contact set phone = '1'")
    db.execute("insert into decision values ('d', 'contact', 'a', 'b', false, 1, null)")
    run(db, twins)
    assert (findings(db)[0][6], under_way(db)) == (1, [])


def test_judging_the_same_load_twice_changes_nothing(db):
    load(db, 1, a=None, b="Planner")
    run(db)
    tables = ("finding", "measure", "tally", "duration", "judged")
    before = [db.execute(f"from {table} order by all").fetchall() for table in tables]
    run(db)
    assert [db.execute(f"from {table} order by all").fetchall() for table in tables] == before


def test_before_the_first_load_the_number_is_zero(db):
    db.execute("insert into contact (id) values ('a')")
    run(db)
    assert findings(db) == [("no_title", "a", None, None, 0, 0, None, None)]


def test_a_new_detail_is_the_same_finding(db):
    load(db, 1, a=None)
    run(db)
    db.execute("update contact set phone = '123'")
    run(db)
    assert findings(db) == [("no_title", "a", None, "123", 1, 1, None, None)]


def test_another_other_record_is_another_finding(db):
    pairs = "select 'a' as record_id, '{}' as other_id, null as detail"
    load(db, 1, a=None)
    run(db, Rule("twin", pairs.format("b")))
    load(db, 2, a=None)
    run(db, Rule("twin", pairs.format("c")))
    assert findings(db) == [
        ("twin", "a", "b", None, 1, 1, 2, None),
        ("twin", "a", "c", None, 2, 2, None, None),
    ]


def test_a_check_that_no_longer_exists_solves_its_findings(db):
    load(db, 1, a=None)
    run(db)
    load(db, 2, a=None)
    run(db, Rule("other", NO_TITLE.sql))
    assert {(row[0], row[6]) for row in findings(db)} == {("no_title", 2), ("other", None)}


BROKEN = Rule("no_title", "select nothing")
FAILS_ON_A_ROW = Rule("no_title", NO_TITLE.sql.replace("phone", "(id || 'x')::integer::varchar"))
OTHER = Rule("other", NO_TITLE.sql)


@pytest.mark.parametrize("rule", [BROKEN, FAILS_ON_A_ROW], ids=["broken", "on_a_row"])
def test_a_rule_that_fails_neither_solves_nor_counts_and_the_others_go_on(db, rule, caplog):
    load(db, 1, a=None, b=None)
    run(db, NO_TITLE)
    load(db, 2, b=None)

    run(db, OTHER, rule, Rule("last", NO_TITLE.sql))

    assert findings(db) == [
        ("last", "b", None, None, 2, 2, None, None),
        ("no_title", "a", None, None, 1, 1, None, None),
        ("no_title", "b", None, None, 1, 1, None, None),
        ("other", "b", None, None, 2, 2, None, None),
    ]
    measured = "select check_id, open from measure where load_id = 2 order by check_id"
    assert db.execute(measured).fetchall() == [("last", 1), ("no_title", None), ("other", 1)]
    assert overview.failed(db) == ["no_title"]
    assert set(overview.tiles(db)) == {"last", "other"}
    assert db.execute("select load_id from judged").fetchall() == [(2,)]
    assert "no_title could not be worked out" in caplog.text


def test_a_rule_that_works_again_goes_on_where_it_was(db):
    load(db, 1, a=None, b=None)
    run(db, NO_TITLE)
    load(db, 2, b=None)
    run(db, BROKEN)
    load(db, 3, b=None)
    run(db, NO_TITLE)
    assert [(row[1], row[4], row[5], row[6]) for row in findings(db)] == [
        ("a", 1, 1, 3),
        ("b", 1, 3, None),
    ]
    assert overview.failed(db) == []
    assert overview.tiles(db)["no_title"] == overview.Tile("no_title", 1, None)


def test_rules_that_all_fail_leave_everything_as_it_was(db):
    load(db, 1, a=None)
    run(db, NO_TITLE)
    run(db, BROKEN, Rule("other", "select other"))
    assert overview.failed(db) == ["no_title", "other"]
    assert len(findings(db)) == 1


def test_a_lack_of_memory_is_no_rule_s_fault(db):
    class Lacking:
        """A cursor on which rules run out of memory."""

        def execute(self, sql, *parameters):
            if "as offending" in sql:
                raise duckdb.OutOfMemoryException("full")
            return db.execute(sql, *parameters)

    load(db, 1, a=None)
    with pytest.raises(errors.Invalid, match="enough memory"):
        check.run(Lacking(), {"no_title": NO_TITLE}, "v1")
    assert db.execute("from judged").fetchall() == []


def test_every_rule_is_measured_also_without_findings(db):
    load(db, 1, a=None, b=None)
    run(db, NO_TITLE, Rule("never", NO_TITLE.sql + " and false"))
    assert db.execute("from measure order by check_id").fetchall() == [
        (1, "never", 0),
        (1, "no_title", 2),
    ]


def test_progress_names_each_rule_and_ends(db):
    told = []
    load(db, 1, a=None)
    check.run(db, {"no_title": NO_TITLE}, "v1", lambda *progress: told.append(progress))
    assert told == [(0.0, "A rule"), (1.0, "Checked")]
