"""The word lists of matching, as text files that a user can add lines to.

Tested in tests/matching/values/test_normalise.py.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent

# Words that belong together, a tuple a line.
Lines = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Own:
    """What a team knows besides these lists: call names and legal forms, and the domains that are
    of one company."""

    nicknames: Lines = ()
    legal_forms: tuple[str, ...] = ()
    domains: Lines = ()


NOTHING = Own()


@cache
def words(name: str) -> frozenset[str]:
    """The lines of list `name`, without its comments."""
    return frozenset(_lines(name))


@cache
def generations() -> dict[str, int]:
    """Suffixes such as "jr", each with 1 (the elder) or more (younger)."""
    return {word: int(rank) for word, rank in (line.split() for line in _lines("generations"))}


@cache
def written_out() -> dict[str, str]:
    """For each shortened word of companies' names the word it stands for."""
    lines = [line.split() for line in _lines("short_words")]
    return {short: full for full, *shorts in lines for short in shorts}


@cache
def nicknames(own: Lines = ()) -> dict[str, tuple[int, ...]]:
    """For each known given name the numbers of the lines it is on, ascending.

    :param own: a team's own lines, which come after ours
    """
    groups: dict[str, list[int]] = {}
    ours = [tuple(line.split()) for line in _lines("nicknames")]
    for number, line in enumerate([*ours, *own]):
        for name in dict.fromkeys(line):
            groups.setdefault(name, []).append(number)
    return {name: tuple(numbers) for name, numbers in groups.items()}


def _lines(name: str) -> list[str]:
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]
