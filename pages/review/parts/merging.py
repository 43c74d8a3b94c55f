"""Merging on screen: the values to choose from, what moves, and what stands in the way."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from dq.casework.merging import choices, whole
from dq.commands.merge import Merge
from dq.domain import logins
from dq.objects import Mergeable
from dq.queries.review import merging
from dq.queries.review.merging import Moves, Obstacle
from dq.queries.review.staying import Candidate
from pages.ui.session import address
from pages.ui.widgets import widgets
from pages.ui.words import words
from pages.ui.words.i18n import _, escape, label, n_, plain

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
            "They have two accounts and one of them logs in, so that in Salesforce it is done by"
            " hand. The package says how: first the card at {name} ({id}) gets the account of the"
            " card that stays.",
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


def warn(found: Sequence[Obstacle]) -> None:
    """Say what stands in the way."""
    if found:
        lines = "\n".join(f"- {escape(said(one))}" for one in found)
        st.warning("\n\n".join([_("In the way in Salesforce:"), lines]))


def possible(found: Sequence[Obstacle]) -> bool:
    """Whether it can be done so, for all that stands in the way."""
    return not any(one.what == "portal" for one in found)


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


def telling(kind: Mergeable, one: Candidate, all_of: Sequence[Candidate]) -> str:
    """What sets a record apart from the others that may stay, in a few words."""
    portal = plain("logs in") if kind == "contact" else plain("has contacts")
    approvals = (
        n_("approves {number}", "approves {number}", one.approvals)
        if kind == "contact"
        else n_("{number} project", "{number} projects", one.approvals)
    )
    others = [other for other in all_of if other.id != one.id]
    said = [
        portal if one.portal else "",
        approvals if one.approvals else "",
        plain("has left") if not one.active else "",
    ]
    if not any(said[:2]) and all(one.filled > other.filled for other in others):
        said.append(plain("the fullest"))
    return ", ".join(part for part in said if part)


def named_telling(kind: Mergeable, one: Candidate, all_of: Sequence[Candidate]) -> str:
    """Why this is the one that stays; never nothing."""
    said = telling(kind, one, all_of)
    if said:
        return said
    if all((one.created or "9") <= (other.created or "9") for other in all_of):
        return plain("the oldest")
    return plain("by the rules in the settings")


def picked(kind: Mergeable, rows: Sequence[Row], survivor: str, prefix: str) -> dict[str, str]:
    """A choice for every field that differs: the record whose value is taken."""
    by_id = {row["id"]: row for row in rows}
    chosen = {}
    for field, ids in choices(kind, rows, survivor).items():
        shown = {id: label(value(by_id[id], field)) for id in ids}
        taken = st.segmented_control(
            heading(field),
            ids,
            default=ids[0],
            required=True,
            key=f"{prefix}_{field}_{survivor}",
            format_func=address.labels(ids, shown.__getitem__),
        )
        chosen[field] = taken or ids[0]
    return chosen


def becomes(
    kind: Mergeable,
    rows: Sequence[Row],
    command: Merge,
    members: Sequence[Mapping[str, Any]],
) -> dict[str, Markup]:
    """By field of the side by side view, where the records differ, what the one that stays has
    afterwards, as HTML; what comes from another stands out."""
    own = next(row for row in rows if row["id"] == command.survivor_id)
    after = own | (
        logins.addressed(command.values, own) if kind == "contact" else dict(command.values)
    )
    found: dict[str, Markup] = {}
    for field in members[0]:
        before, now = (_shown(kind, field, row, rows, members) for row in (own, after))
        alike = {str(member[field] or "").casefold() for member in members}
        if now in (None, "") or len(alike) == 1:
            continue
        shown = widgets.shown(now)
        found[field] = shown if now == before else Markup("<strong>{}</strong>").format(shown)
    return found


NAME = {"contact": ("first_name", "middle_name", "last_name"), "account": ("name",)}
ABOVE = {"account": "account_id", "parent": "parent_id"}


def _shown(
    kind: Mergeable,
    field: str,
    row: Row,
    rows: Sequence[Row],
    members: Sequence[Mapping[str, Any]],
) -> object:
    """A field of a row as the side by side view has it."""
    if field == "name":
        return " ".join(row[part] for part in NAME[kind] if row[part])
    if field in ABOVE:
        above = row[ABOVE[field]]
        return next((one["above"] for one in rows if one[ABOVE[field]] == above), None)
    if field == "approves":
        codes = {code for one in members for code in (one["approves"] or "").split()}
        return words.value(field, " ".join(sorted(codes)))
    if field == "contacts":
        return sum(one["contacts"] for one in members)
    return None if field in ("id", "modified") else words.value(field, row.get(field))
