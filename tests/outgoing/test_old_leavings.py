"""A leaving that was noted before changes had their day gets it when the store is opened."""

import json
from datetime import date, timedelta

import leaving
import pytest
from office import version

from dq.commands import leave
from dq.store.migrations import MIGRATIONS

LATER = date(2999, 5, 5)
DATING = MIGRATIONS[7]


def edits(db):
    rows = db.execute("select id, edits from change order by id").fetchall()
    return {id: json.loads(text) for id, text in rows}


def without_days(edit):
    return {name: value for name, value in edit.items() if name not in ("from", "of")}


@pytest.mark.parametrize("leavers", [("jan",), ("jan", "piet")])
@pytest.mark.parametrize("successors", [(), ("eva",)])
def test_an_old_leaving_waits_for_its_day(office, leavers, successors):
    db = leaving.fill(office) or office
    versions = {id: version(db, id) for id in leavers}
    command = leave.Leave(versions, LATER, LATER + timedelta(days=3), successors)
    leave.run(db, command, "test")
    new = edits(db)
    for id, listed in new.items():
        old = json.dumps([without_days(edit) for edit in listed])
        db.execute("update change set edits = ? where id = ?", [old, id])

    db.execute(DATING)

    dated = edits(db)
    assert dated.keys() == new.keys()
    for id, listed in new.items():
        assert [edit.items() for edit in dated[id]] == [edit.items() for edit in listed]
