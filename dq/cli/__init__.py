"""The commands of the command line, one a file: its `arguments`, and `run`.

Tested in tests/test_command_line.py.
"""

import argparse
import contextlib
import sys
from collections.abc import Generator, Iterable
from datetime import date
from pathlib import Path

import duckdb

from dq.errors import N_, NotFound, StoreBusy
from dq.queries.settings import notices
from dq.store import aside, opening

NONE = N_(
    "There is no store {path}. Name another with --store, or make one: python -m dq load, or the"
    " app (python -m dq serve)."
)

ASIDE = "the app has the store open, so a copy of this moment is read"


def store_option(parser: argparse.ArgumentParser) -> None:
    """Let a command be told which store; before the command it can be said as well."""
    parser.add_argument(
        "--store",
        type=Path,
        metavar="FILE",
        default=argparse.SUPPRESS,
        help="the store (default: DQ_STORE, else data/store.duckdb)",
    )


@contextlib.contextmanager
def opened(
    path: Path, *, new: bool = False, written: Iterable[Path] = ()
) -> Generator[duckdb.DuckDBPyConnection]:
    """The store at `path`, closed afterwards; it reaches no other files but temporary ones.

    What only reads gets a copy of this moment while the app has the store open.

    :param new: whether it is written: one that is not there yet is made
    :param written: files that are to be made of it
    :raises NotFound: it is not there
    :raises StoreBusy: the app holds it
    """
    if not new and not opening.there(path):
        raise NotFound(NONE, path=path)
    with _held(path) if new else _read(path) as db:
        opening.confine(db, path, written)
        for notice in notices.unread(db):
            print(f"dq: {notice}", file=sys.stderr)
        yield db


@contextlib.contextmanager
def _held(path: Path) -> Generator[duckdb.DuckDBPyConnection]:
    db = opening.connect(path)
    try:
        yield db
    finally:
        opening.close(db)


@contextlib.contextmanager
def _read(path: Path) -> Generator[duckdb.DuckDBPyConnection]:
    with contextlib.ExitStack() as stack:
        try:
            db = stack.enter_context(_held(path))
        except StoreBusy:
            db = stack.enter_context(aside.opened(path))
            print(f"dq: {ASIDE}", file=sys.stderr)
        yield db


def day(text: str) -> date:
    """A day as it is given on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2026-11-23") from error


def progress(fraction: float, message: str, **values: object) -> None:
    """Show how far a long command is, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r{fraction:4.0%} {message.format(**values):60.60}", end="", file=sys.stderr)
        if fraction >= 1:
            print(file=sys.stderr)


def tell(line: str, *outputs: Path) -> None:
    """Say what was written; not among what was written."""
    from dq.handover.lists.outputs import is_stdout

    print(line, file=sys.stderr if any(map(is_stdout, outputs)) else sys.stdout)
