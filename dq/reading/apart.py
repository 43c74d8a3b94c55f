"""Files are read in a process of their own, which may be ended: a hostile file stops only that."""

import atexit
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from dq import scratch, settings
from dq.errors import N_, DqError, Invalid
from dq.reading.child import unwritten, written
from dq.reading.dialect import Dialect
from dq.reading.limits import SECONDS, Limits
from dq.reading.rejects import Reject
from dq.reading.rows import Rewritten

log = logging.getLogger("kaartenbak")
ROOT = Path(__file__).parents[2]
ENDED = N_(
    "{file} could not be read: reading it broke off. Try it once more, and save it anew as CSV if"
    " it happens again."
)
# A process that took more memory (MB) is not kept for the next upload.
LIGHT = 200


def limits(db: duckdb.DuckDBPyConnection | None = None) -> Limits:
    """The limits that hold in this store; without one, those of the product."""
    values = settings.every(db) if db is not None else settings.defaults()
    names = Limits.__dataclass_fields__
    return Limits(**{name: int(str(values[settings.READING + name])) for name in names})


class _Process:
    """One process that reads."""

    def __init__(self) -> None:
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self.running = subprocess.Popen(
            [sys.executable, "-m", "dq.reading.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"},
        )
        self.kept = True  # whether another request may follow
        self.late = False

    def ask(self, request: dict[str, object], limits: Limits) -> Iterator[dict]:
        """The answers to one request.

        :raises EOFError: it ended before it had answered
        """
        self.kept, self.late = False, False
        timer = threading.Timer(limits.seconds, self._too_late)
        timer.start()
        try:
            assert self.running.stdin and self.running.stdout
            line = json.dumps(request | {"limits": asdict(limits)})
            self.running.stdin.write(line.encode() + b"\n")
            self.running.stdin.flush()
            for line in self.running.stdout:
                answer = json.loads(line)
                if "end" in answer:
                    self.kept = answer["peak"] <= LIGHT
                    return
                yield answer
        except (OSError, ValueError) as error:  # it ended in the middle of a word
            raise EOFError from error
        finally:
            timer.cancel()
        raise EOFError

    def _too_late(self) -> None:
        self.late = True
        self.running.kill()

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.running.kill()
        for pipe in (self.running.stdin, self.running.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self.running.wait()


_waiting: list[_Process] = []
_lock = threading.Lock()


def _idle() -> _Process:
    """A process that waits for work, or a new one."""
    with _lock:
        while _waiting:
            found = _waiting.pop()
            if found.running.poll() is None:
                return found
            found.end()
    return _Process()


def _keep(process: _Process) -> None:
    """Let one process wait for the next upload: to start one takes a tenth of a second."""
    with _lock:
        if not _waiting:
            _waiting.append(process)
            return
    process.end()


@atexit.register
def _end_waiting() -> None:
    with _lock:
        while _waiting:
            _waiting.pop().end()


class Reader:
    """Reads files, one after the other, within limits; what it makes of them goes to `folder`."""

    def __init__(self, limits: Limits, folder: Path) -> None:
        self.limits = limits
        self.folder = folder
        self._process: _Process | None = None

    def tables(self, name: str, path: Path) -> Iterator[tuple[str, Dialect | DqError]]:
        """Every table of text in one uploaded file with how it is written, or why not.

        :raises Invalid: reading was broken off; what came before is not the whole file
        :raises OSError: there is no such file, or it may not be read
        """
        for answer in self._ask(name, {"do": "tables", "path": _there(path)}):
            yield answer["name"], _error(answer) or unwritten(answer)

    def text(self, name: str, path: Path) -> Dialect:
        """How one file of text is written, whatever it is called.

        :raises Invalid: it is not a table of text, or reading was broken off
        """
        [answer] = list(self._ask(name, {"do": "text", "path": _there(path)}))
        if error := _error(answer):
            raise error
        return unwritten(answer)

    def rows(
        self, found: Dialect, name: str, *, widen: bool, quote: bool
    ) -> tuple[Dialect, Rewritten]:
        """A table with its rows rewritten so that DuckDB can read it, and those that cannot be.

        :param widen: a row without its last cells is whole: they are empty
        :param quote: put every cell in quotes; takes twice the time
        :raises Invalid: hardly any row can be read, or reading was broken off
        """
        dialect, done = found, Rewritten()
        request = {"dialect": written(found), "widen": widen, "quote": quote}
        for answer in list(self._ask(name, {"do": "rows", **request})):
            if error := _error(answer):
                raise error
            if "path" in answer:
                dialect, done.cut = unwritten(answer), answer["cut"]
            else:
                done.broken.append(Reject(**answer))
        return dialect, done

    def _ask(self, name: str, request: dict[str, object]) -> Iterator[dict]:
        process = self._process = self._process or _idle()
        request |= {"name": name, "scratch": mkdtemp(dir=self.folder)}
        try:
            for answer in process.ask(request, self.limits):
                if "broke" in answer:
                    log.error("Reading a file: %s", answer["broke"])
                    raise Invalid(ENDED, file=name)
                yield answer
        except EOFError as error:
            if process.late:
                raise Invalid(SECONDS, file=name, most=self.limits.seconds) from error
            raise Invalid(ENDED, file=name) from error
        finally:
            if not process.kept:
                process.end()
                self._process = None

    def close(self) -> None:
        """Let go of the process; the next upload may have it."""
        if self._process is not None:
            _keep(self._process)
            self._process = None


def _there(path: Path) -> str:
    """The whole path of a file that can be opened."""
    path.open("rb").close()
    return str(path.resolve())


def _error(answer: dict) -> DqError | None:
    return Invalid(answer["refused"], **answer["values"]) if "refused" in answer else None


@contextmanager
def reader(limits: Limits, folder: Path | None = None) -> Generator[Reader]:
    """Somebody who reads files within these limits.

    :param folder: where what they become stays; left out, it is gone in the end
    """
    with scratch.folder() as own:
        found = Reader(limits, (folder or own).resolve())
        try:
            yield found
        finally:
            found.close()
