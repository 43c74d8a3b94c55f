"""Given names that e-mail addresses tell, for cards with initials or nothing in the cell.

Tested in tests/matching/values/test_normalise.py.
"""

import re
from collections.abc import Set

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import Coded, encode, pc
from dq.matching.columns.population import Population
from dq.matching.values import lists
from dq.values import infixes


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
        pc.match_substring_regex(texts_, r"^[^._\-0-9]{2,}[._-]"),
        pc.is_in(
            pc.utf8_rtrim(texts_, characters="0123456789"), value_set=pa.array(known, pa.string())
        ),
    )
    # Without a name in the cell one that is glued to the last name tells as well.
    maybe = pc.or_(maybe, pa.array(given[rows] < 0))
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
# As many letters before a last name are initials, unless somebody is called so.
_INITIALS = 3
_INITIAL_DE = re.compile(r"^.(?:de[nr]?|te[nr]?)$")
_VAN = re.compile(r"(?:van(?:de[nr]?|t)?|vd)$")


def from_address(local: str, surname: str, known: Set[str]) -> str:
    """The given name in the local part of an address; "" if it holds none, or initials alone.

    Either "sandra.devries" (the surname ends it), or "sandra" alone, a name that is known.
    """
    parts = local.rstrip("0123456789").translate(_STOPS).split(".")
    letters, tail = "".join(parts), surname.replace(" ", "")
    if not letters.isalpha():
        return ""
    if len(tail) > 1 and letters.endswith(tail) and letters != tail:
        head = letters.removesuffix(tail)
        if len(parts) > 1 and "".join(parts[1:]).endswith(tail):
            head = parts[0]  # jan.van.altena@
        return _called(head, known, apart=len(parts) > 1)
    begins = len(tail) > 1 and letters.startswith(tail)
    alone = len(parts) == 1 and len(letters) > 1 and letters in known and letters != surname
    return letters if alone and not begins else ""


def _called(head: str, known: Set[str], apart: bool) -> str:
    """What stands before a last name in an address, where that is a given name.

    :param apart: a mark stands behind it
    """
    if head not in known:
        head = _VAN.sub("", head)
    if head in known and len(head) > 1:
        return head
    if not apart or head in infixes.words() or _INITIAL_DE.match(head):
        return ""
    few = len(head) < _INITIALS or (len(head) == _INITIALS and not set(head) & set("aeiouy"))
    return "" if few else head
