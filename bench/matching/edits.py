"""Seconds of a lookup and of an edit in a matched file: python -m bench.matching.edits.

Both are asked of a file that is matched already, as the app keeps it.
"""

import argparse
import json
import random
import time
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa

from bench import data
from dq.matching import pipeline
from dq.matching.changed import Live
from dq.matching.columns.tables import plain
from dq.matching.files import match
from dq.matching.recipe import CONTACTS
from dq.matching.searching.lookup import Index

Card = dict[str, Any]
Figures = dict[str, float]
Answer = TypeVar("Answer")


class Taken(NamedTuple):
    """What a work took by the clock, and of the cores, which other work disturbs less."""

    seconds: float
    processor: float


# What is known of whom is asked for; the first of these, where a card has it, gets a typing error.
ASKED = {
    "whole card": ("last_name", "first_name", "email", "mobile", "account_id", "company_id"),
    "name and company": ("last_name", "first_name", "company_id"),
    "e-mail only": ("email",),
    "mobile only": ("mobile",),
}


def main() -> None:
    """Measure, and print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching.edits", description=__doc__)
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cards", type=int, default=300)
    options = parser.parse_args()
    print(json.dumps(measure(options.contacts, options.seed, options.cards), indent=1))


def measure(contacts: int, seed: int, cards: int) -> dict[str, Figures]:
    """Milliseconds per lookup and per edit, by what was asked for."""
    table = match.records(data.first_week(contacts, seed)[0].parent, "contact")
    result = pipeline.match(table, CONTACTS)
    draw = random.Random(seed)
    rows = draw.sample(range(len(table)), min(cards, len(table)))
    people = plain(table).take(pa.array(rows)).to_pylist()
    figures, index = {}, _timed(lambda: Index.of(table, result))
    figures["make the index"] = {"seconds": index[1].seconds}
    for name, columns in ASKED.items():
        figures[name] = _lookups(index[0], people, columns, draw)
    live, taken = _timed(lambda: Live(table, result))
    figures["make it live"] = {"seconds": taken.seconds}
    figures["edit"] = _edits(live, people, draw)
    return figures


def _lookups(
    index: Index, people: list[Card], columns: tuple[str, ...], draw: random.Random
) -> Figures:
    times: list[Taken] = []
    found = 0
    for person in people:
        card = {name: person[name] for name in columns if person[name]}
        if columns[0] not in card:
            continue
        card[columns[0]] = _mistyped(card[columns[0]], draw)
        answer, taken = _timed(lambda card=card: index.find(card))
        times.append(taken)
        found += person["id"] in [one.id for one in answer]
    return _milliseconds(times) | {"found": round(found / max(len(times), 1), 3)}


def _edits(live: Live, people: list[Card], draw: random.Random) -> Figures:
    schema = live.table.schema
    times = []
    for person in people:
        edited = person | {"last_name": _mistyped(person["last_name"] or "Jansen", draw)}
        row = pa.Table.from_pylist([edited], schema)
        times.append(_timed(lambda row=row: live.update(row))[1])
    return _milliseconds(times)


def _mistyped(text: str, draw: random.Random) -> str:
    """Two neighbouring characters have changed places."""
    if len(text) < 2:
        return text + text
    place = draw.randrange(len(text) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _timed(work: Callable[[], Answer]) -> tuple[Answer, Taken]:
    start, worked = time.perf_counter(), time.process_time()
    answer = work()
    return answer, Taken(time.perf_counter() - start, time.process_time() - worked)


def _milliseconds(times: list[Taken]) -> Figures:
    if not times:
        return {"times": 0}
    found: Figures = {"times": len(times)}
    for name in Taken._fields:
        values = np.array([getattr(taken, name) for taken in times]) * 1000
        middle, late = np.percentile(values, (50, 99))
        what = "ms" if name == "seconds" else "processor ms"
        found |= {
            f"median {what}": round(float(middle), 1),
            f"p99 {what}": round(float(late), 1),
            f"most {what}": round(float(values.max()), 1),
        }
    return found


if __name__ == "__main__":
    main()
