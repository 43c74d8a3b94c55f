"""What is carried out once a page is drawn, or somebody leaves it.

Tested in tests/pages/ui/session/test_late.py.
"""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from typing import Any

import duckdb

from dq.access import rights
from dq.access.rights import Person
from dq.errors import DqError
from dq.store import door

# Where the last of a session is kept, so that a page after it can say that it was refused.
LATE = "_late"
Step = tuple[Callable[..., Any], Any]
# So many seconds the page gets to be drawn, in a browser that may share our processors.
DRAWING = 0.2
# So many seconds another page waits for it.
PATIENCE = 1.0
# So many seconds it takes to read why something was refused.
READ = 2.0


class Late:
    """Commands that are carried out together, after the page is drawn; all of them, or none.

    Who asks must wait before saying that it is so, and before asking for more. `changes` can be
    undone; `error` is why it was refused, and `told` says that somebody was told, which `page` does
    itself, since the moment `seen`. `about` is who or what it is of.
    """

    def __init__(
        self,
        db: duckdb.DuckDBPyConnection,
        steps: Sequence[Step],
        actor: str,
        then: Callable[[], None] = lambda: None,
        page: str = "",
        about: str = "",
    ) -> None:
        self.changes: tuple[int, ...] = ()
        self.error: Exception | None = None
        self.told = False
        self.seen: float | None = None
        self.page, self.about = page, about
        self._hurry, self._over = threading.Event(), threading.Event()
        work = (db, tuple(steps), actor, then, rights.now())
        threading.Thread(target=self._run, args=work, daemon=True).start()

    def in_time(self) -> None:
        """Until it is carried out, or refused, once the page had its time to be drawn."""
        self._over.wait()

    def ends(self) -> bool:
        """Carry it out now, for who left; whether it is, or is refused, while they may wait."""
        self._hurry.set()
        return self._over.wait(PATIENCE)

    def wait(self) -> None:
        """Carry it out now; until it is, or is refused.

        :raises Exception: a fault of ours
        """
        self._hurry.set()
        self._over.wait()
        if self.error is not None and not isinstance(self.error, DqError):
            raise self.error

    @property
    def read(self) -> bool:
        """Whether somebody was told, or had the time to read it."""
        return self.told or (self.seen is not None and time.monotonic() - self.seen > READ)

    @property
    def refused(self) -> DqError | None:
        """Why it was refused; None as long as that is not known."""
        return self.error if isinstance(self.error, DqError) else None

    def _run(
        self,
        db: duckdb.DuckDBPyConnection,
        steps: Sequence[Step],
        actor: str,
        then: Callable[[], None],
        person: Person,
    ) -> None:
        self._hurry.wait(DRAWING)
        try:
            several = door.together(db) if len(steps) > 1 else nullcontext()
            with rights.acting(person), door.listening() as changes, several:
                for run, command in steps:
                    run(db, command, actor)
            self.changes = tuple(changes)
            with suppress(Exception):  # what was done stands, whatever is noted beside it
                then()
        except Exception as error:  # for who waits
            self.error = error
        finally:
            self._over.set()
