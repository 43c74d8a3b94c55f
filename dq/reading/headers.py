"""Which column is which field of an object, by what the vocabulary and the settings call it.

Tested in tests/reading/test_vocabulary.py.
"""

from collections.abc import Collection

from dq.reading import vocabulary
from dq.reading.vocabulary import normalised

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


def called_after(name: str) -> str | None:
    """The object that a file is called after: its name begins with the longest of their words."""
    stem = normalised(name)
    found = [
        (len(word), thing.name)
        for thing in vocabulary.objects().values()
        for word in thing.files
        if stem.startswith(word)
    ]
    return max(found)[1] if found else None
