"""What has to be done when somebody leaves or returns: steps, put in `main` and asked of others.

Tested in tests/commands/test_leave.py.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Literal

from dq.domain import relations
from dq.errors import NotFound
from dq.objects import OWN_KEY
from dq.store.ledger import Ledger

Subject = Literal["relation", "approval", "status", "login", "bc"]


@dataclass(frozen=True)
class Step:
    """One thing of a person that is to be on (`wanted`) or off.

    An approval has project_id and approval_kind, a relation account_id; of a login or a contact in
    Business Central `record_id` says which.
    """

    subject: Subject
    wanted: bool
    person_id: str
    project_id: str | None = None
    approval_kind: str | None = None
    account_id: str | None = None
    record_id: str | None = None

    def reversed(self) -> "Step":
        """The step that takes this one back."""
        return replace(self, wanted=not self.wanted)


def put(ledger: Ledger, step: Step, day: date) -> bool:
    """Let `main` be as the step wants it; says whether anything was different.

    :param day: the last day of what ends, or the first of what begins
    """
    if step.subject == "relation":
        return _put_relation(ledger, step, day)
    if step.subject == "approval":
        return _put_approval(ledger, step)
    if step.subject == "status":
        return ledger.update("contact", step.person_id, {"status": status(step.wanted)})
    try:
        if step.subject == "login":
            return ledger.update("portal_user", str(step.record_id), {"active": step.wanted})
        return ledger.update("bc_contact", str(step.record_id), {"blocked": not step.wanted})
    except NotFound:
        return False  # it went with a later export


def status(in_service: bool) -> str:
    """The status of a card whose person is in service, or has left."""
    return "active" if in_service else "left"


def _put_relation(ledger: Ledger, step: Step, day: date) -> bool:
    account_id = str(step.account_id)
    known = relations.of_pair(ledger, step.person_id, account_id)
    if bool(known and known["active"]) == step.wanted:
        return False
    if not step.wanted:
        _end_relations(ledger, step.person_id, account_id, day)
    elif known:
        ledger.update("relation", known["id"], {"active": True, "end_date": None})
    else:
        own = ledger.row("contact", step.person_id)["account_id"] == account_id
        begins = {"active": True, "direct": own, "start_date": day}
        relations.add(ledger, step.person_id, account_id, begins)
    return True


def _end_relations(ledger: Ledger, person_id: str, account_id: str, day: date) -> None:
    """End every relation of the pair: an export may have it twice."""
    rows = ledger.db.execute(
        """
        select id, greatest(start_date, $day)
        from relation
        where contact_id = $person and account_id = $account and coalesce(active, true)
        order by id
        """,
        {"person": person_id, "account": account_id, "day": day},
    ).fetchall()
    for id, last in rows:
        ledger.update("relation", id, {"active": False, "end_date": last})


def _put_approval(ledger: Ledger, step: Step) -> bool:
    # Asked by the person alone, because with more to go by DuckDB leaves the index aside.
    rows = ledger.db.execute(
        """
        select id, coalesce(active, true), project_id, kind
        from approval
        where contact_id = ?
        order by 2 desc, id
        """,
        [step.person_id],
    ).fetchall()
    what = {"project_id": step.project_id, "kind": step.approval_kind}
    known = [(id, on) for id, on, *row in rows if row == list(what.values())]
    active = [id for id, on in known if on]
    if bool(active) == step.wanted:
        return False
    if step.wanted and known:
        return ledger.update("approval", known[0][0], {"active": True})
    if step.wanted:
        who = {"id": ledger.new_id(), "contact_id": step.person_id, "active": True}
        ledger.insert("approval", who | what)
        return True
    for id in active:
        if id.startswith(OWN_KEY):
            ledger.delete("approval", id)  # Salesforce never knew of it
        else:
            ledger.update("approval", id, {"active": False})
    return True


def hand_out(
    ledger: Ledger, kind: Literal["leave", "return"], contact_id: str, steps: Iterable[Step]
) -> str | None:
    """Make a tile of the steps, in their order; its id, or None where there is nothing to do."""
    listed = list(steps)
    if not listed:
        return None
    id = ledger.new_id()
    # To the microsecond: what somebody's tiles ask counts in the order in which they were made.
    made = {"made": datetime.now(), "made_by": ledger.actor}
    ledger.insert("tile", {"id": id, "contact_id": contact_id, "kind": kind, **made})
    for place, step in enumerate(listed, 1):
        own = {"id": ledger.new_id(), "tile_id": id, "place": place}
        ledger.insert("step", own | asdict(step))
    return id
