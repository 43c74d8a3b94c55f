"""A table of an upload before its rows are loaded: its headers, its first rows and its name.

Tested in tests/intake/tables/test_recognition.py.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from dq.intake.cells.keys import LETTERS
from dq.reading import vocabulary
from dq.reading.vocabulary import normalised

# A key of 15 or 18 characters that starts like a standard or a custom object's.
SALESFORCE_ID = re.compile(
    r"(?:00[0-9a-zA-Z]|01[tpI]|02i|07[kK]|500|701|80[01]|a[0-9][0-9a-zA-Z])"
    r"[0-9a-zA-Z]{12}(?:[0-9a-zA-Z]{3})?"
)
# Any object's in 18 characters, of which the last three are capitals.
ANY_ID = re.compile(r"(?=[0-9]*[a-zA-Z])[0-9am][0-9a-zA-Z]{14}[A-Z0-5]{3}")
# A header that says that its column has keys, whatever they look like.
SAYS_KEY = re.compile("(?:ids?|nr|no|num|nummer|number|code|guid|key|sleutel|schlussel)$")
# What is written like a name: a word with one capital, or several words without a digit.
WORD = re.compile(r"[^\W\d_](?:[^\W\d_A-Z]|['’.-])+")
WORDS = re.compile(r"[^\W\d_][^\d_@]* [^\d_@]+")
# What Salesforce's exports call the objects of which nobody has a table of another kind.
CALLED = {"account", "contact", "accountcontactrelation", "user"}


@dataclass(frozen=True)
class Table:
    """A table before its rows are loaded; `packed` says that it came along with others."""

    name: str
    headers: list[str]
    sample: list[list[str]]
    packed: bool = False

    @cached_property
    def words(self) -> list[str]:
        """The headers as the vocabulary has them."""
        return vocabulary.words(self.headers)

    @property
    def container(self) -> str | None:
        """The file that it came in together with others."""
        return self.name.split(": ")[0] if self.packed and ": " in self.name else None

    @cached_property
    def stem(self) -> str:
        """The file's name, without folder, container and kind."""
        return PurePosixPath(self.name.rsplit(": ", 1)[-1]).stem

    @cached_property
    def name_words(self) -> frozenset[str]:
        """The words in the file's name, also of CamelCase, and the name in one."""
        stem = re.sub("__[a-zA-Z]+$", "", self.stem).replace("Business Central", "BusinessCentral")
        parts = re.findall("[A-Z]?[a-zà-ÿ]+|[A-Z]+(?![a-z])", stem)
        words = {normalised(part) for part in [*parts, *re.split("[^A-Za-zà-ÿ]+", stem), stem]}
        return frozenset(words | {re.sub("[0-9]+$", "", word) for word in words})

    @property
    def called(self) -> bool:
        """Whether it is called just as Salesforce calls an object of ours."""
        return normalised(self.stem) in CALLED

    @property
    def custom(self) -> bool:
        """Whether it has the API name of a custom object."""
        return "__" in self.stem

    def values(self, place: int) -> list[str]:
        """The filled cells of a column in the first rows."""
        cells = (row[place].strip() for row in self.sample if len(row) > place)
        return [cell for cell in cells if cell]

    def prefix(self, place: int) -> str | None:
        """How the column's Salesforce ids start; None when they are none, or of several objects."""
        keys = self.values(place)
        starts = {
            key[:3]
            for key in keys
            if SALESFORCE_ID.fullmatch(key) or ANY_ID.fullmatch(key) or _checked(key)
        }
        return starts.pop() if len(starts) == 1 else None

    @cached_property
    def names(self) -> frozenset[str]:
        """The headers of columns with names of people or companies in them, which are no keys:
        "Contactpersoon" may be either."""
        found = set()
        for place, (header, word) in enumerate(zip(self.headers, self.words, strict=True)):
            cells, plain = self.values(place), not SAYS_KEY.search(word)
            named = [
                cell
                for cell in cells
                if WORDS.fullmatch(cell) or (plain and cell[0].isupper() and WORD.fullmatch(cell))
            ]
            if 2 * len(named) > len(cells):
                found.add(header)
        return frozenset(found)

    @cached_property
    def key(self) -> int | None:
        """The place of the key that any object may have, such as Id."""
        words = vocabulary.generic_keys()
        return next((place for place, word in enumerate(self.words) if word in words), None)

    @cached_property
    def key_prefix(self) -> str | None:
        """How that key starts, where it is of Salesforce; it says what the rows are."""
        return None if self.key is None else self.prefix(self.key)


def _checked(key: str) -> bool:
    """Whether the last three of 18 characters are the checksum of the others' case."""
    if len(key) != 18 or not (key.isascii() and key.isalnum()):
        return False
    bits = [sum(key[place + bit].isupper() << bit for bit in range(5)) for place in (0, 5, 10)]
    return key[15:] == "".join(LETTERS[mask] for mask in bits)
