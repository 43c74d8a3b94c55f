"""Results: what became of a package's rows; what was made here gets the id that it has there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from dq.domain import forgotten
from dq.errors import N_, DqError, Invalid
from dq.intake.answers import problems, results, whose
from dq.intake.answers.layout import Outcome
from dq.intake.answers.whose import Unclear
from dq.reading import apart
from dq.settings import names
from dq.store import door, renaming
from dq.store.ledger import Ledger

# An error of before says nothing of a row that was done since.
SETTLED = ("done", "arrived")


@dataclass(frozen=True)
class Results:
    """Success and error files, each with its name and content."""

    files: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class Told:
    """How many rows are done or failed, how many of them were new to us, and how many rows are of
    no package that we know; the lines that fit several rows, and the files that are no results."""

    done: int
    failed: int
    new: int
    unknown: int
    unclear: tuple[Unclear, ...] = ()
    aside: tuple[DqError, ...] = ()


def run(db: duckdb.DuckDBPyConnection, command: Results, actor: str) -> Told:
    """Note what became of each row; a row that is done stays done.

    :raises Invalid: no file is a result, or they are of no package of ours
    """
    read, aside = _read(db, command)
    with door.writing(db, "results", actor) as ledger:
        keyed, unclear = whose.keyed(db, read)
        outcomes = [one for one in keyed if one.key]
        answered = {str(one.key): one for one in outcomes if one.error is not None}
        answered |= {str(one.key): one for one in outcomes if one.error is None}
        known = _known(db, answered)
        if read and not known and not unclear:
            raise Invalid(N_("These rows are of no package that was made here."))
        new = [answered[key] for key, state in known.items() if state not in SETTLED]
        _note(db, new)
        ids = _renamed(db, ledger, new)
        done = sum(answered[key].error is None for key in known)
        counts = {"done": done, "failed": len(known) - done}
        if new:
            ledger.told = {"results": counts, "ids": ids}
    lost = len(answered) - len(known) + len(keyed) - len(outcomes) - len(unclear)
    return Told(**counts, new=len(new), unknown=lost, unclear=tuple(unclear), aside=aside)


def _read(
    db: duckdb.DuckDBPyConnection, command: Results
) -> tuple[Sequence[Outcome], tuple[DqError, ...]]:
    """The outcomes of all files, and why others are left aside.

    :raises Invalid: no file is a result
    """
    limits = apart.limits(db)
    parts = [one for file in command.files for one in results.parts(*file, limits)]
    wrong = tuple(one for one in parts if isinstance(one, DqError))
    if wrong and len(wrong) == len(parts):
        raise wrong[0]
    return [one for part in parts if not isinstance(part, DqError) for one in part], wrong


def _known(db: duckdb.DuckDBPyConnection, told: Iterable[str]) -> dict[str, str]:
    """The rows that we packed, with their state until now."""
    return dict(
        db.execute(
            """
            select key, state
            from package_row
            where key in (select unnest($keys::varchar[]))
            order by key
            """,
            {"keys": list(told)},
        ).fetchall()
    )


def _note(db: duckdb.DuckDBPyConnection, outcomes: Iterable[Outcome]) -> None:
    """Of who was removed since, what Salesforce says of them is not kept."""
    removed = [id for ids in forgotten.keys(db).values() for id in ids]
    for one in outcomes:
        failed = one.error is not None
        db.execute(
            """
            update package_row
            set state = $state,
                problem = $problem,
                message = if(list_contains($removed::varchar[], record_id), null, $message),
                new_id = case when operation = 'insert' and $state = 'done' then nullif($id, '') end
            where key = $key
            """,
            {
                "key": one.key,
                "state": "failed" if failed else "done",
                "problem": problems.problem(str(one.error)) if failed else None,
                "message": one.error,
                "removed": removed,
                "id": names.eighteen(one.id or ""),
            },
        )


def _renamed(
    db: duckdb.DuckDBPyConnection, ledger: Ledger, outcomes: Iterable[Outcome]
) -> list[str]:
    """Give what was made here its id; the cards' ids, the old and the new ones."""
    rows = db.execute(
        """
        select record_table, record_id, new_id
        from package_row
        where key in (select unnest($keys::varchar[]))
            and new_id is not null
            and new_id <> record_id
        order by key
        """,
        {"keys": [one.key for one in outcomes]},
    ).fetchall()
    by_table: dict[str, dict[str, str]] = {}
    for table, old, new in rows:
        by_table.setdefault(table, {})[old] = new
    for table, ids in by_table.items():
        renaming.rename(db, table, ids)
    return [id for pair in by_table.get("contact", {}).items() for id in pair]
