"""Load exports: .csv, .tsv, .tab, .txt, .xlsx or a .zip of them.

Tested in tests/test_command_line.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from dq.cli import day, opened, progress
from dq.errors import N_, DqError, Invalid
from dq.intake import brought

if TYPE_CHECKING:
    from dq import intake

ANSWER = N_(
    "{file} says what became of rows that were loaded into Salesforce; read it in the app, on the"
    " page Results."
)


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
        help="load also what is older, or takes out or changes more than exports usually do",
    )


# What a table holds that is none of ours.
NOT_OURS = "none"


def holding(text: str) -> tuple[str, str]:
    """The name of a table and what it holds, as they are given on the command line."""
    from dq import intake

    name, _, table = text.partition("=")
    if name not in (*intake.objects(), NOT_OURS) or not table:
        raise argparse.ArgumentTypeError(
            f"{text} is not one of {', '.join(intake.objects())} or {NOT_OURS}, an equals sign and"
            " a table's name"
        )
    return table, name


def run(given: argparse.Namespace) -> None:
    """Load files in one transaction; say what each brought."""
    from dq.casework import automatic
    from dq.domain import demo
    from dq.intake.landing import preview

    with opened(given.store, new=True) as db:
        batch = _read(db, given.files, given.complete, dict(given.holds))
        afresh = batch.strange and demo.held(db)
        lacking = {sheet.name: preview.lacking(db, batch, sheet) for sheet in batch.sheets}
        try:
            _take(db, batch, given.date or date.today(), "command line", given.yes)
        except Invalid as error:
            # Which rows were rejected, and why; what a table may hold, and how to say so.
            if batch.empty and (batch.objects or any(one.maybe for one in batch.aside)):
                _tell(batch, given.store.parent, lacking, but=str(error))
            raise
        repaired = automatic.after_load(db, progress)
    if afresh:
        print("the demo company made way for it")
    _tell(batch, given.store.parent, lacking)
    if repaired:
        print(f"{repaired} repairs were made by themselves; the history has them")


def load_files(
    db: duckdb.DuckDBPyConnection,
    files: list[Path],
    exported: date,
    complete: bool | None = None,
    actor: str = "command line",
    sure: bool = False,
    said: Mapping[str, str | None] | None = None,
) -> intake.Batch:
    """Load `files` as one export, in place of the demo company; return what they brought.

    :param complete: whether the files hold everything; None: as they seem
    :param sure: also what is older, or would take out or change more than an export usually does
    :param said: per name of a table what it holds
    :raises Invalid: a file cannot be read, nothing at all can be loaded, or it is doubtful
    """
    batch = _read(db, files, complete, said)
    _take(db, batch, exported, actor, sure)
    return batch


def _take(
    db: duckdb.DuckDBPyConnection, batch: intake.Batch, exported: date, actor: str, sure: bool
) -> None:
    from dq.domain import demo
    from dq.intake.landing import doubts
    from dq.intake.landing.load import Load
    from dq.intake.landing.load import run as run_load

    if not sure and (found := doubts.of(db, batch, afresh=batch.strange and demo.held(db))):
        last = Invalid(N_("{doubt} With --yes it is loaded all the same."), doubt=found[-1])
        _stop([*found[:-1], last])
    run_load(db, Load(batch, exported, sure=True), actor, progress)


def _tell(
    batch: intake.Batch, folder: Path, lacking: Mapping[str, list[str]], but: str = ""
) -> None:
    """Say what each file brought; rejected rows are written to the folder.

    :param lacking: per sheet the fields that it lacks and the export before had
    :param but: a line that is said already
    """
    for sheet in batch.sheets:
        if sheet.ready:
            print("\n".join(brought.by(sheet, folder, lacking.get(sheet.name, ()))))
    for line in brought.left_aside(batch):
        if line != but:
            print(line)


def _read(
    db: duckdb.DuckDBPyConnection,
    files: list[Path],
    complete: bool | None,
    said: Mapping[str, str | None] | None,
) -> intake.Batch:
    """Read the files; one that was named and cannot be loaded stops all of them.

    :raises Invalid: such a file
    """
    from dq import intake
    from dq.intake.answers import answers

    _stop([Invalid(ANSWER, file=path.name) for path in files if _there(answers.known, path)])
    holds = {table: None if name == NOT_OURS else name for table, name in (said or {}).items()}
    batch = intake.read(db, [(path.name, path) for path in files], progress, holds)
    _stop(_not_there(batch, holds))
    named = {path.name for path in files}
    wrong = [error for name, error in batch.refused if name in named] + [
        sheet.problem
        for sheet in batch.sheets
        if sheet.object and sheet.problem and sheet.name in named
    ]
    _stop(wrong)
    if complete is not None:
        for sheet in batch.sheets:
            sheet.complete = complete
    return batch


def _not_there(batch: intake.Batch, said: Collection[str]) -> list[DqError]:
    """What was said of tables that are in none of the files."""
    tables = {sheet.name for sheet in batch.sheets} | set(batch.skipped)
    tables |= {name for name, _error in batch.refused}
    known = tables | {name.split(": ")[-1] for name in tables}
    return [
        Invalid(N_("None of the files has a table {name}."), name=name)
        for name in said
        if name not in known
    ]


def _there(known: Callable[[Path], bool], path: Path) -> bool:
    """Whether it is so of a file; what is not there is said by who reads it."""
    return path.is_file() and known(path)


def _stop(reasons: Sequence[DqError]) -> None:
    """End with all the reasons there are, so that each is seen at once."""
    for reason in reasons[:-1]:
        print(f"dq: {reason}", file=sys.stderr)
    for reason in reasons[-1:]:
        raise reason
