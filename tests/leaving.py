"""What hangs on the people of the office, and what is seen of a leaving."""

from datetime import date

import company

from dq.commands import come_back, leave, tick

ROWS = {
    "project": [{"id": "p3", "name": "Sluis", "account_id": "a1", "status": "closed"}],
    "approval": [
        {"id": "v4", "project_id": "p2", "contact_id": "jan", "kind": "hours", "active": True},
        {"id": "v5", "project_id": "p3", "contact_id": "jan", "kind": "hours", "active": True},
        {"id": "v6", "project_id": "p1", "contact_id": "eva", "kind": "invoice", "active": False},
    ],
    "bc_contact": [{"id": "CT1", "salesforce_id": "jan", "name": "Jan Jansen", "blocked": False}],
}
LAST, FIRST = date(2026, 9, 30), date(2026, 10, 1)
LATER = date(2026, 11, 2)
STEPS = """
    select
        subject, wanted, person_id,
        concat_ws(' ', project_id, approval_kind, account_id, record_id)
    from step
    where tile_id = ?
    order by place
"""


def fill(db):
    """Jan has a contact in Business Central and approves more; Eva did so once."""
    for table, rows in ROWS.items():
        company.insert(db, table, rows)


def version(db, id, table="contact"):
    [(found,)] = db.execute(f"select version from {table} where id = ?", [id]).fetchall()
    return found


def leaves(db, *ids, to=(), actor="vera", **given):
    """Let people leave, as somebody does who just opened their cards; the tile of the first."""
    leavers = {id: version(db, id) for id in ids}
    return leave.run(db, leave.Leave(leavers, LAST, FIRST, tuple(to), **given), actor)[ids[0]]


def returns(db, id, actor="vera"):
    return come_back.run(db, come_back.ComeBack(id, version(db, id), LATER), actor)


def ticks(db, tile_id, *subjects, actor="bo"):
    """Tick the steps of a tile, those about some subjects only where these are given."""
    rows = db.execute(
        "select id, subject, version from step where tile_id = ? and done is null order by place",
        [tile_id],
    ).fetchall()
    for id, subject, version in rows:
        if not subjects or subject in subjects:
            tick.run(db, tick.Tick(id, version), actor)


def steps(db, tile_id):
    """What a tile asks, in order: (subject, wanted, person, what)."""
    return db.execute(STEPS, [tile_id]).fetchall()


def approves(db, id):
    """What somebody approves now: (project, kind), closed projects too."""
    return db.execute(
        "select project_id, kind from approval where contact_id = ? and active order by all", [id]
    ).fetchall()


def board(db):
    """Each tile as it stands: (contact, kind, state, steps, steps done)."""
    return db.execute(
        "select contact_id, kind, state, steps, steps_done from board order by made, id"
    ).fetchall()
