"""What somebody may do: rights, the roles that have them, and who acts now.

Tested in tests/test_rights.py.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum

from dq.errors import N_, DqError, Forbidden


class Right(Enum):
    """What one may do, and why not without it."""

    READ = N_("{name} has no right to see this. An administrator of Kaartenbak can give it.")
    DECIDE = N_("Only a lead may do this, and {name} is none.")
    TILES = N_("Only the back office may do this, and {name} is not of it.")
    MANAGE = N_("Only an administrator may do this, and {name} is none.")


READ, DECIDE, TILES, MANAGE = Right
Rights = frozenset[Right]
# The roles by their names in `secrets.toml`; who has several may do what each of them may.
ROLES: dict[str, Rights] = {
    "reader": frozenset({READ}),
    "lead": frozenset({READ, DECIDE}),
    "back_office": frozenset({READ, TILES}),
    "administrator": frozenset({READ, MANAGE}),
}
NOT_IN = N_("Sign in first.")
OVER = N_("Your sign-in is over. Sign in again.")


@dataclass(frozen=True)
class Person:
    """Somebody who acts: the name for the history, and the roles. `over` says that the sign-in was
    good and is not any more."""

    name: str = ""
    roles: frozenset[str] = frozenset()
    over: bool = False

    @property
    def rights(self) -> Rights:
        """All that is allowed."""
        return frozenset().union(*(ROLES[role] for role in self.roles))

    def may(self, right: Right) -> bool:
        """Whether this is allowed."""
        return right in self.rights

    def require(self, right: Right) -> None:
        """Nothing where it is allowed.

        :raises Forbidden: it is not
        """
        if not self.may(right):
            raise self.refusal(right)

    def refusal(self, right: Right) -> DqError:
        """Why it is not allowed."""
        if not self.name:
            return Forbidden(OVER if self.over else NOT_IN)
        return Forbidden(right.value, name=self.name)


class Owner(Person):
    """Who sits at the machine, and the machine itself: it may do all, under any name."""

    @property
    def rights(self) -> Rights:
        """Everything."""
        return frozenset(Right)


OWNER, NOBODY = Owner(), Person()
_acting: ContextVar[Person | None] = ContextVar("acting", default=None)
_who: list[Callable[[], Person]] = [lambda: OWNER]


def asked_of(who: Callable[[], Person]) -> None:
    """From now on `who` says who acts; before, and on the command line, it is the owner."""
    _who[0] = who


def now() -> Person:
    """Who acts."""
    return _acting.get() or _who[0]()


@contextmanager
def acting(person: Person) -> Generator[None]:
    """Inside, this one acts, on this thread."""
    before = _acting.set(person)
    try:
        yield
    finally:
        _acting.reset(before)
