"""Every object of every source, and what follows from it: keys, references, texts, labels.

What an object is stands in `dq/sources`, a file per system.

Tested in tests/test_one_field.py.
"""

from typing import Literal

from dq import sources

# What can be merged, decided on and put off.
Mergeable = Literal["contact", "account"]
# How the key of a row begins that Salesforce does not know yet.
OWN_KEY = "kb-"
# How the key begins that a card gets which came from a list without keys: Salesforce has it not.
LIST_KEY = "list-"
# Every object by name, in the order in which a package and a list have them.
OBJECTS = {one.name: one for source in sources.every() for one in source.objects}

# What tells two rows apart, besides their ids, of objects of which a pair has one.
NATURAL = {name: one.natural for name, one in OBJECTS.items() if one.natural}
# The objects of which a package has rows, and those that it can make in Salesforce.
SENT = tuple(name for name, one in OBJECTS.items() if one.sent)
MADE_HERE = tuple(name for name, one in OBJECTS.items() if one.made)
# What is said of a card whose person left.
LEAVING = ("status", "successor_id", "second_successor_id", "takeover_date")
# How somebody is called.
PARTS = ("first_name", "middle_name", "last_name")
# What people read, whose letters may be damaged: what they are called first.
TEXTS = {
    name: tuple(
        sorted(
            (field.name for field in one.fields if field.words),
            key=lambda field: field not in PARTS,
        )
    )
    for name, one in OBJECTS.items()
}
# What a person fills in on a card.
TYPED = tuple(field.name for field in OBJECTS["contact"].fields if field.typed)
# Per object the fields that name the records which a row belongs to; who takes over is another.
BELONGS = {
    name: {field: of for field, of in one.references.items() if field not in LEAVING}
    for name, one in OBJECTS.items()
}
# Where rows of tables of our own name records. Decisions on accounts are told by their kind.
OURS: dict[Mergeable, tuple[tuple[str, str], ...]] = {
    "contact": (
        ("decision", "left_id"),
        ("decision", "right_id"),
        ("succession", "contact_id"),
        ("succession", "successor_id"),
        ("tile", "contact_id"),
        ("step", "person_id"),
        ("merged", "survivor_id"),
    ),
    "account": (("step", "account_id"), ("merged", "survivor_id")),
}


def _naming(kind: str) -> tuple[tuple[str, str], ...]:
    """Where rows of objects name a record of this kind."""
    return tuple(
        (name, field)
        for name, one in OBJECTS.items()
        for field, of in one.references.items()
        if of == kind
    )


# Where a card or an account is named by rows of other tables.
NAMED_BY = {kind: _naming(kind) + OURS[kind] for kind in OURS}


def naming(table: str, kind: str) -> str | None:
    """The field in which a row of `table` names the card or the account that it belongs to."""
    if table == kind:
        return "id"
    return next((field for field, of in BELONGS[table].items() if of == kind), None)


def known_by(table: str) -> tuple[str, ...]:
    """The fields by which people know a record: those of the records that it joins, such as the
    card and the account of a relation, else its name or the parts of it, else its key."""
    one = OBJECTS[table]
    joined = tuple(field for field in one.natural if field in one.references)
    of_itself = next((names for names in (("name",), PARTS) if set(names) <= set(one.by_name)), ())
    return joined or of_itself or one.keyed_by


def labels() -> dict[str, str]:
    """The label of every field by name: fields of one name are called the same everywhere."""
    return {field.name: field.label for one in OBJECTS.values() for field in one.fields}


def clash_key(table: str, record_id: str, field: str | None) -> str:
    """The key of the clash over a field of a record, or over the whole record."""
    return ":".join(filter(None, (table, record_id, field)))
