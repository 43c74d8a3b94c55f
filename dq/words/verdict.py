"""What a score says beside the one before and the target, in words that agree with the figures."""

from typing import Literal

from dq.errors import N_
from dq.words import formats

Colour = Literal["green", "red", "gray"]

REACHED = N_("The target is reached")
BETTER = N_("Better than the export before, not yet at the target")
WORSE = N_("Less good than the export before")
EQUAL = N_("As good as the export before, not yet at the target")
FIRST = N_("Not yet at the target")


def sentence(latest: float, before: float | None, target: float) -> str:
    """The message id of what is to be said of a score (0..1)."""
    if formats.tenth(latest) >= formats.tenth(target):
        return REACHED
    if before is None:
        return FIRST
    return {"green": BETTER, "red": WORSE, "gray": EQUAL}[colour(latest, before)]


def colour(latest: float, before: float) -> Colour:
    """The colour of a change, as it is shown."""
    difference = formats.tenth(latest) - formats.tenth(before)
    return "green" if difference > 0 else "red" if difference < 0 else "gray"
