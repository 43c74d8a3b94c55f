"""What a way out of a case can be: something to do, something to type first, or a form.

Tested in tests/casework/test_ways.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

# A message id and what fills it in.
Says = tuple[str, Mapping[str, object]]
Page = Literal["contact", "general", "leave", "merge", "tile", "upload"]


@dataclass(frozen=True)
class Do:
    """One key: `run` carries out `command`, which does what `says` says.

    `sent` says that it goes to Salesforce, or else stays here.
    """

    says: Says
    run: Callable[..., Any]
    command: Any
    sent: bool = True


@dataclass(frozen=True)
class Ask:
    """A value to type first, for `name` (a field); `value` is what is there, or `proposed`: then it
    may be taken as it is. `optional` says that it may be emptied."""

    says: Says
    name: str
    value: str | None
    run: Callable[..., Any]
    make: Callable[[str], Any]
    sent: bool = True
    proposed: bool = False
    optional: bool = False


@dataclass(frozen=True)
class Open:
    """A form in which it is settled, already filled in."""

    says: Says
    page: Page
    params: Mapping[str, str | None] = field(default_factory=dict)


Way = Do | Ask | Open
