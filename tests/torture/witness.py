"""A connection that writes down, before each commit and after it, what the store then holds.

So that after a kill it is known what was confirmed and what was about to be: anything else in the
store is a confirmed value that was lost, or half a write.
"""

import json
import os

from dq.store import contents

# What the store says of itself, written outside of transactions.
APART = ("main.log_expected", "main.notice", "main.judged")


def totals(db):
    """Rows and a sum of all values, by table."""
    found = contents.totals(db)
    return {name: list(found[name]) for name in found if name not in APART}


class Journal:
    """Lines in a file that outlive the process that wrote them."""

    def __init__(self, path):
        self.path = path

    def note(self, kind, **facts):
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"kind": kind, **facts}) + "\n")

    def lines(self):
        if not self.path.exists():
            return []
        return [json.loads(line) for line in self.path.read_text("utf-8").splitlines()]


class Witnessed:
    """A connection to a store, and every cursor of it, with a journal of its commits."""

    def __init__(self, db, journal):
        self._db, self.journal = db, journal

    def __getattr__(self, name):
        return getattr(self._db, name)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._db.close()

    def cursor(self):
        return Witnessed(self._db.cursor(), self.journal)

    def execute(self, sql, *given):
        if sql.strip().lower() != "commit":
            return self._db.execute(sql, *given)
        after = totals(self._db)
        self.journal.note("committing", totals=after, process=os.getpid())
        result = self._db.execute(sql, *given)
        self.journal.note("confirmed", totals=after)
        return result
