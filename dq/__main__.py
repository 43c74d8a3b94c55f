"""The command line: load, check, duplicates, export and serve, on the same store as the pages."""

import argparse
import logging
import os
import sys
from pathlib import Path
from typing import NoReturn

import duckdb

from dq.cli import check, duplicates, export, load, serve
from dq.errors import DqError

DEFAULT_STORE = Path(__file__).resolve().parent.parent / "data" / "store.duckdb"
COMMANDS = {
    "load": load,
    "check": check,
    "duplicates": duplicates,
    "export": export,
    "serve": serve,
}
STOPPED = 130  # what shells answer after Ctrl-C


class Parser(argparse.ArgumentParser):
    """An argument parser that answers bad use with one sentence and exit status 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status: 0, or 2 after a sentence on what was wrong."""
    given = parser().parse_args(arguments)
    # What goes wrong is said in one sentence; the details are for the log of the server.
    logging.getLogger("kaartenbak").addHandler(logging.NullHandler())
    try:
        given.run(given)
    except DqError as error:
        print(f"dq: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"dq: {error.filename or 'file'}: {error.strerror or error}", file=sys.stderr)
        return 2
    except duckdb.OperationalError as error:  # the disk is full, or memory
        print(f"dq: {str(error).splitlines()[0]}", file=sys.stderr)
        return 2
    except (KeyboardInterrupt, RuntimeError) as error:
        # DuckDB makes this of Ctrl-C in the middle of a query.
        if isinstance(error, RuntimeError) and "interrupted" not in str(error):
            raise
        print("dq: stopped", file=sys.stderr)
        return STOPPED
    return 0


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = Parser(prog="python -m dq", description="Kaartenbak on the command line.")
    top.set_defaults(store=Path(os.environ.get("DQ_STORE") or DEFAULT_STORE))
    common = Parser(add_help=False)
    for place in (top, common):  # before the command or after it
        place.add_argument(
            "--store",
            type=Path,
            metavar="FILE",
            default=argparse.SUPPRESS,
            help="the store (default: DQ_STORE, else data/store.duckdb)",
        )
    commands = top.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)
    for name, command in COMMANDS.items():
        added = commands.add_parser(
            name, parents=[common], help=command.__doc__, description=command.__doc__
        )
        command.arguments(added)
        added.set_defaults(run=command.run)
    return top


if __name__ == "__main__":
    sys.exit(main())
