"""Pack: what goes to Salesforce now becomes a package, and is on its way from then on.

Tested in tests/handover/package/test_archive.py.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from dq.errors import N_, Invalid
from dq.outgoing import back, ready, waiting
from dq.outgoing.asking import Sort
from dq.outgoing.difference import Place
from dq.outgoing.ready import Outgoing
from dq.outgoing.sorting import Part
from dq.outgoing.work import Work
from dq.store import door


@dataclass(frozen=True)
class Pack:
    """Make a package of everything that can go until `day` (today); what is for later waits.

    `sure` is what goes though no export shows what it holds there, or its day is a guess; `but`
    what is left out this time.
    """

    day: date | None = None
    sure: frozenset[Sort] = frozenset()
    but: frozenset[Place] = frozenset()


def run(db: duckdb.DuckDBPyConnection, command: Pack, actor: str) -> int:
    """The number of the new package.

    :raises Invalid: there is nothing to pack
    """
    day = command.day or date.today()
    # Only a transaction of its own can be taken back, and nothing may come between the two.
    with door.alone():
        found = ready.read(db, day, sure=command.sure, but=command.but)
        if not found.parts and not found.work:
            raise Invalid(N_("There is nothing to send to Salesforce."))
        way = back.written(back.plan(db, found))
        return _kept(db, found, day, way, actor)


def _kept(db: duckdb.DuckDBPyConnection, found: Outgoing, day: date, way: str, actor: str) -> int:
    """Write the package; its number."""
    with door.writing(db, "pack", actor) as ledger:
        [(number, load_id)] = db.execute(
            "select (select coalesce(max(id), 0) + 1 from package),"
            " (select coalesce(max(id), 0) from load)"
        ).fetchall()
        work = json.dumps([asdict(one) for one in found.work])
        waits = json.dumps([asdict(one) for one in waiting.read(db, found.later)], default=str)
        made = datetime.now()
        db.execute(
            "insert into package values (?, ?, ?, ?, ?, ?, ?, ?)",
            [number, made, ledger.actor, load_id, work, day, waits, way],
        )
        _keep(db, number, [*_rows(number, found.parts), *_work(number, found.work)])
        ledger.told = {"package": number, "files": _counts(found.parts)}
    return number


def _rows(number: int, parts: list[Part]) -> list[dict[str, Any]]:
    """The rows of every file."""
    return [
        {
            "key": f"{number}-{part.number:02}-{place:05}",
            "file": part.file.name,
            "record_table": part.file.table,
            "record_id": line.key,
            "operation": part.file.operation,
            "old": line.old,
            "fields": line.fields,
            "cells": line.cells,
        }
        for part in parts
        for place, line in enumerate(part.lines, 1)
    ]


def _work(number: int, work: list[Work]) -> list[dict[str, Any]]:
    """What is done by hand, as rows of a file that is none."""
    return [
        {
            "key": f"{number}-00-{place:05}",
            "file": one.kind,
            "record_table": one.record_kind,
            "record_id": one.subject,
            "operation": one.kind,
            "old": {},
            "fields": asdict(one),
            "cells": {},
        }
        for place, one in enumerate(work, 1)
    ]


def _keep(db: duckdb.DuckDBPyConnection, number: int, rows: list[dict[str, Any]]) -> None:
    """Write the rows; as one JSON text, since thousands of inserts take long."""
    db.execute(
        """
        insert into package_row by name
        select row.*, $number as package_id, 'sent' as state
        from (
            select unnest(from_json($rows, '[{
                "key": "VARCHAR", "file": "VARCHAR", "record_table": "VARCHAR",
                "record_id": "VARCHAR", "operation": "VARCHAR", "old": "JSON", "fields": "JSON",
                "cells": "JSON"
            }]')) as row
        )
        """,
        {"rows": json.dumps(rows), "number": number},
    )


def _counts(parts: list[Part]) -> dict[str, int]:
    return {part.file.name: len(part.lines) for part in parts}
