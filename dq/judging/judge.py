"""The one place that judges: facts, then likely duplicates, then findings."""

import hashlib
import json
import math
import threading
import time
from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import get_args

import duckdb

from dq import settings
from dq.access import needs
from dq.judging import duplicates, facts, findings, touched
from dq.judging.resident import Resident, at
from dq.judging.touched import Touched
from dq.progress import Progress
from dq.settings import declared, rules
from dq.settings.setting import Reach
from dq.store import door
from dq.store.ledger import Ledger

# What a judgement depends on besides the data.
CODE = ("sources", "objects.py", "values", "store", "checks", "matching", "judging")
# How far facts and matching take the whole, 0..1; checks take the rest.
FACTS, MATCH = 0.5, 0.8

# What matching reads, which without a server's memory is done for all contacts again.
MATCHED = ("contact", "account", "decision")
# What is worked out, in the order of the parts of a version.
REACHES: tuple[Reach, ...] = get_args(Reach)

_one_at_a_time = threading.Lock()
# When the last judgement that came to its end here began, as time.monotonic has it.
_begun = [-math.inf]


def refresh(
    db: duckdb.DuckDBPyConnection,
    progress: Progress | None = None,
    resident: Resident | None = None,
) -> bool:
    """Judge if data, settings, code or the day changed since the last time; says whether it did."""
    wanted = _now(db)
    if judged(db) == wanted:
        return False
    with _one_at_a_time:
        # Another session may have judged all of it while this one waited; what was changed
        # meanwhile is not waited for.
        if _covers(judged(db), wanted):
            return False
        start = time.monotonic()
        if judged(db)[:3] == _now(db)[:3]:
            _of_today(db, progress)
        else:
            run(db, progress, resident, sparing=True)
        _begun[0] = start
    return True


def spares(db: duckdb.DuckDBPyConnection, said: str, recent: float = 0.0) -> bool:
    """Whether the last judgement will do for who acts as `said`: they have changed and loaded
    nothing since, and somebody is judging what others did at this moment.

    :param recent: or did so less than so many seconds ago, after the newest load
    """
    _, change, code, _ = judged(db)
    just_now = newest(db) and begun() < recent
    if not (_one_at_a_time.locked() or just_now) or code != version(db):
        return False
    [(own,)] = db.execute(
        "select count(*) from change where id > ? and actor is not distinct from ?",
        [change, needs.actor(said)],
    ).fetchall()
    return not own


def begun() -> float:
    """So many seconds ago the last judgement that came to its end here began."""
    return time.monotonic() - _begun[0]


@contextmanager
def finished(seconds: float) -> Generator[None]:
    """Whoever judges may finish first, within so many seconds, and nobody begins inside; after
    them it goes on all the same, and then somebody may still be judging."""
    waited = _one_at_a_time.acquire(timeout=seconds)
    try:
        yield
    finally:
        if waited:
            _one_at_a_time.release()


def run(
    db: duckdb.DuckDBPyConnection,
    progress: Progress | None = None,
    resident: Resident | None = None,
    *,
    sparing: bool = False,
) -> None:
    """Judge everything anew; `progress(fraction, message, **values)` hears how far it is.

    With what a server keeps in memory, only the cards that changed are matched again.

    :param sparing: work out nothing anew that reads nothing of what was written since the last time
    """
    tell = progress or (lambda fraction, message, **values: None)

    start, whole = time.monotonic(), seconds(db)
    code = version(db)
    # What is changed from here on may be missed by a part, and is for the next time.
    _, seen = at(db)
    settings.apply(db)
    every = _written(db) if sparing else None
    written = every if every is not None and _like_before(db, every) else None
    facts.refresh(db, _part(tell, 0, FACTS), afresh=_changed(db, code, "facts"), touched=written)
    if _changed(db, code, "matching") or not (
        resident.update(db) if resident else every is not None and not every.of_table(*MATCHED)
    ):
        moment = at(db)
        found = duplicates.run(db, _part(tell, FACTS, MATCH))
        if resident:
            resident.take(db, found, moment)
        if written is not None:
            written.add(duplicates.TABLES)
    elif written is not None and written.of_table("contact", "portal_user"):
        written.add(duplicates.TABLES)
    findings.run(db, rules.every(db), code, _part(tell, MATCH, 1), touched=written, seen=seen)
    took = time.monotonic() - start if written is None else whole
    db.execute("update judged set seconds = ?", [took])


