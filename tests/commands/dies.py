"""Let Jan leave in a store, and be killed on the way: `dies.py STORE` prints one line per store.

Every statement that writes is a step, and so is the commit; store n is a copy in which the process
died right after step n, the next to last just before the commit, the last right after it.
"""

import os
import shutil
import signal
import sys
from datetime import date, datetime
from pathlib import Path

from dq.commands import leave
from dq.domain import steps
from dq.store import door, opening

COMMAND = leave.Leave({"jan": 1}, date(2026, 11, 30), date(2026, 12, 1), ("eva", "piet"))
WRITES = ("insert", "update", "delete", "commit")


class Always(datetime):
    """The same moment in every copy."""

    @classmethod
    def now(cls, tz=None):
        return cls(2026, 11, 24, 12)


class Dying:
    """A connection whose process is killed right after its nth write; 0 counts them only.

    A negative n kills right before the write.
    """

    def __init__(self, db, last=0):
        self.db, self.last, self.count = db, last, 0

    def execute(self, sql, *given):
        writes = sql.lstrip().startswith(WRITES)
        self.count += writes
        if writes and self.count == -self.last:
            die()
        result = self.db.execute(sql, *given)
        if writes and self.count == self.last:
            result.fetchall()
            die()
        return result


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def in_a_copy(path, name, last):
    """Let somebody leave in a copy of the store, in a process of its own; says how it ended."""
    copy = path.with_name(f"{name}.duckdb")
    shutil.copy(path, copy)
    child = os.fork()
    if not child:
        try:
            db = Dying(opening.connect(copy), last)
            leave.run(db, COMMAND, "vera")
            path.with_name("count").write_text(str(db.count))
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    print(name, os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    steps.datetime = door.datetime = Always
    base = Path(sys.argv[1])
    in_a_copy(base, "whole", 0)
    commit = int(base.with_name("count").read_text())
    for number in range(1, commit):
        in_a_copy(base, f"after-{number}", number)
    in_a_copy(base, "before-commit", -commit)
    in_a_copy(base, "after-commit", commit)
