"""Which column is which field of an object, by what the vocabulary and the settings call it."""

from collections.abc import Collection

from dq.intake.batch import Sheet
from dq.objects import OBJECTS
from dq.reading import vocabulary
from dq.reading.vocabulary import Thing, normalised

# Fields that a key can be made of where a file has no key column.
DERIVED = {name: one.keyed_by for name, one in OBJECTS.items() if one.keyed_by}
KEYS = ("key", "number")
# What the team calls a field besides the vocabulary: headers by object and field.
Own = dict[tuple[str, str], list[str]]


def automatic(
    headers: list[str],
    name: str | None,
    own: Own | None = None,
    names: Collection[str] = (),
) -> dict[str, str | None]:
    """The mapping by the vocabulary: per header a field, each field once, the best header.

    :param own: headers that count before those of the vocabulary
    :param names: headers of columns with names in them, which are nobody's key
    """
    found: dict[str, str | None] = dict.fromkeys(headers)
    if name is None:
        return found
    named = zip(vocabulary.words(headers), headers, strict=True)
    words = dict(reversed(list(named)))
    thing = vocabulary.objects()[name]
    for field, aliases in (thing.fields | thing.quiet).items():
        mine = [normalised(header) for header in (own or {}).get((name, field), [])]
        for alias in (*mine, *aliases):
            header = words.get(alias)
            if header in names and vocabulary.kind(field, name) in KEYS:
                continue
            if header is not None and found[header] is None:
                found[header] = field
                break
    return found


def of_kind(sheet: Sheet, *kinds: str) -> dict[str, str]:
    """The sheet's fields whose cells are read as one of these kinds, and their columns."""
    return {
        field: column
        for field, column in sheet.columns.items()
        if vocabulary.kind(field, sheet.object or "") in kinds
    }


def has_key(thing: Thing, fields: set[str]) -> bool:
    """Whether these fields tell its records apart."""
    return "id" in fields or (thing.name in DERIVED and fields.issuperset(DERIVED[thing.name]))
