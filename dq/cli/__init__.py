"""The commands of the command line, one a file: its `arguments`, and `run`.

Tested in tests/test_command_line.py.
"""

import argparse
import contextlib
import sys
from collections.abc import Generator
from datetime import date
from pathlib import Path

import duckdb

from dq.queries.settings import notices
from dq.store import door


@contextlib.contextmanager
def opened(path: Path) -> Generator[duckdb.DuckDBPyConnection]:
    """The store at `path`, closed afterwards.

    :raises StoreBusy: the app holds it
    """
    db = door.connect(path)
    try:
        for notice in notices.unread(db):
            print(f"dq: {notice}", file=sys.stderr)
        yield db
    finally:
        door.close(db)


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
