"""The files in which a batch came, once they are done with or failed, and which are not kept.

Tested in tests/intake/inbox/test_by_file.py.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from dq.domain import forgotten
from dq.domain.retention import kept_files
from dq.errors import N_
from dq.intake.batch import Batch
from dq.intake.inbox import places
from dq.intake.inbox.places import Box, Reason

# The objects that are a person, by the keys of which a file is known to have one in it.
PEOPLE = ("contact", "portal_user", "bc_contact")
NOT_KEPT = N_("{file} is not kept, since somebody who was removed here is in it.")


def done(
    db: duckdb.DuckDBPyConnection,
    box: Box,
    files: Sequence[Path],
    name: str,
    lines: Sequence[str],
    batch: Batch | None = None,
) -> list[str]:
    """Files are done with: what is said of them, with those that are not to be kept and went."""
    folder = places.move(files, box.done, name)
    said = [*lines, *map(str, _let_go(db, box, folder, batch))]
    places.write(folder / places.LOG, "\n".join(said) + "\n")
    return said


def failed(
    db: duckdb.DuckDBPyConnection,
    box: Box,
    files: Sequence[Path],
    name: str,
    reasons: Sequence[Reason],
    batch: Batch | None = None,
) -> list[Reason]:
    """Files are set aside with why; those of them that are not to be kept and went."""
    folder = places.move(files, box.failed, name)
    gone = _let_go(db, box, folder, batch)
    places.explain(folder, [*reasons, *gone])
    return gone


def _let_go(
    db: duckdb.DuckDBPyConnection, box: Box, folder: Path, batch: Batch | None = None
) -> list[Reason]:
    """Remove the files of a folder with rows of somebody who was removed here, as `batch` found or
    as a key of theirs in it says; with them the rejected rows beside the store. Which went."""
    known = forgotten.keys(db)
    ids = {id for name in PEOPLE for id in known.get(name, ())}
    if not ids:
        return []
    files, beside = places.within(folder), box.root.parent.glob("rejected-*.csv")
    read = {_whole(one.name, files) for one in batch.sheets if one.forgotten} if batch else set()
    gone = {path for path in files if path.name in read}
    gone |= {*kept_files.naming([path for path in files if path not in gone], ids)}
    for path in (*gone, *kept_files.naming(beside, ids)):
        path.unlink(missing_ok=True)
    return [Reason(NOT_KEPT, {"file": path.name}, path.name) for path in sorted(gone)]


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
