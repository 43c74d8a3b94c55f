"""Leave: people are uit dienst, others take over, and the back office hears of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import duckdb

from dq.domain import cards, steps
from dq.domain.steps import Step
from dq.errors import N_, Invalid
from dq.objects import LIST_KEY
from dq.store import door
from dq.store.ledger import Ledger, after

TAKERS = ("successor_id", "second_successor_id")


@dataclass(frozen=True)
class Leave:
    """The `leavers` (id: version as the user saw it) have their last day, and `successors` take
    over as of `effective`; without successors their tasks stop, or, where it is `undecided` who
    takes over, stay theirs until that is known.

    `takes` says who gets an approval (None: it stops); of the others the first successor does.
    `guessed` says that nobody knows the last day; it is no end date in Salesforce without a yes.
    """

    leavers: Mapping[str, int]
    last_day: date
    effective: date
    successors: tuple[str, ...] = ()
    takes: Mapping[str, str | None] = field(default_factory=dict)
    reason: str | None = None
    guessed: bool = False
    undecided: bool = False


def run(db: duckdb.DuckDBPyConnection, command: Leave, actor: str) -> dict[str, str | None]:
    """The tile of each leaver (None: nothing to do); all of it happens, or nothing.

    :raises Invalid: nobody leaves, or a successor is not in service, cannot log in, leaves too, or
        is named where it is undecided who takes over
    :raises NotFound: a card is gone
    :raises Conflict: somebody changed a leaver's card since
    """
    with (
        door.writing(db, "leave", actor, reason=command.reason) as ledger,
        ledger.remembering(),
    ):
        return {
            id: steps.hand_out(ledger, "leave", id, asked)
            for id, asked in _carried_out(ledger, command)
        }


def run_all(
    db: duckdb.DuckDBPyConnection, commands: Iterable[Leave], actor: str
) -> dict[str, str | None]:
    """The same for several; each is a change of its own, so that one can be undone."""
    with door.together(db):
        done = [run(db, command, actor) for command in commands]
    return {id: tile for tiles in done for id, tile in tiles.items()}


def what_if(db: duckdb.DuckDBPyConnection, command: Leave) -> dict[str, list[Step]]:
    """What `run` would ask of the back office, per leaver; nothing is written.

    :raises DqError: what `run` would refuse
    """
    with door.rehearsing(db) as ledger:
        return dict(_carried_out(ledger, command))


def _carried_out(ledger: Ledger, command: Leave) -> Iterator[tuple[str, list[Step]]]:
    """Each leaver with the steps that made a difference."""
    if not command.leavers:
        raise Invalid(N_("Choose at least one person."))
    if command.undecided and command.successors:
        raise Invalid(N_("Somebody takes over, so it is known who does."))
    for taker in command.takes.values():
        if taker is not None and taker not in command.successors:
            raise Invalid(N_("Somebody takes over who is not among the successors."))
    for id in command.successors:
        _able(ledger.db, id, command.leavers)
    for id in command.leavers:
        yield id, _leaves(ledger, id, command)


def _able(db: duckdb.DuckDBPyConnection, successor_id: str, leavers: Mapping[str, int]) -> None:
    """:raises Invalid: this card cannot take over"""
    found = cards.contact(db, successor_id)
    if successor_id in leavers:
        raise Invalid(N_("{name} leaves too and cannot take over."), name=found["name"])
    if not found["active"]:
        raise Invalid(N_("{name} is not in service and cannot take over."), name=found["name"])
    if successor_id.startswith(LIST_KEY):
        raise Invalid(N_("{name} stands on a list only; make a card first."), name=found["name"])
    if db.execute("select lets_in(?)", [successor_id]).fetchall() == [(False,)]:
        raise Invalid(N_("{name} cannot log in and so cannot take over."), name=found["name"])


def _leaves(ledger: Ledger, id: str, command: Leave) -> list[Step]:
    cards.contact(ledger.db, id)
    asked = list(_asked(ledger, id, command))
    before = ledger.row("contact", id)
    chosen = {other for _key, other in _chosen(ledger, id)}
    first, second = (*command.successors, None, None)[:2]
    left = {
        "status": steps.status(in_service=False),
        "successor_id": first,
        "second_successor_id": second,
        "takeover_date": command.effective if first else None,
    }
    # Whom an export named holds until a successor is chosen here.
    ours = {name for name in TAKERS if first or before[name] in chosen}
    if "successor_id" in ours:
        ours.add("takeover_date")
    to = {name: value for name, value in left.items() if name == "status" or name in ours}
    with ledger.as_of(after(command.last_day), (id, "last_day")):
        ledger.update("contact", id, to, command.leavers[id])
    done = [
        step
        for step in asked
        if (
            before["status"] != left["status"]
            if step.subject == "status"
            else _put(ledger, step, id, command)
        )
    ]
    days = {
        "last_day": command.last_day,
        "effective_date": command.effective,
        "guessed": command.guessed or None,
    }
    ledger.write("departure", id, days)
    _succession(ledger, id, command.successors)
    return done


def _put(ledger: Ledger, step: Step, id: str, command: Leave) -> bool:
    """What begins does so as of the day that others take over; what ends, after the last day."""
    if step.wanted:
        with ledger.as_of(command.effective, (id, "effective_date")):
            return steps.put(ledger, step, command.effective)
    with ledger.as_of(after(command.last_day), (id, "last_day")):
        return steps.put(ledger, step, command.last_day)


def _chosen(ledger: Ledger, id: str) -> list[tuple[str, str]]:
    """Who was noted before as having the tasks: key of the note, successor."""
    return ledger.db.execute(
        "select id, successor_id from succession where contact_id = ? order by id", [id]
    ).fetchall()


def _succession(ledger: Ledger, id: str, successors: tuple[str, ...]) -> None:
    """Note who took over, instead of whoever was noted before."""
    wanted = {f"{id}:{other}": other for other in successors}
    for known, _other in _chosen(ledger, id):
        if known not in wanted:
            ledger.delete("succession", known)
    for key, other in wanted.items():
        ledger.write("succession", key, {"contact_id": id, "successor_id": other})


def _asked(ledger: Ledger, id: str, command: Leave) -> Iterator[Step]:
    """Everything that has to be so once the person is gone, in the order that is safe: whoever
    takes over first, then approvals, then the card, then what ends."""
    first = command.successors[0] if command.successors else None
    duties = [
        (project_id, kind, account_id, command.takes.get(approval, first))
        for approval, project_id, kind, account_id in _duties(ledger, id)
        if not command.undecided
    ]
    mine = [account_id for (account_id,) in _accounts(ledger, id)]
    linked = dict.fromkeys(
        (taker, account_id) for _, _, account_id, taker in duties if account_id in mine
    )
    for taker, account_id in linked:
        if taker and not _belongs(ledger, taker, account_id):
            yield Step("relation", True, taker, account_id=account_id)
    for project_id, kind, _account, taker in duties:
        if taker:
            yield Step("approval", True, taker, project_id, kind)
    for project_id, kind, *_ in duties:
        yield Step("approval", False, id, project_id, kind)
    yield Step("status", False, id)
    for account_id in mine:
        yield Step("relation", False, id, account_id=account_id)
    for subject, active in (
        ("login", "portal_user where contact_id = ? and coalesce(active, true)"),
        ("bc", "bc_of(?) where not coalesce(blocked, false)"),
    ):
        rows = ledger.db.execute(f"select id from {active} order by id", [id])
        for (record_id,) in rows.fetchall():
            yield Step(subject, False, id, record_id=record_id)


def _duties(ledger: Ledger, id: str) -> list[tuple[str, str, str, str | None]]:
    """What somebody approves on projects that are not closed: approval, project, kind, account."""
    return ledger.db.execute(
        """
        select id, project_id, kind, account_id
        from approving
        where contact_id = ?
        order by project_name, project_id, kind, id
        """,
        [id],
    ).fetchall()


def _accounts(ledger: Ledger, id: str) -> list[tuple[str]]:
    """The accounts that somebody has an active relation with."""
    return ledger.db.execute(
        """
        select distinct account_id
        from relation
        where contact_id = ? and coalesce(active, true) and account_id is not null
        order by account_id
        """,
        [id],
    ).fetchall()


def _belongs(ledger: Ledger, id: str, account_id: str) -> bool:
    """Whether it is somebody's own account, or related to them."""
    return bool(
        ledger.db.execute(
            """
            select 1 from contact where id = $id and account_id = $account
            union all
            select 1
            from relation
            where contact_id = $id and account_id = $account and coalesce(active, true)
            """,
            {"id": id, "account": account_id},
        ).fetchall()
    )
