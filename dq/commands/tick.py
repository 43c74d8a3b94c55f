"""Tick: a step of a tile is done, or was not after all."""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from dq.errors import N_, Invalid
from dq.store import door


@dataclass(frozen=True)
class Tick:
    """The step, as it was at `version`."""

    step_id: str
    version: int
    done: bool = True


def run(db: duckdb.DuckDBPyConnection, command: Tick, actor: str) -> None:
    """Note who did it and when; the next export checks it.

    :raises Invalid: it is so already
    :raises NotFound: the step is gone
    :raises Conflict: somebody ticked it since
    """
    with door.writing(db, "tick", actor) as ledger:
        row = ledger.row("step", command.step_id)
        if (row["done"] is not None) == command.done and row["version"] == command.version:
            raise Invalid(N_("This step is done already.") if command.done else N_("Not done yet."))
        ticked = {
            "done": datetime.now().replace(microsecond=0) if command.done else None,
            "done_by": (ledger.actor or None) if command.done else None,
            "seen_load": None,
            "reopened_load": None if command.done else row["reopened_load"],
        }
        ledger.update("step", command.step_id, ticked, command.version)
