"""Colleagues of alike names, counted by those whom their addresses tell apart."""

import numpy as np

from dq.matching.comparing import names
from dq.matching.kinds.given_name import GIVEN_NAME
from dq.matching.kinds.surname import SURNAME
from dq.matching.pairs.compare import Compared
from dq.matching.recipe import Field
from dq.matching.weighing import alike
from dq.matching.weighing.alike import STRENGTH, Told

FIELDS = tuple(Field(kind.name, kind, ()) for kind in (GIVEN_NAME, SURNAME))
PAIRS = 100_000


def corrected(given, surname, inside, told):
    """u of both names after these candidates."""
    levels = np.array([given, surname], np.int8)
    u = np.full((2, 13), 0.001)
    u[0, names.EXACT], u[1, names.EXACT] = 0.01, 0.01
    compared = Compared(FIELDS, levels, np.zeros(levels.shape, np.float32))
    beside = alike.correct(u, compared, np.array(inside), told, PAIRS, share=0.5)
    return u, beside


def test_as_many_more_are_two_as_their_addresses_do_not_tell():
    apart = names.SURNAME_CLOSE + names.SURNAME_APART
    u, _ = corrected(
        [names.EXACT] * 3 + [names.DIFFERENT], [apart] * 4, [True] * 2 + [False, True], Told(0.5, 0)
    )
    among = PAIRS * (0.01 + 2 * 0.001)
    expected = ((2 / 0.5 - 1) / 0.5 + STRENGTH * 0.001) / (among + STRENGTH)
    assert u[1, names.SURNAME_CLOSE] == expected
    assert u[1, names.SURNAME_SLIPPED] == 0.001  # none was told apart


def test_nothing_is_learned_where_addresses_tell_nothing():
    apart = names.SURNAME_CLOSE + names.SURNAME_APART
    u, beside = corrected([names.EXACT], [apart], [True], Told(0, 0))
    assert u[1, names.SURNAME_CLOSE] == 0.001
    assert not beside.any()


def test_who_is_alike_in_last_names_has_one_first_name_more_often_than_by_chance():
    apart = names.SURNAME_SLIPPED + names.SURNAME_APART
    _, beside = corrected([names.EXACT] * 20, [apart] * 20, [True] * 20, Told(0.5, 0))
    assert beside[names.EXACT, names.SURNAME_SLIPPED] < 0
    assert beside[names.INITIAL, names.SURNAME_SLIPPED] > 0
    assert not beside[:, names.SURNAME_CLOSE].any()
