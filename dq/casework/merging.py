"""What a merge gives the card that stays: what differs, and what it lacks.

Tested in tests/pages/review/test_merge.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import duckdb

from dq import settings
from dq.commands.merge import FIELDS, Merge
from dq.matching.values import phones
from dq.objects import Mergeable
from dq.queries.review import merging, staying
from dq.queries.review.merging import Obstacle
from dq.queries.review.staying import Candidate

Row = dict[str, Any]
Look = Literal["login", "left"]
# What is chosen as one: an infix belongs to its last name.
TOGETHER = {"last_name": ("middle_name", "last_name")}
# Of these the fullest way of writing is proposed, whoever it is of.
WRITTEN = ("first_name", "last_name")
PARTS = {part for field, parts in TOGETHER.items() for part in parts if part != field}


def parts(field: str) -> tuple[str, ...]:
    """The fields that go along with a choice."""
    return TOGETHER.get(field, (field,))


def choices(kind: Mergeable, rows: Sequence[Row], survivor: str) -> dict[str, list[str]]:
    """Per field that differs the ids of the records with a value of their own, the survivor's
    first, but of a name the fullest; a record without a value comes last."""
    ordered = sorted(rows, key=lambda row: row["id"] != survivor)
    found = {}
    for field in (one for one in FIELDS[kind] if one not in PARTS):
        first: dict[str | None, str] = {}
        for row in ordered:
            first.setdefault(_alike(field, whole(row, field)), row["id"])
        if len(first) > 1:
            named = [(value, id) for value, id in first.items() if value is not None]
            if field in WRITTEN:
                named.sort(key=lambda one: _abridged(one[0]))
            found[field] = [id for _value, id in named]
            found[field] += [id for value, id in first.items() if value is None]
    return found


def whole(row: Row, field: str) -> str | None:
    """A field as it is shown, with what is chosen together with it."""
    return " ".join(row[part] for part in parts(field) if row[part]) or None


def _abridged(name: str) -> tuple[int, bool]:
    """How far a name is from being written in full: its initials and shortened words (J., v.d.),
    and whether it is in capitals or small letters alone."""
    short = sum("." in word or len(word) == 1 for word in name.split())
    return short, name in (name.upper(), name.lower())


def _alike(field: str, text: str | None) -> str | None:
    """What is equal for values that say the same: an address in any case, a number in any of its
    notations."""
    if text and field in ("phone", "mobile"):
        return str(phones.number(text) or text)
    return text.lower() if text and field == "email" else text


def planned(
    kind: Mergeable,
    rows: Sequence[Row],
    survivor: str,
    picked: Mapping[str, str] | None = None,
    reason: str | None = None,
) -> Merge:
    """The merge onto this record, which keeps its own and gets what it lacks and another has.

    :param picked: by field the record whose value it gets, where somebody chose one
    """
    by_id = {row["id"]: row for row in rows}
    values = {}
    for field, ids in choices(kind, rows, survivor).items():
        source = (picked or {}).get(field)
        source = source if source in by_id else ids[0]
        values |= {part: by_id[source][part] for part in parts(field)}
    own = by_id.pop(survivor)
    taken = {name: value for name, value in values.items() if value != own[name]}
    losers = {id: row["version"] for id, row in by_id.items()}
    return Merge(kind, survivor, own["version"], losers, taken, reason)


@dataclass(frozen=True)
class Proposal:
    """A merge by the rules of the settings, and the records as they are, with what the rules look
    at; `look` says why somebody has to look first, if so: a login is in the way, or who left would
    stay."""

    command: Merge
    rows: list[Row]
    look: Look | None
    candidates: list[Candidate]


def obstacles(db: duckdb.DuckDBPyConnection, command: Merge) -> list[Obstacle]:
    """What stands in the way of a merge in Salesforce, with the address that it takes over."""
    kind, taken = command.record_kind, [command.values.get("email")]
    return merging.obstacles(db, kind, command.survivor_id, [*command.losers], taken)


def proposed(db: duckdb.DuckDBPyConnection, kind: Mergeable, ids: Sequence[str]) -> Proposal | None:
    """The merge of these records; None where fewer than two are left."""
    [one] = proposals(db, kind, [ids])
    return one


def proposals(
    db: duckdb.DuckDBPyConnection, kind: Mergeable, groups: Sequence[Sequence[str]]
) -> list[Proposal | None]:
    """The same for several groups, which are read at once."""
    every = list(dict.fromkeys(id for ids in groups for id in ids))
    rows = {row["id"]: row for row in merging.records(db, kind, every)}
    known = {one.id: one for one in staying.candidates(db, kind, every)}
    logins = merging.logging_in(db, every) if kind == "contact" else {}
    rules = settings.get(db, "survivor_rules")
    listed = [sorted(rows.keys() & set(ids)) for ids in groups]

    def proposal(ids: list[str]) -> Proposal:
        found = [known[id] for id in ids]
        survivor = staying.best(found, rules if isinstance(rules, list) else [])
        mine = [rows[id] for id in ids]
        command = planned(kind, mine, survivor)
        blocked = merging.barred(logins, survivor, list(command.losers))
        left = staying.left_behind(found, survivor)
        return Proposal(command, mine, "login" if blocked else "left" if left else None, found)

    return [proposal(ids) if len(ids) > 1 else None for ids in listed]
