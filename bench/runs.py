"""Run processes in turn and take the median, so that both sides meet the same machine."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable


@dataclass
class Timing:
    """Seconds of one thing: the whole process, its processor time, and the work itself."""

    whole: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    inner: list[float] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """The median of the whole, from start to exit."""
        return statistics.median(self.whole)

    @property
    def cpu(self) -> float:
        """The median of the processor seconds of all cores, which other work disturbs less."""
        return statistics.median(self.processor)

    @property
    def own(self) -> float:
        """The median of the work itself, without starting Python."""
        return statistics.median(self.inner)


def process(timing: Timing, *command: str) -> str:
    """Run `python command`, note its times, return what it printed.

    :raises CalledProcessError: it failed
    """
    before, start = os.times(), time.perf_counter()
    done = subprocess.run(
        [PYTHON, *command], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    timing.whole.append(time.perf_counter() - start)
    after = os.times()
    used = after.children_user + after.children_system
    timing.processor.append(used - before.children_user - before.children_system)
    for line in done.stdout.splitlines():
        if line.startswith('{"step"'):
            timing.inner.append(json.loads(line)["step"])
    return done.stdout


def interleaved(rounds: int, *sides: Callable[[], None]) -> None:
    """Run the sides in turn, so many rounds."""
    for _ in range(rounds):
        for side in sides:
            side()


def copied(source: Path, target: Path) -> Path:
    """A fresh copy of a store, so that every round starts from the same."""
    remove(target)
    shutil.copy(source, target)
    return target


def remove(store: Path) -> None:
    """Remove a store and what is kept beside it."""
    for ending in ("", ".wal", ".last"):
        store.with_name(store.name + ending).unlink(missing_ok=True)
