"""The folder beside the store whose files are loaded by themselves: what is in it, and what becomes
of it.

Tested in tests/intake/inbox/test_taking.py.
"""

from dq.intake.inbox.places import Box, Held, Reason, beside, box
from dq.intake.inbox.taking import Taken, drop, take, take_held
from dq.intake.inbox.watching import daily, watch

__all__ = [
    "Box",
    "Held",
    "Reason",
    "Taken",
    "beside",
    "box",
    "daily",
    "drop",
    "take",
    "take_held",
    "watch",
]
