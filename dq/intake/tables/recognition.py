"""Which object a table holds: the one for which most speaks, among those that nothing refutes."""

import re
from collections.abc import Collection, Mapping

from dq import sources
from dq.intake.columns import has_key
from dq.intake.tables.evidence import VAGUE, speaks_against
from dq.intake.tables.table import Table
from dq.objects import OBJECTS
from dq.reading import vocabulary
from dq.reading.headers import Own, automatic
from dq.reading.vocabulary import Thing, normalised

# A list without keys is what it is when it explains so many more columns than what has one.
CLEARLY = 1.5
# What a custom object may hold.
CUSTOM = ("project", "approval")
# A list of these may lack a key: then it is recognised to say so.
LISTS = ("contact", "account", *(people.object for people in sources.elsewhere()))

# What tells an object whose rows may lack a key of their own: a table has one of these fields, and
# no column that is strange to it.
TOLD = {
    "relation": {"active", "direct"},
    "approval": {"kind"},
    "portal_user": {"email", "first_name", "last_name", "contact_id"},
}

# What a list of people has one of.
PERSON = {"first_name", "last_name", "email"}

Found = dict[str, str | None]
Starts = Mapping[str, Collection[str]]


def object_of(
    table: Table,
    own: Own,
    names: dict[str, str] | None = None,
    starts: Starts | None = None,
) -> tuple[str | None, str | None]:
    """The table's object, or None; and the object that it may hold if the user says so.

    :param own: headers that count before those of the vocabulary
    :param names: per API name in small letters the object that it is in this Salesforce
    :param starts: how the keys of each custom object start in this Salesforce, where known
    """
    if table.custom:
        found, maybe = _custom(table, own, names or {})
        strange = found is not None and _starts_otherwise(table, found, starts or {})
        return (None, None) if strange else (found, maybe)
    files = {word for thing in vocabulary.objects().values() for word in thing.files}
    if table.packed and not table.sample and normalised(table.stem) not in files:
        return None, None
    ranked = [
        (whole, score, bool(table.name_words & thing.files), thing.name)
        for thing in vocabulary.objects().values()
        if not _starts_otherwise(table, thing.name, starts or {})
        for whole, score in _judged(table, thing, own)
    ]
    if not ranked:
        return None, None
    # What links others is told by its name from a list of those; else the first of those that are
    # alike, as the vocabulary has them.
    links = [one for one in ranked if one[0] and one[2] and one[3] in TOLD]
    best = max(links or ranked, key=lambda one: one[:3])
    lists = [one for one in ranked if not one[0] and one[1] >= best[1] + CLEARLY]
    if lists and table.key is None:
        best = max(lists, key=lambda one: one[:3])
    name = best[3]
    return (None, name) if _hardly_told(table, vocabulary.objects()[name], own) else (name, None)


def _starts_otherwise(table: Table, name: str, starts: Starts) -> bool:
    """Whether its keys are of another custom object than those that are known."""
    known = starts.get(name)
    return bool(known and table.key_prefix and table.key_prefix not in known)


def _hardly_told(table: Table, thing: Thing, own: Own) -> bool:
    """Whether it only names our records and says nothing that nobody else would say of them.

    Roles in an offer have a contact, an account and a role, as our relations do: they are asked
    about. What has its object's own key, or is called after it, is told.
    """
    found = automatic(table.headers, thing.name, own, table.names)
    fields = {field for field in found.values() if field}
    if table.name_words & thing.files or ("id" in fields and thing.name != "contact"):
        return False
    if thing.name == "contact":
        return table.key is None and not fields & PERSON
    if thing.name not in TOLD:
        return False
    near = set(vocabulary.objects()) & {thing.name, *thing.beside}
    known = {word for name in near for word in vocabulary.words_of(name)}
    return not fields & TOLD[thing.name] or not known.issuperset(table.words)


def _judged(table: Table, thing: Thing, own: Own) -> list[tuple[bool, float]]:
    """Whether the table is whole as this object, and its score; nothing where it is none."""
    starts = table.key_prefix
    if starts and not starts.lower().startswith(thing.prefixes or ("-",)):
        return []
    found = {
        header: field if field in thing.fields else None
        for header, field in automatic(table.headers, thing.name, own, table.names).items()
    }
    fields = {field for field in found.values() if field is not None}
    by_prefix = starts is not None and starts.lower() in thing.prefixes
    if len(fields) < (1 if by_prefix else 2) or speaks_against(table, thing, found):
        return []
    known = not thing.known_by or bool(fields & set(thing.known_by))
    if not known and not _known_otherwise(table, thing, by_prefix):
        return []
    whole = has_key(thing, fields) and fields.issuperset(thing.needs)
    if whole and "id" not in fields and _strangers(table) >= len(fields):
        return []
    if not whole and not (by_prefix or _list_without_key(table, thing, found)):
        return []
    if thing.name == "project" and not _project_like(table, found):
        return []
    return [(whole, _score(table, thing, found))]


