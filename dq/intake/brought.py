"""What a load brought, in lines for a terminal, and what it left aside.

Tested in tests/test_command_line.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from dq import intake
from dq.reading import vocabulary

# So many of the rows that were left out are told; all of them are in a file.
TOLD = 3
# So many names of a long list are told, and how many more there are.
NAMED = 10


def by(sheet: intake.Sheet, folder: Path, lacking: Collection[str] = ()) -> Iterator[str]:
    """What a file brought, in lines; the rows that were left out go to a new file in `folder`.

    :param lacking: the fields that the export before had
    """
    counts = sheet.counts
    yield (
        f"{sheet.name}: {sheet.object}: {counts.new} new, {counts.changed} changed,"
        f" {counts.unchanged} unchanged, {counts.gone} gone"
        f"{'' if sheet.complete else ' (kept: a part of the export)'},"
        f" {counts.rejected} rejected{_removed(sheet.invisible)}"
    )
    if not sheet.rows and not counts.deleted:
        yield "  it has no rows that can be loaded: nothing is replaced"
    for header, field in sheet.mapping.items():
        if field and vocabulary.contrary(field, header):
            yield f"  {header} says who is active: it is read the other way round"
    for remark in sheet.remarks:
        yield f"  {remark}"
    if lacking:
        missing = [vocabulary.usual(sheet.object or "", field) for field in lacking]
        yield f"  columns of the export before that are missing: {shortened(missing)}"
    if sheet.unknown:
        yield f"  columns that are not used: {shortened(sheet.unknown)}"
    for reject in sheet.rejects[:TOLD]:
        yield f"  row {reject.line}: {reject}"
    if sheet.rejects:
        try:
            yield f"  rejected rows: {_written(sheet, folder)}"
        except OSError as error:  # the load itself stands
            yield f"  the rejected rows could not be written: {error.strerror or error}"


def _removed(invisible: int) -> str:
    characters = "character" if invisible == 1 else "characters"
    return f", {invisible} invisible {characters} removed" if invisible else ""


def _written(sheet: intake.Sheet, folder: Path) -> Path:
    """Write the rows that were left out to a file that was not there, or was just the same."""
    content = intake.rejected_csv(sheet)
    name = re.sub(r"[^\w.-]+", "-", sheet.name.removesuffix(".csv"))
    number = 1
    while True:
        path = folder / f"rejected-{name}{f'-{number}' if number > 1 else ''}.csv"
        try:
            # Nobody's file is written over: the one of last time may have been corrected since.
            with path.open("xb") as file:
                file.write(content)
            return path
        except FileExistsError:
            if path.is_file() and path.read_bytes() == content:
                return path
            number += 1


def shortened(names: Iterable[str]) -> str:
    """The first names of a list, and how many more there are."""
    named = list(names)
    more = len(named) - NAMED
    return ", ".join(named[:NAMED]) + (f" and {more} more" if more > 0 else "")


def left_aside(batch: intake.Batch) -> list[str]:
    """A line for each file of which nothing is loaded, and one for the other tables together."""
    lines = [str(error) for _, error in batch.refused]
    lines += [str(sheet.problem) for sheet in batch.sheets if sheet.problem]
    lines += [
        f"left aside: {one.name}; it may hold {one.maybe}s: load it with"
        f" --holds '{one.maybe}={one.name.rsplit(': ', 1)[-1]}'"
        for one in batch.aside
        if one.maybe
    ]
    others = sorted((one for one in batch.aside if not one.maybe), key=_strange)
    if others:
        tables = "table" if len(others) == 1 else "tables"
        names = shortened(one.name for one in others)
        lines.append(f"left aside: {len(others)} other {tables}: {names}")
    if batch.unread:
        lines.append(f"not read: {shortened(batch.unread)}")
    return lines


def _strange(one: intake.Aside) -> tuple[bool, bool]:
    """What sorts first what is called as a file of ours, and what came as a file of its own."""
    ours = {word for thing in vocabulary.objects().values() for word in thing.files}
    return not one.table.name_words & ours, one.table.container is not None
