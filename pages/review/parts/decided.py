"""What somebody decided of a case, to count and to take back.

Tested in tests/pages/review/test_review.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dq.casework.case import Case
from dq.commands.edit import Edit
from dq.commands.hand_to import HandTo
from pages.ui.session.late import Step

Verdict = Literal["solved", "accepted", "later", "given"]


@dataclass(frozen=True)
class Decided:
    """A decision on a case as it was on screen, in a sentence, and its changes; `sent` says that it
    goes to Salesforce, and `given` that somebody else does it."""

    case: Case
    verdict: Verdict
    said: str
    changes: tuple[int, ...]
    sent: bool
    given: bool = False

    @property
    def counted(self) -> Verdict:
        """As what it counts: what somebody else does is not solved."""
        return "given" if self.given else self.verdict


@dataclass(frozen=True)
class Decision:
    """A decision on a case before it is carried out: the commands, and how it is said."""

    case: Case
    verdict: Verdict
    steps: Sequence[Step]
    said: str
    sent: bool

    @property
    def at_once(self) -> bool:
        """Whether it is carried out before anything else is shown: values of a card, which may be
        refused, after which something is likely to be left, and which are quick to write."""
        return all(isinstance(command, Edit) for _run, command in self.steps)

    def made(self, changes: tuple[int, ...]) -> Decided:
        """The decision once it is carried out."""
        given = any(
            isinstance(command, HandTo) and command.assignee for _run, command in self.steps
        )
        return Decided(self.case, self.verdict, self.said, changes, self.sent, given)
