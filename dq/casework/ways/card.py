"""A card with all that it says, for a way out to begin from.

Tested in tests/casework/test_ways.py.
"""

from typing import Any

import duckdb

from dq.domain import cards


def read(db: duckdb.DuckDBPyConnection, card_id: str) -> dict[str, Any]:
    """The card as the team wants it, with its row version, and `name`: what it is called.

    :raises NotFound: it is gone
    """
    known = cards.contact(db, card_id)
    result = db.execute("select * from main.contact where id = ?", [card_id])
    names = [column[0] for column in result.description or []]
    return dict(zip(names, result.fetchall()[0], strict=True)) | known
