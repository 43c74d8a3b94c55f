"""The ways out of a field that is empty, cannot be so, or lost its letters.

Tested in tests/casework/test_ways.py.
"""

import duckdb

from dq.casework.ways import card
from dq.casework.ways.way import Ask, Do, Way
from dq.commands import edit
from dq.commands.edit import Edit
from dq.errors import N_
from dq.objects import PARTS, TEXTS, TYPED
from dq.queries.review.findings import Finding
from dq.values import phones

TYPE = N_("Type what it is; the card gets it.")
REPAIR = N_("“{damaged}” becomes “{repaired}”.")
ARROW = " → "


def asked(db: duckdb.DuckDBPyConnection, card_id: str, name: str, value: str | None) -> Ask:
    """A field of a card to be typed."""
    version = card.read(db, card_id)["version"]
    return Ask(
        (TYPE, {}),
        name,
        value,
        edit.run,
        lambda typed: Edit(card_id, version, {name: typed}),
    )


def missing_title(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The job title is typed."""
    return asked(db, found.record_id, "title", None)


def missing_name(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The part of the name that is not there is typed."""
    person = card.read(db, found.record_id)
    first, _, last = PARTS
    empty = first if person[last] and not person[first] else last
    return asked(db, found.record_id, empty, person[empty])


def invalid_phone(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The number is typed again, from what is there."""
    person = card.read(db, found.record_id)
    names = ("phone", "mobile")
    wrong = [name for name in names if person[name] and not phones.possible(person[name])]
    same = [name for name in names if person[name] and person[name] == found.detail]
    name = (same or wrong or list(names))[0]
    return asked(db, found.record_id, name, person[name])


def damaged_text(db: duckdb.DuckDBPyConnection, found: Finding) -> Way | None:
    """The letters that went wrong are put right, where it is known what they were."""
    damaged, arrow, repaired = (found.detail or "").partition(ARROW)
    person = card.read(db, found.record_id)
    fields = [name for name in TEXTS["contact"] if name in TYPED and person.get(name) == damaged]
    if not arrow or not fields:
        return None
    command = Edit(found.record_id, person["version"], dict.fromkeys(fields, repaired))
    return Do((REPAIR, {"damaged": damaged, "repaired": repaired}), edit.run, command)
