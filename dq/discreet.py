"""What a log says of an error: what it was and where, and never its values, which may be data."""

import logging
import secrets
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from types import TracebackType
from typing import TextIO

from dq.errors import N_

BROKE = N_("Something went wrong that should not. Please pass on reference {reference}.")
# Shorter texts of errors say nothing, and would be found in any message.
SHORTEST = 3


def kind(error: BaseException) -> str:
    """The type of an error."""
    made = type(error)
    return (
        made.__qualname__
        if made.__module__ == "builtins"
        else f"{made.__module__}.{made.__qualname__}"
    )


def trace(error: BaseException) -> str:
    """Each error that led to this one, and this one last: its type, and per call the file, line
    and function."""
    return "\n".join(line for one in reversed(list(_chain(error))) for line in _lines(one))


def reference() -> str:
    """What a user passes on, and a log is searched for."""
    return secrets.token_hex(3).upper()


def _lines(error: BaseException) -> Iterator[str]:
    yield f"{kind(error)}, last call last:"
    for frame in traceback.extract_tb(error.__traceback__, None):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, those within it, and those that led to it, each once."""
    seen: list[BaseException] = []
    wait = [error]
    while wait:
        one = wait.pop()
        if one in seen:
            continue
        seen.append(one)
        yield one
        wait += one.exceptions if isinstance(one, BaseExceptionGroup) else ()
        wait += [led for led in (one.__cause__, one.__context__) if led is not None]


class Record(logging.LogRecord):
    """A line of any log: of an error it has the trace, and its text nowhere."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # ty: ignore[invalid-argument-type]
        error = self.exc_info[1] if isinstance(self.exc_info, tuple) else None
        self._within = list(_chain(error)) if error else []
        if error is not None:
            self.exc_text, self.exc_info = trace(error), None
        if isinstance(self.msg, BaseException):
            self.msg = kind(self.msg)
        if isinstance(self.args, tuple):
            self.args = tuple(_said(one) for one in self.args)
        elif isinstance(self.args, dict):
            self.args = {name: _said(one) for name, one in self.args.items()}

    def getMessage(self) -> str:  # noqa: N802
        """The message, which may quote the error that it is about."""
        message = super().getMessage()
        for one in self._within:
            for said in (repr(one), str(one)):
                if len(said) >= SHORTEST:
                    message = message.replace(said, kind(one))
        return message


def _said(value: object) -> object:
    return kind(value) if isinstance(value, BaseException) else value


def install() -> None:
    """Let everything that this process says of errors be so: its logs, those of libraries, and what
    ends a thread or the process itself."""
    logging.setLogRecordFactory(Record)
    logging.raiseExceptions = False  # a log that cannot be written would say why, with values
    sys.excepthook = ended
    threading.excepthook = _thread
    sys.unraisablehook = _unraisable
    warnings.showwarning = _warned  # ty: ignore[invalid-assignment]
    # Streamlit's, where its own loop breaks.
    traceback.print_exc = _printed  # ty: ignore[invalid-assignment]


def ended(made: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
    """The process ends with an error that nobody expected."""
    if isinstance(error, KeyboardInterrupt):
        return
    print(f"dq: {BROKE.format(reference=reference())}", file=sys.stderr)
    print(trace(error), file=sys.stderr)


def _thread(given: threading.ExceptHookArgs) -> None:
    if given.exc_value is not None and given.exc_type is not SystemExit:
        print(f"A thread ended.\n{trace(given.exc_value)}", file=sys.stderr)


def _unraisable(given: "sys.UnraisableHookArgs") -> None:
    if given.exc_value is not None:
        print(f"An error that could not be raised.\n{trace(given.exc_value)}", file=sys.stderr)


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    print(f"{filename}:{lineno} {category.__name__}", file=file or sys.stderr)


def _printed(limit: int | None = None, file: TextIO | None = None, chain: bool = True) -> None:
    error = sys.exception() if hasattr(sys, "exception") else sys.exc_info()[1]
    if error is not None:
        print(trace(error), file=file or sys.stderr)
