"""The words that name a mailbox of several people, and what each is used for: mailboxes.txt."""

from functools import cache
from pathlib import Path
from typing import Literal

Use = Literal["card", "alone", "within", "matching"]
FILE = Path(__file__).with_name("mailboxes.txt")
# What a word without a mark is for.
USUAL = ("card", "matching")


def words(*uses: Use) -> list[str]:
    """The words for any of these uses, in the order of the file."""
    return [word for word, marks in _marked().items() if marks & set(uses)]


@cache
def _marked() -> dict[str, frozenset[str]]:
    """For each word what it is used for."""
    lines = [line.split() for line in FILE.read_text("utf-8").splitlines() if line[:1] != "#"]
    return {word: frozenset(marks or USUAL) for word, *marks in filter(None, lines)}
