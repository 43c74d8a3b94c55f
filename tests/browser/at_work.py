"""The small company in the middle of its week: under way, still to go, a clash, a leaver's tile."""

from datetime import date

import office

from dq.commands import leave, pack
from dq.intake.batch import Batch
from dq.intake.landing import Landing, clashes
from dq.judging import judge
from dq.store import opening

TILE = "kb-7-3"


def fill(path):
    """Put the week's work into the store of the small company."""
    db = opening.connect(path)
    office.change(db, "003B", title="Hoofd planning")
    pack.run(db, pack.Pack(), "karin")
    office.change(db, "003B", phone="030 1234567")
    day = date(2026, 11, 20)
    left = leave.Leave({"003A": office.version(db, "003A")}, day, day, ("003D",))
    assert leave.run(db, left, "karin") == {"003A": TILE}
    landing = Landing(db, Batch(), 2, 1, date(2026, 11, 20))
    clashes.note(landing, "contact", "003F", "phone", (None, "030 1", "030 2"))
    judge.run(db)
    db.execute("checkpoint")
    db.close()
