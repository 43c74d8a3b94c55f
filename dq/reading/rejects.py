"""Rows that are left out, each with its reason.

Tested in tests/reading/test_rows.py.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Reject:
    """A row that was left out: `line` as a spreadsheet counts, `reason` a message id."""

    line: int
    reason: str
    values: dict[str, object]
    cells: list[str]

    def __str__(self) -> str:
        return english(self.reason, self.values)


def english(message: str, values: dict[str, object]) -> str:
    """A message as it is in the code, filled in; a field that it names in words."""
    field = str(values.get("field", "")).replace("_", " ")
    return message.format(**values | {"field": re.sub(r"\bid$", "ID", field)})
