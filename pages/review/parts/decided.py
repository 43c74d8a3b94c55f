"""What somebody decided of a case, to count and to take back.

Tested in tests/pages/review/test_review.py.
"""

from dataclasses import dataclass
from typing import Literal

from dq.casework.case import Case

Verdict = Literal["solved", "accepted", "later", "given"]


@dataclass(frozen=True)
class Decided:
    """A decision on a case as it was on screen, in a sentence, and its changes; `sent` says that it
    goes to Salesforce."""

    case: Case
    verdict: Verdict
    said: str
    changes: tuple[int, ...]
    sent: bool
