"""Assign: a tile is somebody's to do, or anybody's again."""

from dataclasses import dataclass

import duckdb

from dq.domain import cards
from dq.store import door


@dataclass(frozen=True)
class Assign:
    """The tile, as it was at `version`; no name gives it back."""

    tile_id: str
    version: int
    assignee: str | None


def run(db: duckdb.DuckDBPyConnection, command: Assign, actor: str) -> None:
    """Note who has it.

    :raises Invalid: the name is too long
    :raises NotFound: the tile is gone
    :raises Conflict: somebody took it since
    """
    to = cards.cleaned({"assignee": command.assignee})
    with door.writing(db, "assign", actor) as ledger:
        ledger.update("tile", command.tile_id, to, command.version)
