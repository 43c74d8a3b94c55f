"""Load exports: .csv, .txt, .xlsx or a .zip of them."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from dq.cli import opened, progress
from dq.errors import N_, Invalid

if TYPE_CHECKING:
    from dq.intake import Batch

# More tables than these are counted, and not named.
NAMED = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files, their day, and whether they hold everything."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--date", type=day, help="the day of the export (today)")
    parser.add_argument(
        "--holds",
        action="append",
        default=[],
        type=holding,
        metavar="OBJECT=NAME",
        help="what a table holds that is not recognised, such as project=Inzet__c.csv",
    )
    parser.add_argument(
        "--older", action="store_true", help="load files that are older than what is loaded too"
    )
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


def day(text: str) -> date:
    """A day as it is given on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2026-11-23") from error


def holding(text: str) -> tuple[str, str]:
    """The name of a table and what it holds, as they are given on the command line."""
    from dq import intake

    name, _, table = text.partition("=")
    if name not in intake.objects() or not table:
        raise argparse.ArgumentTypeError(
            f"{text} is not one of {', '.join(intake.objects())}, an equals sign and a table's name"
        )
    return table, name


def run(given: argparse.Namespace) -> None:
    """Load files in one transaction; say what each brought."""
    with opened(given.store) as db:
        lines, aside = loaded(
            db,
            given.files,
            given.date or date.today(),
            given.complete,
            said=dict(given.holds),
            older=given.older,
        )
        print("\n".join(lines + aside))


def load_files(
    db: duckdb.DuckDBPyConnection, files: list[Path], exported: date, actor: str = "command line"
) -> list[str]:
    """Load `files` as one export, in place of the demo company; return a line per file.

    :raises Invalid: a file cannot be read, or nothing at all can be loaded
    """
    return loaded(db, files, exported, actor=actor)[0]


def loaded(
    db: duckdb.DuckDBPyConnection,
    files: list[Path],
    exported: date,
    complete: bool | None = None,
    actor: str = "command line",
    said: dict[str, str | None] | None = None,
    older: bool = True,
) -> tuple[list[str], list[str]]:
    """Load `files`: a line for each that was, and those on what is left aside.

    :param complete: whether the files hold everything; None: as they seem
    :param said: per name of a table what it holds
    :param older: load files too that are older than what is loaded
    :raises Invalid: a file cannot be read, or nothing at all can be loaded
    """
    from dq import demo, intake
    from dq.commands import clear
    from dq.intake import age
    from dq.intake.load import Load
    from dq.intake.load import run as run_load

    def read() -> intake.Batch:
        batch = intake.read(db, [(path.name, path) for path in files], progress, said)
        given = {path.name for path in files}
        for name, error in batch.refused:
            if name in given:
                raise error
        for sheet in batch.sheets:
            if complete is not None:
                sheet.complete = complete
        return batch

    batch = read()
    if demo.makes_way(db, batch):
        clear.run(db, clear.Clear(), actor)
        batch = read()
    for sheet in () if older else age.older(batch):
        raise Invalid(
            N_("{file} is older than what is loaded; load it with --older all the same."),
            file=sheet.name,
        )
    lines = [
        f"{sheet.name}: {sheet.object}: {sheet.counts.new} new, {sheet.counts.changed} changed,"
        f" {sheet.counts.unchanged} unchanged, {sheet.counts.gone} gone"
        f"{'' if sheet.complete else ' (kept: a part of the export)'},"
        f" {sheet.counts.rejected} rejected"
        for sheet in batch.sheets
        if sheet.ready
    ]
    run_load(db, Load(batch, exported), actor, progress)
    return lines, left_aside(batch)


def left_aside(batch: "Batch") -> list[str]:
    """A line for each file of which nothing is loaded, and one for the other tables together."""
    lines = [str(error) for _, error in batch.refused]
    lines += [str(sheet.problem) for sheet in batch.sheets if sheet.problem]
    lines += [
        f"left aside: {one.name}; it may hold {one.maybe}s: load it with --holds {one.maybe}=NAME"
        for one in batch.aside
        if one.maybe
    ]
    others = [one.name for one in batch.aside if not one.maybe]
    if others:
        tables = "table" if len(others) == 1 else "tables"
        names = f": {', '.join(others)}" if len(others) <= NAMED else ""
        lines.append(f"left aside: {len(others)} other {tables}{names}")
    return lines
