"""Tussenvoegsels: words before a Dutch surname that are often left out or put elsewhere.

Tested in tests/matching/values/test_normalise.py.
"""

from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("infixes.txt")


@cache
def words() -> frozenset[str]:
    """The words of the list, without accents and capitals."""
    lines = FILE.read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and line[:1] != "#")
