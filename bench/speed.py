"""The speed of loading, judging and showing, against what is the least there is to do."""

import json
import tempfile
from pathlib import Path
from typing import Any

import duckdb

from bench import data, pages, reviewing, searching
from bench.runs import Timing, copied, interleaved, process, remove

Figures = dict[str, dict[str, Any]]


def measure(
    contacts: int, rounds: int, with_pages: bool = True, people: int = searching.PEOPLE
) -> Figures:
    """Seconds by step: `seconds` of the whole process, `cpu` of its cores, `own` of the work.

    :param people: so many are searched for
    """
    first = [str(path) for path in data.first_week(contacts)]
    following = [str(path) for path in data.next_week(contacts)]
    with tempfile.TemporaryDirectory(dir=data.OUT) as folder:
        work = Path(folder)
        timings = _loads(work, first, following, rounds)
        timings |= _judgement(work, rounds)
        figures: Figures = {name: _figures(timing) for name, timing in timings.items()}
        figures["rounds"] = {"count": rounds}
        figures["checks one by one"] = _told(work, "each")
        figures["search"] = _told(work, "search", str(people))
        if with_pages:
            shown = pages.measure(work / "judged.duckdb", _somebody(first), rounds)
            figures |= {f"page {name}": _figures(timing) for name, timing in shown.items()}
            decided = reviewing.measure(copied(work / "judged.duckdb", work / "review.duckdb"))
            figures["review"] = {name: timing.whole for name, timing in decided.items()}
    return figures


def _figures(timing: Timing) -> dict[str, float]:
    figures = {"seconds": timing.seconds}
    if timing.processor:
        figures["cpu"] = timing.cpu
    if timing.inner:
        figures["own"] = timing.own
    return figures


def _loads(work: Path, first: list[str], following: list[str], rounds: int) -> dict[str, Timing]:
    """The bare reading, the first load, a week later, and the same week again."""
    bare, fresh, filled = work / "bare.duckdb", work / "fresh.duckdb", work / "filled.duckdb"
    timings = {name: Timing() for name in ("floor", "load", "next week", "same again")}

    def load(name: str, store: Path, files: list[str]) -> None:
        process(timings[name], "-m", "dq", "--store", str(store), "load", *files)

    def floor() -> None:
        remove(bare)
        process(timings["floor"], "-m", "bench.steps", "floor", str(bare), *first)

    def load_first() -> None:
        remove(fresh)
        load("load", fresh, first)
        if not filled.exists():
            copied(fresh, filled)

    def load_next() -> None:
        load("next week", copied(filled, fresh), following)

    def load_again() -> None:
        load("same again", copied(filled, fresh), first)

    interleaved(rounds, floor, load_first, load_next, load_again)
    return timings


def _judgement(work: Path, rounds: int) -> dict[str, Timing]:
    """Facts of new values and of known ones, matching and checks, each from the same store."""
    timings = {name: Timing() for name in ("facts", "facts again", "match", "checks")}
    filled, judged = work / "filled.duckdb", work / "judged.duckdb"

    def step(name: str, store: Path) -> None:
        process(timings[name], "-m", "bench.steps", name.split()[0], str(store))

    for _ in range(rounds):
        copied(filled, judged)
        step("facts", judged)
        step("facts again", judged)
        step("match", judged)
        step("checks", judged)
    return timings


def _told(work: Path, step: str, *given: str) -> dict[str, Any]:
    """The figures that a step tells of itself, about a copy of the judged store."""
    store = copied(work / "judged.duckdb", work / f"{step}.duckdb")
    told = process(Timing(), "-m", "bench.steps", step, str(store), *given).splitlines()[0]
    return json.loads(told)


def _somebody(files: list[str]) -> str:
    [path] = [file for file in files if file.endswith("contacts.csv") and "bc_" not in file]
    db = duckdb.connect()
    [(contact,)] = db.execute("select Id from read_csv(?) limit 1", [path]).fetchall()
    db.close()
    return contact
