"""Load exports: .csv, .txt, .xlsx or a .zip of them."""

import argparse
from datetime import date
from pathlib import Path

import duckdb

from dq.cli import opened, progress


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
        for line in load_files(db, given.files, exported, given.complete, sure=given.yes):
            print(line)


def load_files(
    db: duckdb.DuckDBPyConnection,
    files: list[Path],
    exported: date,
    complete: bool | None = None,
    actor: str = "command line",
    sure: bool = False,
) -> list[str]:
    """Load `files` as one export, in place of the demo company; return a line per file.

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
    lines = [
        f"{sheet.name}: {sheet.object}: {sheet.counts.new} new, {sheet.counts.changed} changed,"
        f" {sheet.counts.unchanged} unchanged, {sheet.counts.gone} gone"
        f"{'' if sheet.complete else ' (kept: a part of the export)'},"
        f" {sheet.counts.rejected} rejected"
        f"{_removed(sheet.invisible)}"
        for sheet in batch.sheets
    ]
    run_load(db, Load(batch, exported, sure=True), actor, progress)
    return lines


def _removed(invisible: int) -> str:
    characters = "character" if invisible == 1 else "characters"
    return f", {invisible} invisible {characters} removed" if invisible else ""
