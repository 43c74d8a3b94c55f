"""What a team lets Kaartenbak repair by itself after a load: what `together` does at once, and
cards that are wholly equal.

Each is a change of its own, noted with the load. What somebody took back is not done again, and
what a person wrote stays as they wrote it: the review asks them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from dq import settings
from dq.access import itself
from dq.access.rights import OWNER, acting
from dq.casework import merging, together
from dq.checks import all_checks
from dq.commands import merge, repair
from dq.commands.repair import Repair, Repaired
from dq.domain.demo import ACTOR as DEMO
from dq.errors import N_, DqError
from dq.judging import judge
from dq.judging.resident import Resident
from dq.progress import Progress
from dq.queries.exchange.repaired import WHOLE, by_hand, taken_back
from dq.queries.review import alike
from dq.settings import rules
from dq.store import door, logs

EQUAL = "duplicate_person"
USERNAMES = ("username_missing", "username_not_email")
ADDRESSES = [
    "bounced_email", "duplicate_email", "email_domain_typo", "email_other_domain", "invalid_email",
    "placeholder_address", "shared_mailbox_on_person",
]  # fmt: skip
MERGED = N_("{number} equal cards are one: {name}.")


@dataclass(frozen=True)
class Plan:
    """A repair that can be done: how, what it says of itself, and the records that it writes."""

    run: Callable[..., Any]
    command: Any
    key: str
    check_id: str
    record_kind: str
    records: tuple[str, ...]
    name: str | None
    says: tuple[str, dict[str, object]]


def after_load(
    db: duckdb.DuckDBPyConnection,
    progress: Progress | None = None,
    resident: Resident | None = None,
) -> int:
    """Repair what the newest load shows, if the team wants so and it was not done; how many were.

    Nothing is done after a load of the demo, or twice after one load.
    """
    load_id = _due(db)
    if load_id is None:
        return 0
    judge.refresh(db, progress, resident)
    plans = list(_plans(db))
    most = int(str(settings.get(db, "repairs_most")))
    while chosen := plans[:most]:
        failed = _carry_out(db, load_id, chosen, len(plans) - len(chosen))
        if failed is None:
            judge.refresh(db, progress, resident)
            return len(chosen)
        plans.remove(failed)
    return 0


def follow(db: duckdb.DuckDBPyConnection, resident: Resident | None = None) -> int:
    """Judge what was loaded, and repair what is to be repaired."""
    judge.refresh(db, resident=resident)
    return after_load(db, resident=resident)


def _due(db: duckdb.DuckDBPyConnection) -> int | None:
    """The newest load, where it is to be repaired and was not yet."""
    if not settings.get(db, "repairs"):
        return None
    rows = db.execute(
        """
        select id
        from load
        where id = (select max(id) from load)
            and actor is distinct from $demo
            and id not in (
                select (told ->> 'load')::integer from change
                where command = 'repair' and actor = $actor
            )
        """,
        {"demo": DEMO, "actor": itself.AUTOMATIC},
    ).fetchall()
    return rows[0][0] if rows else None


def _carry_out(
    db: duckdb.DuckDBPyConnection, load_id: int, chosen: Sequence[Plan], left: int
) -> Plan | None:
    """Do all of these, or none: then the one that could not be done."""
    done: list[Repaired] = []
    one = chosen[0]
    try:
        with acting(OWNER), door.together(db):
            for one in chosen:
                one.run(db, one.command, itself.AUTOMATIC)
                done.append(
                    Repaired(
                        logs.newest(db),
                        one.key,
                        one.check_id,
                        one.record_kind,
                        one.records[0],
                        one.name,
                        one.says[0],
                        one.says[1],
                    )
                )
            repair.run(db, Repair(load_id, done, left), itself.AUTOMATIC)
    except DqError:
        return one
    return None


def _plans(db: duckdb.DuckDBPyConnection) -> Iterator[Plan]:
    """What can be done, each record once: nothing that somebody took back before, that was given to
    somebody to see to, or that a person wrote."""
    never, touched = taken_back(db), _given(db)
    plans = [*_equal(db), *_safe(db)]
    written = by_hand(db, {id for one in plans for id in one.records})
    for one in plans:
        free = touched.isdisjoint(one.records) and not _theirs(one, written)
        touched |= set(one.records)  # a record of which something was taken back is left alone
        if free and one.key not in never:
            yield one


def _theirs(one: Plan, written: Mapping[str, set[str]]) -> bool:
    """Whether a person wrote what was found to be wrong; of cards that are equal, whether they came
    or went by a person's hand, as by a merge that was taken back."""
    looked = {WHOLE} if one.check_id == EQUAL else set(all_checks()[one.check_id].compared)
    fields = set().union(*(written.get(id, set()) for id in one.records))
    return bool(fields & looked if looked else fields)


def _given(db: duckdb.DuckDBPyConnection) -> set[str]:
    """The records that somebody sees to, or that wait for a choice."""
    rows = db.execute(
        "select record_id from given where assignee is not null union select record_id from clash"
    ).fetchall()
    return {id for (id,) in rows}


def _safe(db: duckdb.DuckDBPyConnection) -> Iterator[Plan]:
    """What the checks found of which the way out follows from the data."""
    on, doubtful = rules.every(db), _doubtful(db)
    for check_id in (id for id in together.SAFE if id in on):
        for one in together.proposals(db, check_id):
            found = one.finding
            if check_id in USERNAMES and found.record_id in doubtful:
                continue
            records = tuple(id for id in (found.record_id, found.other_id) if id)
            yield Plan(
                one.way.run,
                one.way.command,
                f"{found.key}~{found.detail or ''}",
                check_id,
                found.record_kind,
                records,
                found.name,
                (one.way.says[0], dict(one.way.says[1])),
            )


def _doubtful(db: duckdb.DuckDBPyConnection) -> set[str]:
    """The cards of which something was found of the address, that would be the username."""
    rows = db.execute(
        "select unnest([record_id, other_id]) from finding"
        " where solved_load is null and list_contains($checks, check_id)",
        {"checks": ADDRESSES},
    ).fetchall()
    return {id for (id,) in rows}


def _equal(db: duckdb.DuckDBPyConnection) -> Iterator[Plan]:
    """Groups of cards of which nothing says another thing, that nobody decided of."""
    if EQUAL not in rules.every(db):
        return
    groups = alike.groups(db, together.MOST)
    open_ = {
        id
        for (id,) in db.execute(
            "select record_id from open_finding where check_id = ?", [EQUAL]
        ).fetchall()
    }
    found = merging.proposals(db, "contact", [group.ids for group in groups])
    for group, one in zip(groups, found, strict=True):
        if one is None or one.look or not open_.issuperset(group.ids):
            continue
        if _loses(one) or merging.obstacles(db, one.command):
            continue
        yield Plan(
            merge.run,
            one.command,
            "~".join(("equal", *group.ids)),
            EQUAL,
            "contact",
            (one.command.survivor_id, *one.command.losers),
            group.name,
            (MERGED, {"number": len(group.ids), "name": group.name}),
        )


def _loses(one: merging.Proposal) -> bool:
    """Whether two of the cards say something different of one thing."""
    values = merging.choices("contact", one.rows, one.command.survivor_id)
    rows = {row["id"]: row for row in one.rows}
    return any(
        sum(merging.whole(rows[id], field) is not None for id in ids) > 1
        for field, ids in values.items()
    )
