"""What a batch tells of the files in which it came: which failed and why, which are not kept.

Tested in tests/intake/inbox/test_taking.py.
"""

from collections.abc import Sequence
from pathlib import Path

from dq.intake.batch import Batch
from dq.intake.inbox.places import Reason


def of_removed(batch: Batch, files: Sequence[Path]) -> list[Path]:
    """The files with rows of somebody who was removed here."""
    found = {_whole(sheet.name, files) for sheet in batch.sheets if sheet.forgotten}
    return [path for path in files if path.name in found]


def _whole(part: str, files: Sequence[Path]) -> str:
    """The name of the file in which a table is."""
    names = (path.name for path in files)
    return next((name for name in names if part == name or part.startswith(f"{name}: ")), part)


def refused(batch: Batch, files: Sequence[Path]) -> list[Reason]:
    """Per file of which something could not be read, what."""
    wrong = [(name, error) for name, error in batch.refused]
    wrong += [(one.name, one.problem) for one in batch.sheets if one.object and one.problem]
    return [
        Reason(error.message, {"file": part, **error.values}, _whole(part, files))
        for part, error in wrong
    ]
