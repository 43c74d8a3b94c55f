"""Merging on screen: the values to choose from, what moves, and what stands in the way."""

from collections.abc import Sequence
from typing import Any

from dq.casework.merging import choices, whole
from dq.objects import Mergeable
from dq.queries.review import merging
from dq.queries.review.merging import Moves, Obstacle
from pages.ui.words import words
from pages.ui.words.i18n import n_, plain

Row = dict[str, Any]


def dropped(kind: Mergeable, rows: Sequence[Row], survivor: str) -> list[str]:
    """What another record has otherwise than the survivor, a line per field."""
    by_id = {row["id"]: row for row in rows}
    lines = []
    for field, ids in choices(kind, rows, survivor).items():
        kept, *others = [value(by_id[id], field) for id in ids if whole(by_id[id], field)]
        if others:
            lines.append(
                plain(
                    "{field}: {kept} stays, {others} goes",
                    field=heading(field),
                    kept=kept,
                    others=", ".join(others),
                )
            )
    return lines


def moving(moves: Moves) -> list[str]:
    """What goes along, a phrase each."""
    phrases = (
        n_("{number} relation", "{number} relations", moves.relations) if moves.relations else "",
        n_("{number} approval", "{number} approvals", moves.approvals) if moves.approvals else "",
        n_("{number} succession", "{number} successions", moves.successions)
        if moves.successions
        else "",
        n_(
            "{number} contact in Business Central",
            "{number} contacts in Business Central",
            moves.bc_contacts,
        )
        if moves.bc_contacts
        else "",
        n_("{number} contact", "{number} contacts", moves.contacts) if moves.contacts else "",
        n_("{number} project", "{number} projects", moves.projects) if moves.projects else "",
        n_("{number} department", "{number} departments", moves.departments)
        if moves.departments
        else "",
        n_("{number} finding", "{number} findings", moves.findings) if moves.findings else "",
    )
    return [phrase for phrase in phrases if phrase]


def said(obstacle: Obstacle) -> str:
    """What stands in the way, and what to do about it."""
    sentences = {
        "portal": plain(
            "{name} logs in to the portal with a card that goes; choose that card to stay.",
            name=obstacle.name,
        ),
        "users": plain(
            "Two portal users: {name} ({id}) is switched off, and keeps its username.",
            name=obstacle.name,
            id=obstacle.record_id,
        ),
        "accounts": plain(
            "Salesforce merges no cards of two accounts when one of them logs in. Give {id}"
            " ({name}) the account of the card that stays first, and merge after the next export.",
            id=obstacle.record_id,
            name=obstacle.name,
        ),
        "relation": plain(
            "Both are related to {name}; relation {id} has to go first, which the package does.",
            name=obstacle.name,
            id=obstacle.record_id,
        ),
        "username": plain(
            "{name} is the username of the card that goes ({id}); free it in Salesforce first.",
            name=obstacle.name,
            id=obstacle.record_id,
        ),
        "turns": plain(
            "Salesforce merges {most} cards at once; these are merged in {name} turns.",
            most=merging.AT_ONCE,
            name=obstacle.name,
        ),
    }
    return sentences[obstacle.what]


def heading(field: str) -> str:
    """What a field is called; another record is shown by its name and not by its ID."""
    named = {"account_id": plain("Account"), "parent_id": plain("Parent account")}
    return named.get(field) or words.field(field)


def value(row: Row, field: str) -> str:
    """A field of a record as a reader sees it."""
    if field in ("account_id", "parent_id") and row[field] is not None:
        return str(row["above"] or row[field])
    shown = words.value(field, whole(row, field))
    return str(shown) if shown not in (None, "") else plain("empty")
