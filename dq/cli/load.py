"""Load exports: .csv, .txt, .xlsx or a .zip of them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from dq.cli import opened, progress

if TYPE_CHECKING:
    from dq import intake

# So many of the rows that were left out are told; all of them are in a file.
TOLD = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files, their day, and whether they hold everything."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--date", type=day, help="the day of the export (today)")
    whole = parser.add_mutually_exclusive_group()
    whole.add_argument(
        "--complete",
        dest="complete",
        action="store_const",
        const=True,
        help="the files hold everything: what is not in them is gone",
    )
    whole.add_argument(
        "--partial",
        dest="complete",
        action="store_const",
        const=False,
        help="the files hold a part: what is not in them stays",
    )
    parser.add_argument(
        "--yes",
        action="store_true",
        help="load also what would take out or change more than an export usually does",
    )


def day(text: str) -> date:
    """A day as it is given on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2026-11-23") from error


def run(given: argparse.Namespace) -> None:
    """Load files in one transaction; say what each brought."""
    with opened(given.store) as db:
        exported = given.date or date.today()
        batch = load_files(db, given.files, exported, given.complete, sure=given.yes)
    for sheet in batch.sheets:
        for line in told(sheet, given.store.parent):
            print(line)


def load_files(
    db: duckdb.DuckDBPyConnection,
    files: list[Path],
    exported: date,
    complete: bool | None = None,
    actor: str = "command line",
    sure: bool = False,
) -> intake.Batch:
    """Load `files` as one export, in place of the demo company; return what they brought.

    :param complete: whether the files hold everything; None: as they seem
    :param sure: also what would take out or change more than an export usually does
    :raises Invalid: a file cannot be read, no file at all could be recognised, or it is doubtful
    """
    from dq import demo, intake
    from dq.commands import clear
    from dq.errors import N_, Invalid
    from dq.intake import doubts
    from dq.intake.load import Load
    from dq.intake.load import run as run_load

    def read() -> intake.Batch:
        batch = intake.read(db, [(path.name, path) for path in files], progress)
        for _, error in batch.refused:
            raise error
        for sheet in batch.sheets:
            if sheet.problem is not None:
                raise sheet.problem
            if complete is not None:
                sheet.complete = complete
        return batch

    batch = read()
    found = [] if sure or demo.makes_way(db, batch) else doubts.of(db, batch)
    if found:
        raise Invalid(N_("{doubt} With --yes it is loaded all the same."), doubt=found[0])
    if demo.makes_way(db, batch):
        clear.run(db, clear.Clear(), actor)
        batch = read()
    run_load(db, Load(batch, exported, sure=True), actor, progress)
    return batch


def told(sheet: intake.Sheet, folder: Path) -> Iterator[str]:
    """What a file brought, in lines; the rows that were left out go to a new file in `folder`."""
    counts = sheet.counts
    yield (
        f"{sheet.name}: {sheet.object}: {counts.new} new, {counts.changed} changed,"
        f" {counts.unchanged} unchanged, {counts.gone} gone"
        f"{'' if sheet.complete else ' (kept: a part of the export)'},"
        f" {counts.rejected} rejected{_removed(sheet.invisible)}"
    )
    for remark in sheet.remarks:
        yield f"  {remark}"
    for reject in sheet.rejects[:TOLD]:
        yield f"  row {reject.line}: {reject}"
    if sheet.rejects:
        yield f"  rejected rows: {written(sheet, folder)}"


def _removed(invisible: int) -> str:
    characters = "character" if invisible == 1 else "characters"
    return f", {invisible} invisible {characters} removed" if invisible else ""


def written(sheet: intake.Sheet, folder: Path) -> Path:
    """Write the rows that were left out to a file that was not there, or was just the same."""
    from dq import intake

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
