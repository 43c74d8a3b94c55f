"""What a case asks by the keystroke-level model, of figures that are easy to add up."""

import pytest

from bench.newcomer import KEY, LOOK, MIND, MINDS, READING, Asked


@pytest.mark.parametrize(
    ("asked", "minutes"),
    [
        (Asked(), 0),
        (Asked(words=READING * 2), 2),
        (Asked(looks=60), LOOK),
        (Asked(presses=30, signs=30), KEY),
        (Asked(cases=60), MINDS * MIND),
        (Asked(waited=90), 1.5),
        (Asked(words=READING, waited=60), 2),
    ],
)
def test_minutes_are_the_sum_of_what_is_read_looked_at_pressed_and_waited_for(asked, minutes):
    assert asked.minutes == pytest.approx(minutes)
