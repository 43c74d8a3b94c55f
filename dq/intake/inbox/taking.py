"""What is in the inbox is loaded and judged; what is doubtful waits for a person.

Tested in tests/intake/inbox/test_taking.py.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import duckdb

from dq.access import itself, needs
from dq.domain import demo
from dq.errors import N_, Conflict, DqError, Full, Invalid, NotFound, StoreBusy
from dq.intake import brought, upload
from dq.intake.answers import answers
from dq.intake.batch import Batch
from dq.intake.inbox import by_file, places
from dq.intake.inbox.places import Box, Reason
from dq.intake.landing import doubts
from dq.intake.landing.load import Load
from dq.intake.landing.load import run as load
from dq.judging import judge

log = logging.getLogger("kaartenbak")


ANSWER = N_(
    "{file} says what became of rows that were loaded into Salesforce; read it on the page Results."
)
BROKEN = N_("It could not be loaded. Please pass on reference {reference}.")
ASIDE = N_("{actor} set it aside.")
AGAIN = N_("It came again while it was being loaded.")
GONE = N_("That is not there any more; somebody else has seen to it.")
State = Literal["done", "waiting", "failed"]

After = Callable[[duckdb.DuckDBPyConnection], object]

# Whoever takes is alone: the watch of a server, and the button on a page.
_alone = threading.Lock()


@dataclass(frozen=True)
class Taken:
    """What became of files that came together: where they are now, and what is said of it."""

    state: State
    name: str
    files: tuple[str, ...]
    lines: tuple[str, ...]


def take(
    db: duckdb.DuckDBPyConnection, box: Box, *, sure: bool = False, after: After | None = None
) -> Taken | None:
    """Load what has come whole; None where nothing has. What a stop left half is put right first.

    :param sure: also what is doubtful
    :param after: what is done once it is loaded, in place of judging it alone
    """
    with _alone:
        _recover(db, box, after)
        ready = box.ready()
        if not ready:
            return None
        folder = places.move(ready, box.taking, places.stamp())
        return _carry_out(db, box, folder, sure, after)


def take_held(
    db: duckdb.DuckDBPyConnection,
    box: Box,
    name: str,
    after: After | None = None,
    actor: str = itself.INBOX,
) -> Taken:
    """Load what waited, since somebody looked at it and says that it is right.

    :param after: what is done once it is loaded, in place of judging it alone
    :param actor: who says so
    :raises Forbidden: who acts may not load
    :raises NotFound: it waits no more
    """
    needs.see_to("load")
    with _alone:
        # First, as a load after it would look as if what a stop left half had landed.
        _recover(db, box, after)
        folder = places.move(_waiting(box, name), box.taking, places.stamp())
        places.write(folder / places.WHO, actor)
        places.clear(box.waiting / name)
        return _carry_out(db, box, folder, True, after)


def drop(db: duckdb.DuckDBPyConnection, box: Box, name: str, actor: str) -> None:
    """Set aside what waited: it failed.

    :raises Forbidden: who acts may not load
    :raises NotFound: it waits no more
    """
    needs.see_to("load")
    with _alone:
        by_file.failed(db, box, _waiting(box, name), name, [Reason(ASIDE, {"actor": actor})])
        places.clear(box.waiting / name)


def _waiting(box: Box, name: str) -> list[Path]:
    folder = box.waiting / name
    if places.moment(name) is None or not folder.is_dir():
        raise NotFound(GONE)
    return places.within(folder)


def _recover(db: duckdb.DuckDBPyConnection, box: Box, after: After | None) -> None:
    """What was being loaded when the program stopped: it is done if it landed, and what is done
    after it as well; else it comes again."""
    for folder in box.begun():
        begun = places.moment(folder.name)
        landed = (
            begun
            and db.execute(
                "select 1 from load where actor = ? and loaded >= ?",
                [_actor(folder), begun],
            ).fetchall()
        )
        files = places.within(folder)
        if landed and files:
            _follow(db, after)
            by_file.done(db, box, files, folder.name, ["loaded"])
        for path in [] if landed else files:
            target = box.root / path.name
            if target.exists():
                by_file.failed(db, box, [path], folder.name, [Reason(AGAIN, {}, path.name)])
            else:
                path.replace(target)
        places.clear(folder)


def _carry_out(
    db: duckdb.DuckDBPyConnection, box: Box, folder: Path, sure: bool, after: After | None
) -> Taken:
    """Load a folder of files, and move them to where they belong by what came of it."""
    files = places.within(folder)
    failed: list[Reason] = []
    try:
        results = [path for path in files if answers.known(path)]
        exports = [path for path in files if path not in results]
        batch = upload.read(db, [(path.name, path) for path in exports])
        failed = [Reason(ANSWER, {"file": path.name}, path.name) for path in results]
        failed += by_file.refused(batch, exports)
        found = _load(db, batch, _day(exports), sure, after, _actor(folder))
    except DqError as error:
        why = [places.reason(error)]
        if _passes(error):
            return _end(db, box, folder, "waiting", why)
        return _end(db, box, folder, "failed", failed or why)
    except Exception as error:
        reference = places.stamp()[-10:]
        log.exception("The inbox could not be loaded (reference %s)", reference)
        if isinstance(error, duckdb.InterruptException):
            raise
        return _end(db, box, folder, "failed", [Reason(BROKEN, {"reference": reference})])
    if found:
        return _end(db, box, folder, "waiting", [*found, *failed])
    bad, lines = {one.file for one in failed}, []
    if wrong := [path for path in files if path.name in bad]:
        lines += map(str, by_file.failed(db, box, wrong, folder.name, failed, batch))
    lines += [
        line for sheet in batch.sheets if sheet.ready for line in brought.by(sheet, box.root.parent)
    ]
    return _end(db, box, folder, "done", [], [*lines, *brought.left_aside(batch)], batch)


def _load(
    db: duckdb.DuckDBPyConnection,
    batch: Batch,
    day: date,
    sure: bool,
    after: After | None,
    actor: str,
) -> list[Reason]:
    """Load and judge; or why somebody has to look first."""
    if not sure and not batch.empty:
        afresh = batch.strange and demo.held(db)
        if found := doubts.of(db, batch, afresh=afresh):
            return [places.reason(one) for one in found]
    try:
        load(db, Load(batch, day, sure=True), actor)
    except Invalid as error:
        if batch.empty:
            raise
        return [places.reason(error)]  # doubtful by what somebody did since it was read
    _follow(db, after)
    return []


def _follow(db: duckdb.DuckDBPyConnection, after: After | None) -> None:
    """Judge what was loaded, or do what is done in place of that."""
    try:
        (after or judge.refresh)(db)
    except Exception:  # it is loaded all the same; whoever opens a page tries again
        log.exception("What the inbox brought could not be judged")


def _actor(folder: Path) -> str:
    """Who loads what is in it: whoever said that it is right, else the inbox by itself."""
    try:
        return (folder / places.WHO).read_text("utf-8")
    except OSError:
        return itself.INBOX


def _day(files: Sequence[Path]) -> date:
    """The day of the export: when the newest of the files was made."""
    newest = max((path.stat().st_mtime for path in files), default=None)
    return min(date.fromtimestamp(newest), date.today()) if newest else date.today()


def _passes(error: DqError) -> bool:
    """Whether it may go well another time: it is no fault of the files."""
    return isinstance(error, Full | Conflict | StoreBusy)


def _end(
    db: duckdb.DuckDBPyConnection,
    box: Box,
    folder: Path,
    state: State,
    reasons: Sequence[Reason],
    lines: Sequence[str] = (),
    batch: Batch | None = None,
) -> Taken:
    """Move what was taken to where it belongs."""
    files, said = places.within(folder), [str(one) for one in reasons]
    if state == "done":
        said = by_file.done(db, box, files, folder.name, lines, batch)
    elif state == "failed":
        by_file.failed(db, box, files, folder.name, reasons, batch)
    else:
        places.explain(places.move(files, box.waiting, folder.name), reasons)
    places.clear(folder)
    return Taken(state, folder.name, tuple(path.name for path in files), tuple(said))
