"""Mechanisms of matching that can be left out, to see what each brings.

`bench.matching.ablation` measures them.

Tested in tests/bench/test_ablation.py.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dq.matching.kind import Kind

# Sets of `ablation`: cards of a CRM, and people in files of one's own.
CONTACTS, TYPED = "contacts", "dupehell contacts,dupehell leads,members"


@dataclass(frozen=True)
class Replaced:
    """What stands in the place of a function or constant of a module, a class or a kind."""

    owner: Any
    name: str
    by: Any

    @property
    def now(self) -> Any:
        """What stands there now; a KeyError where there is nothing of this name."""
        return vars(self.owner)[self.name]

    def put(self, value: Any) -> None:
        """Let this stand there; a kind is frozen for everybody else."""
        (object.__setattr__ if isinstance(self.owner, Kind) else setattr)(
            self.owner, self.name, value
        )


@dataclass(frozen=True)
class Mechanism:
    """What is left out, as the docs call it; the sets of `ablation` that it is measured on."""

    name: str
    sets: tuple[str, ...]
    replaced: tuple[Replaced, ...]


def around(owner: Any, name: str, make: Callable[[Any], Any]) -> tuple[Any, str, Any]:
    """What `make` makes of what stands there."""
    return owner, name, make(vars(owner)[name])


def level(kind: Any, name: str, **other: Any) -> tuple[Any, str, Any]:
    """A kind with other assumptions or bounds for one of its levels."""
    levels = (replace(one, **other) if one.name == name else one for one in kind.levels)
    return kind, "levels", tuple(levels)


def mechanism(name: str, sets: str, *replaced: tuple[Any, str, Any]) -> Mechanism:
    """One of the sets between commas, and of owner, name and what stands in its place."""
    return Mechanism(name, tuple(sets.split(",")), tuple(Replaced(*one) for one in replaced))


@contextmanager
def without(some: Mechanism) -> Generator[None]:
    """Matching without the mechanism; all is as it was afterwards."""
    before = [(one, one.now) for one in some.replaced]
    try:
        for one, _ in before:
            one.put(one.by)
        yield
    finally:
        for one, was in before:
            one.put(was)


def nothing(*_: object, **__: object) -> None:
    """Does nothing."""


def same(first: Any, *_: object, **__: object) -> Any:
    """What comes in goes out."""
    return first


def never(place: int = 0) -> Callable[..., np.ndarray]:
    """A function that says no of each of the values of its argument at this place."""
    return lambda *given, **_: np.zeros(len(given[place]), bool)
