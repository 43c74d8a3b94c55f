"""Defects that a definition decides, planted on cards that are otherwise in order."""

import numpy as np

from bench.generator.lifecycle import World

RATE = 0.001


def plant(rng: np.random.Generator, world: World) -> None:
    """Plant every kind of defect and note it in the world's truth."""
