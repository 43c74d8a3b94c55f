"""A card with all that it says, for a way out to begin from.

Tested in tests/casework/test_ways.py.
"""

from typing import Any

import duckdb

from dq.errors import N_, NotFound

# Not by the view of cards, which takes ten times as long for one.
CARD = """
    select *, called(first_name, middle_name, last_name, email, id) as name
    from main.contact
    where id = ?
"""


def read(db: duckdb.DuckDBPyConnection, card_id: str) -> dict[str, Any]:
    """The card as the team wants it, with its row version, and `name`: what it is called.

    :raises NotFound: it is gone
    """
    result = db.execute(CARD, [card_id])
    names = [column[0] for column in result.description or []]
    rows = result.fetchall()
    if not rows:
        raise NotFound(N_("The card {id} is gone."), id=card_id)
    return dict(zip(names, rows[0], strict=True))