def partly(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether only a part is to be worked out anew, which mostly takes a moment: after a decision
    on a pair, or a change of an account, all cards are matched again (`Resident.update`)."""
    written = _written(db)
    return written is not None and _like_before(db, written)


def _written(db: duckdb.DuckDBPyConnection) -> Touched | None:
    """What was written since the store was judged; None where that may be anything."""
    load, change, *_ = judged(db)
    return None if load is None or change is None else touched.since(db, (load, change))


def _like_before(db: duckdb.DuckDBPyConnection, written: Touched) -> bool:
    """Whether the store was judged on this day, by the same code and by the same settings but for
    some that were written since, by which no facts are worked out."""
    if "facts" in declared.reached(written.settings):
        return False
    usual = settings.defaults()
    before = {
        name: usual[name] if value is None else json.loads(value)
        for name, value in written.settings.items()
    }
    return judged(db)[2:] == (_version(settings.every(db) | before), _today(db))


@contextmanager
def trying(db: duckdb.DuckDBPyConnection) -> Generator[Ledger]:
    """A ledger whose writes are seen inside, also by `rehearse`, and never happened afterwards;
    nobody else judges meanwhile."""
    with _one_at_a_time, door.trying(db) as ledger:
        yield ledger


def rehearse(
    db: duckdb.DuckDBPyConnection,
    wanted: Collection[str],
    failed: Collection[str] = (),
    progress: Progress | None = None,
) -> None:
    """Judge inside `trying`, by the settings as they hold there; of a store that was judged.

    :param wanted: the settings that are others there; only what reads them is worked out anew
    :param failed: the checks that are known to fail
    :raises findings.Failed: another check fails
    """
    tell = progress or (lambda fraction, message, **values: None)
    settings.apply(db)
    reaches, written = declared.reached(wanted), Touched(settings=dict.fromkeys(wanted))
    if "facts" in reaches:
        facts.refresh(db, _part(tell, 0, FACTS), afresh=True)
    if "matching" in reaches:
        duplicates.run(db, _part(tell, FACTS, MATCH))
        written.add(duplicates.TABLES)
    touched = None if "facts" in reaches else written
    findings.run(db, rules.every(db), version(db), _part(tell, MATCH, 1), failed, touched)


def _part(tell: Progress, start: float, stop: float) -> Callable[..., None]:
    """What tells how far a part is as how far that takes the whole."""

    def report(fraction: float, message: str, **values: object) -> None:
        tell(start + (stop - start) * fraction, message, **values)

    return report


def _of_today(db: duckdb.DuckDBPyConnection, progress: Progress | None) -> None:
    """Judge by the rules alone: on another day the same facts and likely duplicates hold."""
    whole, (_, seen) = seconds(db), at(db)
    settings.apply(db)
    findings.run(db, rules.every(db), version(db), progress, seen=seen)
    db.execute("update judged set seconds = ?", [whole])


def seconds(db: duckdb.DuckDBPyConnection) -> float:
    """How long judging everything took the last time."""
    rows = db.execute("select coalesce(seconds, 0) from judged").fetchall()
    return rows[0][0] if rows else 0.0


def stale(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether data, settings, code or the day changed since findings were last worked out."""
    return judged(db) != _now(db)


def version(db: duckdb.DuckDBPyConnection) -> str:
    """A fingerprint of the code and the settings that judge: a part for the facts, for the likely
    duplicates and for the rules, that each is another where these are to be worked out anew."""
    return _version(settings.every(db))


def _version(every: Mapping[str, settings.Value]) -> str:
    return "-".join(
        _digest(_code(), {name: every[name] for name in declared.reaching(reach)})
        for reach in REACHES
    )


def _digest(code: str, own: Mapping[str, settings.Value]) -> str:
    return hashlib.sha256((code + json.dumps(own, sort_keys=True)).encode()).hexdigest()[:16]


def _changed(db: duckdb.DuckDBPyConnection, code: str, reach: Reach) -> bool:
    """Whether the code or the settings of these are others than those that judged."""
    place = REACHES.index(reach)
    before = (judged(db)[2] or "").split("-")
    return before[place : place + 1] != code.split("-")[place : place + 1]


# Load, change, code and day: what findings depend on.
Basis = tuple[int | None, int | None, str | None, date | None]


def judged(db: duckdb.DuckDBPyConnection) -> Basis:
    """What the pairs and the findings in the store were made of."""
    rows = db.execute("select load_id, change_id, code, day from judged").fetchall()
    return rows[0] if rows else (None, None, None, None)


def newest(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether the findings are of the newest load."""
    return judged(db)[0] == at(db)[0]


def _covers(done: Basis, wanted: Basis) -> bool:
    """Whether a judgement has seen all that was there at a moment, by the same rules."""
    (load, change, *rules), (newest, last, *now) = done, wanted
    return (load, rules) == (newest, now) and (change or 0) >= (last or 0)


def _now(db: duckdb.DuckDBPyConnection) -> Basis:
    return (*at(db), version(db), _today(db))


def _today(db: duckdb.DuckDBPyConnection) -> date:
    [(day,)] = db.execute("select current_date").fetchall()
    return day


@cache
def _code() -> str:
    home = Path(__file__).parents[1]
    files: list[Path] = []
    for source in CODE:
        path = home / source
        files += [path] if path.is_file() else path.rglob("*.*")
    digest = hashlib.sha256()
    for file in sorted(files):
        if file.is_file() and file.suffix != ".pyc":
            digest.update(file.read_bytes())
    return digest.hexdigest()
