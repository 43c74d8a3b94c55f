"""How long a search takes in process, and whether it finds whom it should, by what is typed."""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from dq.judging.resident import Resident
from dq.queries.cards import found
from dq.store import opening

PEOPLE = 200
Figures = dict[str, float]


def measure(path: Path, people: int = PEOPLE, seed: int = 1) -> dict[str, Figures]:
    """Per kind of text: `median` and `p99` (milliseconds) of the hits with their cards and the
    accounts, and `found`, the share (0..1) in which the right card is among them.

    Its own key "warm" has the `seconds` that a server reads all cards in after its start.
    """
    with opening.connect(path) as db:
        resident, start = Resident(), time.perf_counter()
        resident.warm(db)
        figures = {"warm": {"seconds": time.perf_counter() - start}}
        draw = random.Random(seed)
        times: dict[str, list[float]] = {}
        right: dict[str, list[bool]] = {}
        rows = db.execute(SOMEBODY, [people, seed]).fetchall()
        for id, *fields in rows:
            for kind, text in _typed(*fields, draw):
                begin = time.perf_counter()
                hits = resident.find(db, text)
                cards = found.cards(db, [hit.id for hit in hits])
                found.places(db, resident.accounts(db, text))
                times.setdefault(kind, []).append(1000 * (time.perf_counter() - begin))
                right.setdefault(kind, []).append(id in cards)
    for kind, taken in times.items():
        figures[kind] = _figures(taken) | {"found": float(np.mean(right[kind]))}
    figures["all"] = _figures([one for taken in times.values() for one in taken])
    return figures


SOMEBODY = """
    select contact.id, first_name, last_name, email, mobile, account.name
    from contact
    join account on account.id = contact.account_id
    where first_name is not null and last_name is not null and email is not null
    order by hash(contact.id, $2)
    limit $1
"""


def _typed(
    first: str, last: str, email: str, mobile: str | None, account: str, draw: random.Random
) -> Iterator[tuple[str, str]]:
    """What somebody may type who means this person."""
    yield "address", email.upper()
    yield "address with a slip", _slip(email, draw)
    yield "name", f"{first} {last}"
    yield "initial and last name", f"{first[0]}. {last}"
    yield "last name first", f"{last} {first}"
    yield "name with a slip", f"{first} {_slip(last, draw)}"
    yield "begun address", email[: max(6, len(email) // 2)]
    yield "name and company", f"{first} {last} {account}"
    if mobile:
        number = "".join(sign for sign in mobile if sign.isdigit() or sign == "+")
        yield "mobile number", number
        yield "mobile number without its prefix", number[-8:]


def _slip(text: str, draw: random.Random) -> str:
    """A character too few, one too many, or two that changed places."""
    at = draw.randrange(max(len(text) - 1, 1))
    kind = draw.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + draw.choice("aeinrst") + text[at:]
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def _figures(taken: list[float]) -> Figures:
    middle, late = np.percentile(taken, (50, 99))
    return {"median": float(middle), "p99": float(late)}


def as_rows(figures: dict[str, Any]) -> list[str]:
    """The lines of a table of the figures."""
    lines = ["| what is typed | median, ms | p99, ms | found |", "|---|---|---|---|"]
    for kind, one in figures.items():
        if kind != "warm":
            share = f"{one['found']:.3f}" if "found" in one else ""
            lines.append(f"| {kind} | {one['median']:.1f} | {one['p99']:.1f} | {share} |")
    return lines
