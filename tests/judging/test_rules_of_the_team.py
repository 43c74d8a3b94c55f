"""A check that is off has no findings anywhere; on again they are as they were."""

import judged
import pytest

from dq.casework import queue
from dq.checks import all_checks
from dq.commands import set as set_
from dq.commands import undo
from dq.commands.set import Set
from dq.judging import judge
from dq.queries.review import findings, overview, scores
from dq.settings import rules

# The checks that find something in the store of the tests.
FOUND = sorted(set(all_checks()) - {"placeholder_address", "export_outdated", "tile_overdue"})


@pytest.fixture
def store(db):
    judged.fill(db)
    return db


def put(db, check, value):
    set_.run(db, Set(f"check_{check}", value), "vera")
    judge.refresh(db)


def worst(db):
    return {one.check_id for one in queue.entries(db, "all", "")}


def everything(db):
    return findings.Filter(tuple(all_checks()))


@pytest.mark.parametrize("check", FOUND)
def test_off_it_is_nowhere_and_on_again_as_it_was(store, check):
    before, counts, since = judged.findings(store), judged.counts(store), overview.since(store)
    queued, scored = queue.entries(store, "all", ""), scores.scores(store)
    assert counts[check]
    put(store, check, "off")
    counts.pop(check)
    assert judged.counts(store) == counts
    assert check not in overview.tiles(store)
    assert check not in worst(store)
    assert overview.since(store).solved == since.solved
    assert not [one for one in findings.page(store, everything(store), size=5000)
                if one.check_id == check]  # fmt: skip
    assert rules.off(store) == [check]
    put(store, check, None)
    assert judged.findings(store) == before
    assert overview.since(store) == since
    assert queue.entries(store, "all", "") == queued
    assert scores.scores(store) == scored


def test_what_went_while_it_was_off_is_solved_when_it_is_on_again(store):
    put(store, "missing_title", "off")
    store.execute("update main.contact set title = 'Planner' where title is null")
    store.execute("update upstream.contact set title = 'Planner' where title is null")
    store.execute("insert into load (id, exported) select max(id) + 1, max(exported) from load")
    judge.run(store)
    assert overview.since(store).solved == 0
    put(store, "missing_title", None)
    assert "missing_title" not in judged.counts(store)
    assert overview.since(store).solved > 0


def test_what_came_while_it_was_off_is_new_when_it_is_on_again(store):
    put(store, "missing_title", "off")
    known = dict.fromkeys(row[2] for row in judged.findings(store) if row[0] == "missing_title")
    [(id,)] = store.execute(
        "select min(id) from contact where title is not null and status is null"
    ).fetchall()
    store.execute("update main.contact set title = null where id = ?", [id])
    store.execute("insert into load (id, exported) select max(id) + 1, max(exported) from load")
    judge.run(store)
    put(store, "missing_title", None)
    [(newest,)] = store.execute("select max(id) from load").fetchall()
    states = {one.record_id: one.state for one in
              findings.page(store, findings.Filter(("missing_title",)), size=5000)}  # fmt: skip
    assert states.pop(id) == "new"
    assert states and set(states) <= set(known) and set(states.values()) == {"earlier"}
    assert newest == 2 or newest > 1


def test_another_severity_is_in_the_queue_and_the_order_everywhere(store):
    last = [id for id in rules.every(store) if id in judged.counts(store)][-1]
    assert rules.every(store)[last].severity == "notice"
    assert queue.entries(store, "all", "")[0].check_id != last
    counts = judged.counts(store)
    for check in FOUND:
        if check != last and rules.every(store)[check].severity == "error":
            put(store, check, "warning")
    put(store, last, "error")
    assert judged.counts(store) == counts
    assert queue.entries(store, "all", "")[0].check_id == last
    assert next(iter(rules.every(store))) == last
    order = findings.page(store, findings.Filter(tuple(rules.every(store))))
    assert order[0].check_id == last


def test_it_is_undone_like_any_change(store):
    before = judged.findings(store)
    put(store, "missing_title", "off")
    [(id,)] = store.execute("select max(id) from change").fetchall()
    undo.run(store, undo.Undo(id), "vera")
    judge.refresh(store)
    assert judged.findings(store) == before and rules.off(store) == []
