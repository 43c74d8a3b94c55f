"""Ways out: what would settle a case, worked out per check, one file per kind of fault.

Tested in tests/casework/test_ways.py.
"""

from collections.abc import Callable, Sequence
from typing import TypeGuard

import duckdb

from dq import sources
from dq.casework.ways import addresses, doubles, fields, leaving, others, places, usernames
from dq.casework.ways.way import Ask, Do, Open, Way
from dq.commands.edit import Edit
from dq.errors import DqError
from dq.queries.review.findings import Finding
from dq.settings import rules

__all__ = ["WAYS", "Ask", "Do", "Open", "Way", "proposed"]

Maker = Callable[[duckdb.DuckDBPyConnection, Finding], Way | None]
# The way out per check; of those that are not named it is the back office's.
WAYS: dict[str, Maker] = {
    "missing_title": fields.missing_title,
    "missing_name": fields.missing_name,
    "invalid_phone": fields.invalid_phone,
    "damaged_text": fields.damaged_text,
    "missing_email": addresses.missing_email,
    "invalid_email": addresses.typed,
    "bounced_email": addresses.typed,
    "email_domain_typo": addresses.email_domain_typo,
    "email_other_domain": addresses.email_other_domain,
    "duplicate_email": addresses.duplicate_email,
    "username_missing": usernames.own,
    "username_not_email": usernames.own,
    "username_clash": usernames.shared,
    "username_taken": usernames.username_taken,
    "username_lookalike": usernames.username_lookalike,
    "duplicate_person": doubles.duplicate_person,
    "duplicate_account": doubles.duplicate_account,
    "general_card_double": doubles.general_card_double,
    "duplicate_relation": doubles.duplicate_relation,
    "contact_without_account": places.without_account,
    "account_not_found": places.without_account,
    "shared_mailbox_on_person": others.general_card,
    "general_card_missing": others.general_card,
    "leaver_still_approves": leaving.left,
    "leaver_without_successor": leaving.succession,
    "leaver_can_log_in": leaving.left,
    "successor_left": leaving.succession,
    **{f"leaver_active_in_{people.short}": leaving.left for people in sources.elsewhere()},
    "tile_overdue": leaving.overdue,
    "export_outdated": others.new_export,
}
# What settles most goes first: one person with two cards has the other findings for that, and so
# have people with one mailbox.
FIRST = (
    "duplicate_person",
    "duplicate_account",
    "general_card_double",
    "shared_mailbox_on_person",
    "general_card_missing",
)


def proposed(db: duckdb.DuckDBPyConnection, findings: Sequence[Finding]) -> tuple[Finding, Way]:
    """The way out of a case with these findings, the likeliest first, and of which it is one."""
    order = [*FIRST, *rules.every(db)]
    listed = sorted(findings, key=lambda one: order.index(one.check_id))
    for place, found in enumerate(listed):
        way = _way(db, found, findings)
        if isinstance(way, Ask) and not way.proposed:  # another finding may know what it is
            beside = (one for one in listed[place + 1 :] if one.record_id == found.record_id)
            known = ((one, _way(db, one, findings)) for one in beside)
            return next(
                ((one, told) for one, told in known if _tells(told, way.name)), (found, way)
            )
        if way is not None:
            return found, way
    return findings[0], others.back_office(db, findings[0])


def _tells(way: Way | None, field: str) -> TypeGuard[Way]:
    """Whether a way out has a value for this field of a card."""
    if isinstance(way, Ask):
        return way.proposed and way.name == field
    return isinstance(way, Do) and isinstance(way.command, Edit) and field in way.command.values


def _way(db: duckdb.DuckDBPyConnection, found: Finding, findings: Sequence[Finding]) -> Way | None:
    """The way out of a finding; None where its record is not what it was any more."""
    make = WAYS.get(found.check_id, others.back_office)
    try:
        return leaving.group(db, found, findings) or make(db, found)
    except DqError:
        return None
