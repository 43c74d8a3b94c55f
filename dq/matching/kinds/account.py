"""The account that a card is at, by its id.

Tested in tests/matching/kinds/test_kinds.py.
"""

import numpy as np

from dq.errors import N_
from dq.matching.columns.columns import Coded
from dq.matching.comparing import texts
from dq.matching.kind import Level
from dq.matching.kinds.text import Text


def _levels(column: Coded, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Same or different; `compare` knows which are departments of one company."""
    return texts.same(column, left, right, other=3)


ACCOUNT = Text(
    name="account",
    levels=(
        Level("same", 0.5, 0.3, most=3.0, least=0.0),
        Level("department", 0.5, 0.7, most=0.5, least=-3.0),
        Level("different", 0.5, 0.5, most=0.0, least=0.0),
    ),
    phrases={
        "same": N_("same account"),
        "department": N_("other department of the same company"),
        "different": N_("other company"),
    },
    beyond_name=False,
    normal=None,
    levels_of=_levels,
    rare=None,
    cut=False,
)
