"""How many colleagues have names that are alike, by those whom their addresses tell apart.

Of two colleagues with one first name and last names a letter apart most have addresses that repeat
their names: these are certainly two. As many more as have no such addresses are two as well, though
nothing shows it, and chance alone would not make them: families work together, and so do people
from one town.

Tested in tests/matching/weighing/test_alike.py.
"""

from dataclasses import dataclass

import numpy as np

from dq.matching.comparing import names
from dq.matching.kinds.given_name import GIVEN_NAME
from dq.matching.kinds.surname import SURNAME
from dq.matching.pairs.block import Pairs
from dq.matching.pairs.compare import Compared
from dq.matching.records.records import Records

# As many assumed pairs of which none is alike.
STRENGTH = 1000.0
# Of fewer pairs that are told apart nothing is said of which first names they have.
SEVERAL = 10
_GIVEN_AGREES = [names.EXACT, names.NICKNAME, names.INITIAL]
_GIVEN_NEAR = [names.SLIPPED, names.CLOSE, names.ALIKE]
_SURNAME_NEAR = [names.SURNAME_SLIPPED, names.SURNAME_CLOSE, names.SURNAME_ALIKE]


@dataclass(frozen=True)
class Told:
    """Of which share (0..1) of the pairs of colleagues both addresses tell the last name, and the
    first name."""

    surname: float
    given: float

    @staticmethod
    def of(records: Records, pairs: Pairs) -> "Told":
        """The shares of random pairs."""
        spelt, (left, right) = records.in_address, pairs
        if spelt is None or not len(left):
            return Told(0.0, 0.0)
        return Told(
            float((spelt.surname[left] & spelt.surname[right]).mean()),
            float((spelt.given[left] & spelt.given[right]).mean()),
        )


def correct(
    u: np.ndarray, compared: Compared, inside: np.ndarray, told: Told, pairs: int, share: float
) -> np.ndarray | None:
    """Raise u of names that are alike, where the other name agrees, in place.

    Returns the points that a level of last names (columns) brings more or less beside a level of
    first names (rows): two who are alike in last names have one first name more often than
    chance would give them one.

    :param u: per field and level, of colleagues
    :param compared: the candidates, of which those `inside` a company count
    :param pairs: how many pairs of colleagues there are
    :param share: which share of the candidates these are
    """
    rows = {one.kind: row for row, one in enumerate(compared.fields)}
    if GIVEN_NAME not in rows or SURNAME not in rows:
        return None
    given, surname = rows[GIVEN_NAME], rows[SURNAME]
    levels = compared.levels
    agrees = np.isin(levels[given], _GIVEN_AGREES)
    among = pairs * u[given, _GIVEN_AGREES].sum()
    seen = np.bincount(levels[surname][agrees & inside], minlength=u.shape[1]) / share
    _raise(u[surname], _SURNAME_NEAR, names.SURNAME_APART, seen, told.surname, among)
    beside = _beside(u, (given, surname), levels[:, inside], told.surname, pairs, share)
    agrees = levels[surname] == names.EXACT
    among = pairs * u[surname, names.EXACT]
    seen = np.bincount(levels[given][agrees & inside], minlength=u.shape[1]) / share
    _raise(u[given], _GIVEN_NEAR, names.APART, seen, told.given, among)
    return beside


def _beside(
    u: np.ndarray,
    rows: tuple[int, int],
    levels: np.ndarray,
    told: float,
    pairs: int,
    share: float,
) -> np.ndarray:
    """See `correct`; learned from those whom addresses tell apart, as the rest is."""
    (given, surname), width = rows, u.shape[1]
    found = np.zeros((width, width))
    both = levels[given].astype(np.int32) * width + levels[surname]
    counts = np.bincount(both, minlength=width * width).reshape(width, width) / share
    for agrees in _GIVEN_AGREES if told else ():
        seen = counts[agrees]
        for level in _SURNAME_NEAR:
            if counts[_GIVEN_AGREES, level + names.SURNAME_APART].sum() < SEVERAL:
                continue
            several = max(seen[level + names.SURNAME_APART] - 1, 0)
            among, usual = pairs * u[given, agrees], u[surname, level]
            rate = (several / told + STRENGTH * usual) / (among + STRENGTH)
            found[agrees, level] = np.log2(usual / rate)
    return found


def _raise(
    u: np.ndarray, near: list[int], apart: int, seen: np.ndarray, told: float, among: float
) -> None:
    """Make the levels `near` as usual as the pairs told apart say, of those `among`.

    :param seen: how many pairs of each level there are
    """
    for level in near if told else ():
        several = max(seen[level + apart] - 1, 0)  # one pair may be a coincidence
        usual = (several / told + STRENGTH * u[level]) / (among + STRENGTH)
        u[level] = max(u[level], usual)
