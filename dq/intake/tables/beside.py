"""What lies beside the sheets of an object and may hold more of it: then nothing is taken out."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from dq.errors import N_
from dq.intake.batch import Batch
from dq.intake.sheet import Remark
from dq.intake.tables.table import Table
from dq.reading import vocabulary

KEPT = N_("What is not in it stays: {beside} may hold more of it, and is not loaded.")


def judge(batch: Batch, name: str) -> None:
    """Take the sheets of an object for a part where more of it may not be loaded, and say so.

    The user may still say that they are everything.
    """
    sheets = batch.of(name)
    going = [sheet for sheet in sheets if sheet.counts.gone and sheet.complete]
    beside = next(_beside(batch, name), None) if going else None
    if beside is None:
        return
    for sheet in sheets:
        sheet.complete = False
    going[0].remarks.append(Remark(KEPT, {"beside": beside}))


def _beside(batch: Batch, name: str) -> Iterator[str]:
    """The names of what may hold this object and is not loaded."""
    files = vocabulary.objects()[name].files
    for sheet in batch.sheets:
        problem = sheet.problem
        if not problem or (sheet.object is None and sheet.chosen):  # the user says it is nothing
            continue
        promised = problem.values.get("object")
        if name in (sheet.object, promised) or Table(sheet.name, [], []).name_words & files:
            yield sheet.name
    for one in batch.aside:
        if one.maybe == name:
            yield one.name
    for file in [*(file for file, _ in batch.refused), *batch.unread]:
        if Table(file, [], []).name_words & files:
            yield file
    for file, _ in batch.refused:
        if PurePosixPath(file).suffix.lower() == ".zip":  # which may hold anything
            yield file
