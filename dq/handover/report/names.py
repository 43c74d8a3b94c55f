"""Names that a sheet or a file may have, made of what people are called.

Tested in tests/handover/report/test_names.py.
"""

import re
from collections.abc import Callable, Iterable

# What Excel does not have in the name of a sheet, and what a file system may not have in a file's.
NOT_IN_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f\ufffe\uffff]")
NOT_IN_FILE = re.compile(r"[<>:\"/\\|?*\x00-\x1f\x7f]")
LONGEST_SHEET, LONGEST_FILE = 31, 80
# Excel keeps one name for itself, Windows some.
TAKEN_SHEETS = ("history",)
TAKEN_FILES = re.compile(r"(?i)(con|prn|aux|nul|(com|lpt)\d)(\..*)?")


def sheets(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """A name for a sheet for each of these, all different; `taken` are those of other sheets."""
    return _different(names, [*TAKEN_SHEETS, *taken], _sheet, LONGEST_SHEET)


def files(names: Iterable[str]) -> list[str]:
    """A name for a file for each of these, without its ending, all different."""
    return _different(names, (), _file, LONGEST_FILE)


def _different(
    names: Iterable[str], taken: Iterable[str], clean: Callable[[str], str], longest: int
) -> list[str]:
    """Names that differ in more than case, each at most so long (as Windows counts letters)."""
    known = {one.casefold() for one in taken}
    found = []
    for name in names:
        wanted, number = clean(name) or "-", 1
        made = _cut(wanted, longest)
        while made.casefold() in known:
            number += 1
            end = f" ({number})"
            made = _cut(wanted, longest - len(end)) + end
        known.add(made.casefold())
        found.append(made)
    return found


def _cut(text: str, longest: int) -> str:
    while len(text.encode("utf-16-le")) // 2 > longest:
        text = text[:-1]
    return text.strip(" '")


def _sheet(name: str) -> str:
    return " ".join(NOT_IN_SHEET.sub(" ", name).split()).strip(" '")


def _file(name: str) -> str:
    cleaned = " ".join(NOT_IN_FILE.sub(" ", name).split()).strip(" .'")
    return f"_{cleaned}" if TAKEN_FILES.fullmatch(cleaned) else cleaned