def _known_otherwise(table: Table, thing: Thing, by_prefix: bool) -> bool:
    """Whether ids or the file's name say what it is, where its columns do not."""
    if thing.name == "account":
        return False  # without a name it is a list of something else
    if not OBJECTS[thing.name].api and set(table.words) <= _own_words(thing):
        return True
    return by_prefix or normalised(re.sub("[0-9]+$", "", table.stem)) in thing.files


def _own_words(thing: Thing) -> set[str]:
    return {word for words in thing.fields.values() for word in words} | thing.marks


def _score(table: Table, thing: Thing, found: Found) -> float:
    """How many columns the object explains; a name that may be anything's counts half."""
    fields = sum(
        0.5 if thing.name == "contact" and normalised(header) in VAGUE.get(field, ()) else 1.0
        for header, field in found.items()
        if field is not None
    )
    # Two references say what a row is; the columns of a card are many and cheap.
    references = sum(0.5 for field in found.values() if field in thing.needs[1:])
    return fields + references + len(set(table.words) & thing.marks)


def _strangers(table: Table) -> int:
    """How many columns no object of ours has."""
    return sum(word not in vocabulary.headers() for word in table.words)


def _list_without_key(table: Table, thing: Thing, found: Found) -> bool:
    """Whether it is a list of this object that lacks a key: no other key stands in it."""
    keys = vocabulary.generic_keys() | {
        word
        for other in vocabulary.objects().values()
        for word in (other.keys if other.prefixes else other.fields["id"])
    }
    named = thing.name != "contact" or set(found.values()) & PERSON
    return (
        thing.name in LISTS
        and bool(named)
        and not any(
            found[header] in (None, "salesforce_id") and word in keys
            for header, word in zip(table.headers, table.words, strict=True)
        )
    )


def _project_like(table: Table, found: Found) -> bool:
    """Whether its name, a header, or an account with a term or status says that it is projects."""
    fields = set(found.values())
    return (
        bool(table.name_words & vocabulary.objects()["project"].files)
        or any(
            "proje" in word or "opdracht" in word
            for header, word in zip(table.headers, table.words, strict=True)
            if found[header] in ("id", "name", "status")
        )
        or ("account_id" in fields and bool(fields & {"status", "start_date", "end_date"}))
    )


def _custom(table: Table, own: Own, names: dict[str, str]) -> tuple[str | None, str | None]:
    """What a custom object holds: by its API name, else approvals by their cells.

    Any organisation has dozens with a name, an account and a status: those are only asked about.
    """
    local = normalised(table.stem.split("__")[-2])
    name = names.get(table.stem.lower())
    by_word = {word: one for one in CUSTOM for word in vocabulary.objects()[one].files}
    name = name or by_word.get(local)
    if name:
        thing = vocabulary.objects()[name]
        fields = {
            field for field in automatic(table.headers, name, own, table.names).values() if field
        }
        whole = has_key(thing, fields) and fields.issuperset((*thing.needs, *thing.known_by))
        return (name, None) if whole else (None, name)
    found = automatic(table.headers, "approval", own, table.names)
    if _approves(table, found):
        return "approval", None
    fields = set(automatic(table.headers, "project", own, table.names).values())
    perhaps = {"id", "name", "account_id"} <= fields and table.sample
    return None, "project" if perhaps and fields & {"status", "start_date", "end_date"} else None


def _approves(table: Table, found: Found) -> bool:
    """Whether each row names a project, a contact and what it approves."""
    places = {
        field: place for place, field in enumerate(found[one] for one in table.headers) if field
    }
    if not set(vocabulary.objects()["approval"].needs) <= set(places):
        return False
    meanings = {word for words in vocabulary.codes("approval").values() for word in words}
    kinds = [normalised(kind) for kind in table.values(places["kind"])]
    said = sum(kind in meanings for kind in kinds)
    return 2 * said > len(kinds) and table.prefix(places["contact_id"]) == "003"


def both_sides(table: Table, own: Own) -> bool:
    """Whether a custom object has an account, a contact and both ends of a term, as projects do."""
    found = automatic(table.headers, "project", own, table.names)
    places = {
        field: place for place, field in enumerate(found[one] for one in table.headers) if field
    }
    if not {"id", "name", "account_id", "start_date", "end_date"} <= set(places):
        return False
    contacts = vocabulary.objects()["relation"].fields["contact_id"]
    people = [place for place, word in enumerate(table.words) if word in contacts]
    return table.prefix(places["account_id"]) == "001" and any(
        table.prefix(place) == "003" for place in people
    )
