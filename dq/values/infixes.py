"""Tussenvoegsels: words before a Dutch surname that are often left out or put elsewhere; and
surnames that are words besides.

Tested in tests/matching/values/test_normalise.py.
"""

from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("infixes.txt")
COMMON = Path(__file__).with_name("common_names.txt")


@cache
def words() -> frozenset[str]:
    """The words of the list, without accents and capitals."""
    return _read(FILE)


@cache
def common() -> frozenset[str]:
    """Last names that are words too, likewise."""
    return _read(COMMON)


def _read(file: Path) -> frozenset[str]:
    lines = file.read_text("utf-8").splitlines()
    return frozenset(
        word for line in lines if line.strip() and line[:1] != "#" for word in line.split()
    )
