"""The command line, on the store of the pages; each command is a file in `cli`."""

import argparse
import logging
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

import duckdb

from dq import discreet
from dq.cli import (
    check,
    duplicates,
    export,
    forget,
    handover,
    inbox,
    load,
    person,
    report,
    restore,
    retention,
    serve,
    settings,
    store_option,
)
from dq.errors import DqError
from dq.store import faults

DEFAULT_STORE = Path(__file__).resolve().parent.parent / "data" / "store.duckdb"
COMMANDS = {
    "load": load,
    "inbox": inbox,
    "check": check,
    "duplicates": duplicates,
    "export": export,
    "handover": handover,
    "report": report,
    "person": person,
    "forget": forget,
    "restore": restore,
    "retention": retention,
    "settings": settings,
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
    # A machine that stops asks every program to stop; what runs is then rolled back and closed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # What goes wrong is said in one sentence; the details are for the log of the server.
    logging.getLogger("kaartenbak").addHandler(logging.NullHandler())
    try:
        given.run(given)
    except (DqError, OSError, duckdb.Error) as error:
        if (said := sentence(error)) is None:
            raise
        print(f"dq: {said}", file=sys.stderr)
        return 2
    except (KeyboardInterrupt, RuntimeError) as error:
        if not faults.interrupted(error):
            raise
        print("dq: stopped", file=sys.stderr)
        return STOPPED
    return 0


def sentence(error: Exception) -> str | None:
    """What was wrong, or None for a fault of our own."""
    if known := faults.explained(error):
        return str(known)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'file'}: {error.strerror}"
    return None  # what others say may be of the data


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = Parser(prog="python -m dq", description="Kaartenbak on the command line.")
    top.set_defaults(store=Path(os.environ.get("DQ_STORE") or DEFAULT_STORE))
    common = Parser(add_help=False)
    for place in (top, common):  # before the command or after it
        store_option(place)
    commands = top.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)
    for name, command in COMMANDS.items():
        added = commands.add_parser(
            name, parents=[common], help=command.__doc__, description=command.__doc__
        )
        command.arguments(added)
        added.set_defaults(run=command.run)
    return top


if __name__ == "__main__":
    discreet.install()
    sys.exit(main())
