"""The ways out of a field that is empty, cannot be so, or lost its letters.

Tested in tests/casework/test_ways.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import duckdb

from dq import settings
from dq.casework.ways import card
from dq.casework.ways.way import Ask, Do, Way
from dq.commands import edit
from dq.commands.edit import Edit
from dq.errors import N_
from dq.objects import PARTS, TEXTS, TYPED
from dq.queries.review.findings import Finding
from dq.values import phones

TYPE = N_("What is it? What you type goes on the card of {name}.")
NUMBER = N_("Type the right number of {name}, or empty the field.")
CHECK = N_("Is this right? It goes on the card of {name}.")
WHOLE = N_("Type the whole name; the card gets it.")
BOTH = N_("Type both numbers, with a comma between them; {name} gets them.")
REPAIR = N_("{name}: “{damaged}” becomes “{repaired}”.")
NUMBERS = ("phone", "mobile")
FIRST, INFIX, LAST = PARTS

# What is written on the card for what somebody typed.
Values = Mapping[str, str | None]


def asked(
    db: duckdb.DuckDBPyConnection,
    card_id: str,
    name: str,
    value: str | None,
    says: str = TYPE,
    values: Callable[[str], Values] | None = None,
) -> Ask:
    """A field of a card to be typed.

    :param values: what is written for what was typed; else the field itself
    """
    person = card.read(db, card_id)
    write = values or (lambda typed: {name: typed})
    proposed = bool(value) and value not in (person[one] for one in TYPED)
    return Ask(
        (CHECK if proposed and says == TYPE else says, {"name": person["name"]}),
        name,
        value,
        edit.run,
        lambda typed: Edit(card_id, person["version"], write(typed)),
        proposed=proposed,
    )


def missing_title(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The job title is typed."""
    return asked(db, found.record_id, "title", None)


def missing_name(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The part of the name that says nothing is typed; the whole name where no part does."""
    person = card.read(db, found.record_id)
    words = settings.get(db, "empty_names")
    [silent] = db.execute(
        """
        select
            wordless($first) or list_contains($words::varchar[], folded($first)),
            wordless($last) or list_contains($words::varchar[], folded($last))
        """,
        {"first": person[FIRST], "last": person[LAST], "words": words},
    ).fetchall()
    if all(silent):
        return asked(db, found.record_id, "name", None, WHOLE, parts)
    return asked(db, found.record_id, FIRST if silent[0] else LAST, None)


def parts(name: str) -> Values:
    """The parts of a whole name: its first word, what is in small letters after it, the rest."""
    first, *words = name.split()
    small = next((place for place, word in enumerate(words) if word != word.lower()), len(words))
    if small == len(words):
        small = 0
    found = (first, " ".join(words[:small]) or None, " ".join(words[small:]))
    return dict(zip(PARTS, found, strict=True)) if words else {LAST: first}


def invalid_phone(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The number is typed again, from what is there; both where both are wrong."""
    person = card.read(db, found.record_id)
    wrong = [name for name in NUMBERS if person[name] and not phones.verdict(person[name])[0]]
    numbers = list(dict.fromkeys(person[name] for name in wrong))
    if len(numbers) == 1:

        def each(typed: str) -> Values:
            return dict.fromkeys(wrong, typed or None)

        way = asked(db, found.record_id, wrong[0], numbers[0], NUMBER, each)
        return replace(way, optional=True)
    value = ", ".join(numbers) or None
    return replace(asked(db, found.record_id, NUMBERS[0], value, BOTH, _numbers), proposed=False)


def _numbers(typed: str) -> Values:
    """One number for each field, as far as they were typed."""
    return dict(zip(NUMBERS, (number.strip() for number in typed.split(",")), strict=False))


def damaged_text(db: duckdb.DuckDBPyConnection, found: Finding) -> Way | None:
    """The letters that went wrong are put right, where it is known what they were; of others the
    text is typed. None where it is in a field that is not typed."""
    person = card.read(db, found.record_id)
    damaged = _damaged(db, person)
    known = {name: text for name, text in damaged.items() if text is not None}
    if unknown := [name for name in damaged if name not in known]:
        name = unknown[0]
        return asked(
            db,
            found.record_id,
            name,
            person[name],
            values=lambda typed: {**known, name: typed},
        )
    if not known:
        return None
    says = {
        "name": person["name"],
        "damaged": ", ".join(dict.fromkeys(person[name] for name in known)),
        "repaired": ", ".join(dict.fromkeys(known.values())),
    }
    command = Edit(found.record_id, person["version"], known)
    return Do((REPAIR, says), edit.run, command)


def _damaged(db: duckdb.DuckDBPyConnection, person: Mapping[str, Any]) -> dict[str, str | None]:
    """The fields with letters that went wrong, and what they were, where that is known."""
    typed = [name for name in TEXTS["contact"] if name in TYPED and person[name]]
    rows = db.execute(
        "select text, repaired from text_fact where damaged and text in (select unnest($texts))",
        {"texts": [person[name] for name in typed]},
    ).fetchall()
    facts = dict(rows)
    return {name: facts[person[name]] for name in typed if person[name] in facts}
