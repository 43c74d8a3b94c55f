"""Given names that e-mail addresses tell, for cards with initials or nothing in the cell.

Tested in tests/matching/values/test_normalise.py.
"""

from collections.abc import Set

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import Coded, encode, pc
from dq.matching.columns.population import Population
from dq.matching.values import lists


def called(
    values: pa.Array,
    given: np.ndarray,
    surname: np.ndarray,
    local: Coded,
    population: Population | None = None,
    nicknames: lists.Lines = (),
) -> tuple[pa.Array, np.ndarray]:
    """Given names from addresses such as sandra.beekman@, for records with initials or nothing."""
    texts = np.array([*values.to_pylist(), ""], dtype=object)
    initials = np.array([not t or len(t.split(" ", 1)[0]) == 1 for t in texts], bool)
    rows = np.flatnonzero(initials[given] & (local.codes >= 0) & (surname >= 0))
    common = np.bincount(given[given >= 0], minlength=len(texts))[: len(values)] >= 3
    in_use = population.common if population else frozenset(texts[:-1][common].tolist())
    known = lists.nicknames(nicknames).keys() | in_use
    # Only these can tell anything; asking Arrow spares looking into each.
    texts_ = local.values.take(pa.array(local.codes[rows]))
    maybe = pc.or_(
        pc.match_substring_regex(texts_, r"^[^._\-0-9]{3,}[._-]"),
        pc.is_in(
            pc.utf8_rtrim(texts_, characters="0123456789"), value_set=pa.array(known, pa.string())
        ),
    )
    rows = rows[maybe.to_numpy(zero_copy_only=False)]
    locals_ = texts_.filter(maybe).to_pylist()
    found = [
        from_address(address, name, known)
        for address, name in zip(locals_, texts[surname[rows]], strict=True)
    ]
    if not any(found):
        return values, given
    extra = encode(pa.concat_arrays([values, pa.array(found, pa.string())]))
    called = given.copy()
    called[rows] = np.where(np.array(found, object) == "", given[rows], extra.codes[len(values) :])
    return extra.values, called


_STOPS = str.maketrans("_-", "..")


def from_address(local: str, surname: str, known: Set[str]) -> str:
    """The given name in the local part of an address, "" if it holds none.

    Either "sandra.devries" (the surname ends it) or "sandra" alone, a name that is known.
    """
    parts = local.rstrip("0123456789").translate(_STOPS).split(".")
    head = parts[0]
    if len(head) < 3 or not head.isalpha():
        return ""
    if len(parts) > 1:
        tail = surname.replace(" ", "")
        return head if tail and "".join(parts[1:]).endswith(tail) else ""
    return head if head in known and head != surname else ""
