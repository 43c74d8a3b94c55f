"""What is worked out of the data before it is judged: validity of values, families of accounts.

Tested in tests/judging/facts/test_emails.py.
"""

import duckdb

from dq.errors import N_
from dq.judging.facts import derived, emails, phones, texts
from dq.progress import Progress
from dq.store import door


def refresh(
    db: duckdb.DuckDBPyConnection, progress: Progress | None = None, *, afresh: bool = False
) -> None:
    """Bring every fact up to date; `afresh` forgets what earlier code or settings said.

    `progress(fraction, message, **values)` hears how far it is. The settings must hold on this
    cursor (`settings.apply`).
    """
    tell = progress or (lambda fraction, message, **values: None)
    with door.joined(db):
        if afresh:
            db.execute("delete from email_fact")
            db.execute("delete from phone_fact")
            db.execute("delete from text_fact")
        tell(0.0, N_("Checking e-mail addresses"))
        emails.refresh(db)
        tell(0.4, N_("Checking phone numbers"))
        phones.refresh(db)
        texts.refresh(db)
        tell(0.8, N_("Working out accounts and their domains"))
        derived.refresh(db)
    tell(1.0, N_("Working out accounts and their domains"))
