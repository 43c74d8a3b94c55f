"""What is worked out of the data before it is judged: validity of values, families of accounts.

Tested in tests/judging/facts/test_emails.py.
"""

from collections.abc import Callable
from typing import NamedTuple

import duckdb

from dq.errors import N_
from dq.judging.facts import derived, emails, phones, texts
from dq.judging.lineage import Column
from dq.judging.touched import Touched
from dq.objects import TEXTS
from dq.progress import Progress
from dq.store import door


class Part(NamedTuple):
    """Facts that are worked out together: of which columns, and into which tables."""

    message: str
    refresh: Callable[[duckdb.DuckDBPyConnection], None]
    reads: frozenset[Column]
    tables: tuple[str, ...]


ADDRESSES, NUMBERS = N_("Checking e-mail addresses"), N_("Checking phone numbers")
FOLLOWING = N_("Working out accounts and their domains")
CARD = ("first_name", "middle_name", "last_name", "email", "username", "status", "account_id")
PARTS = (
    Part(ADDRESSES, emails.refresh, frozenset({("contact", "email")}), ("email_fact",)),
    Part(
        NUMBERS,
        phones.refresh,
        frozenset({("contact", "phone"), ("contact", "mobile"), ("account", "phone")}),
        ("phone_fact",),
    ),
    Part(
        NUMBERS,
        texts.refresh,
        frozenset((table, name) for table, names in TEXTS.items() for name in names),
        ("text_fact",),
    ),
    Part(
        FOLLOWING,
        derived.refresh,
        frozenset(
            {
                *(("contact", name) for name in CARD),
                *(("portal_user", name) for name in ("username", "first_name", "last_name")),
                *(("account", name) for name in ("id", "parent_id")),
                *(("email_fact", name) for name in ("email", "valid")),
            }
        ),
        ("empty_word", "placeholder", "family", "family_domain"),
    ),
)


def refresh(
    db: duckdb.DuckDBPyConnection,
    progress: Progress | None = None,
    *,
    afresh: bool = False,
    touched: Touched | None = None,
) -> None:
    """Bring every fact up to date; `afresh` forgets what earlier code or settings said.

    `progress(fraction, message, **values)` hears how far it is. The settings must hold on this
    cursor (`settings.apply`).

    :param touched: what was written since they were; it takes what is worked out anew
    """
    tell = progress or (lambda fraction, message, **values: None)
    with door.joined(db):
        if afresh:
            db.execute("delete from email_fact")
            db.execute("delete from phone_fact")
            db.execute("delete from text_fact")
        for done, part in enumerate(PARTS):
            if touched is None or touched.any_of(part.reads):
                tell(done / len(PARTS), part.message)
                part.refresh(db)
                if touched is not None:
                    touched.add(part.tables)
    tell(1.0, FOLLOWING)
