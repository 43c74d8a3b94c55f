"""The process that reads what users upload, since a hostile file may take it down.

A request is a line of JSON on its standard input; the answers are lines of JSON, the last of which
says `end`. It ends with its parent: its standard input does then.

Tested in tests/reading/test_apart.py.
"""

import json
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from dq import discreet
from dq.errors import N_, DqError, Invalid
from dq.reading import containers, dialect, rows
from dq.reading.dialect import Dialect
from dq.reading.limits import MEMORY, Limits

try:
    import resource
except ImportError:  # Windows: there only the time is limited
    resource = None

Answer = dict[str, object]
UNOPENED = N_("{file} cannot be opened: {reason}.")


def main() -> None:
    """Answer requests one by one, until there are no more."""
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    out = sys.stdout.buffer
    while True:
        request = json.loads(requests.get())
        limits = Limits(**request["limits"])
        bound(limits)
        for answer in answered(request, limits):
            out.write(json.dumps(answer).encode() + b"\n")
            out.flush()
        out.write(json.dumps({"end": True, "peak": peak()}).encode() + b"\n")
        out.flush()


def _listen(requests: "queue.SimpleQueue[bytes]") -> None:
    for line in sys.stdin.buffer:
        requests.put(line)
    os._exit(0)  # the parent is gone; whatever goes on is for nobody


def bound(limits: Limits) -> None:
    """Let the system stop this process where it takes more than it may."""
    if resource is None:
        return
    spent = int(time.process_time())
    most = {
        resource.RLIMIT_AS: limits.memory << 20,
        # The parent watches the clock; this is for a child that it can no longer reach.
        resource.RLIMIT_CPU: spent + limits.seconds + 5,
    }
    for kind, value in most.items():
        _, hard = resource.getrlimit(kind)
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, hard))


def peak() -> int:
    """The most memory that this process has taken, in MB; 0 where the system does not say."""
    # Not ru_maxrss: that begins with what the parent had when it started this process.
    with suppress(OSError), open("/proc/self/status", encoding="ascii") as file:
        for line in file:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) >> 10
    return 0


def answered(request: dict, limits: Limits) -> Iterator[Answer]:
    """The answers to one request; what goes wrong is an answer too."""
    name = request["name"]
    try:
        yield from DOES[request["do"]](request, limits)
    except DqError as error:
        yield refused(name, error)
    except MemoryError:
        yield refused(name, Invalid(MEMORY, file=name, most=limits.memory))
    except OSError as error:
        yield refused(name, Invalid(UNOPENED, file=name, reason=error.strerror or str(error)))
    except Exception as error:  # whatever a file made the code stumble over
        yield {"broke": discreet.trace(error)}


def refused(name: str, error: DqError) -> Answer:
    """An error as it crosses to the parent."""
    return {"name": name, "refused": error.message, "values": error.values}


def _tables(request: dict, limits: Limits) -> Iterator[Answer]:
    """Every table of text in a file, and how it is written."""
    scratch = Path(request["scratch"])
    parts = containers.parts(request["name"], Path(request["path"]), scratch, limits)
    for index, (name, found) in enumerate(parts):
        if isinstance(found, DqError):
            yield refused(name, found)
            continue
        try:
            folder = scratch / f"part-{index}"
            folder.mkdir()
            yield {"name": name, **written(_table(found, folder, name, limits))}
        except DqError as error:
            yield refused(name, error)


def _text(request: dict, limits: Limits) -> Iterator[Answer]:
    """How one file is written that is text, whatever it is called."""
    path, scratch = Path(request["path"]), Path(request["scratch"])
    yield written(_table(path, scratch, request["name"], limits))


def _table(path: Path, scratch: Path, name: str, limits: Limits) -> Dialect:
    found = dialect.sniff(path, scratch, name)
    limits.columns_of(name, len(found.headers))
    limits.cells_of(name, lines(found.path), len(found.headers))
    return found


def lines(path: Path) -> int:
    """How many line ends a file has, however they are written."""
    ends = {b"\n": 0, b"\r": 0}
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            for end in ends:
                ends[end] += block.count(end)
    return max(ends.values())


def _rows(request: dict, limits: Limits) -> Iterator[Answer]:
    """The same table with its rows rewritten, and those that could not be."""
    found = unwritten(request["dialect"])
    target = Path(request["scratch"]) / "rows.csv"
    how = {"widen": request["widen"], "quote": request["quote"]}
    done = rows.rewrite(found, request["name"], target, **how)
    for reject in done.broken:
        yield asdict(reject)
    plain = replace(found, path=target, skip=0, sample=[])
    yield written(plain) | {"cut": done.cut}


DOES: dict[str, Callable[[dict, Limits], Iterator[Answer]]] = {
    "tables": _tables,
    "text": _text,
    "rows": _rows,
}


def written(found: Dialect) -> Answer:
    """A dialect as it crosses between the processes."""
    return asdict(found) | {"path": str(found.path)}


def unwritten(answer: dict) -> Dialect:
    """A dialect that crossed."""
    fields: dict[str, Any] = {name: answer[name] for name in Dialect.__dataclass_fields__}
    fields["path"] = Path(answer["path"])
    return Dialect(**fields)


if __name__ == "__main__":
    discreet.install()
    main()
