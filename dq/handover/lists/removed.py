"""Before and after somebody is removed: what goes and what stays here, and what is left to do
elsewhere, by keys alone.

Tested in tests/handover/lists/test_removed.py.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from dq import sources
from dq.domain import forgetting, person
from dq.errors import N_
from dq.handover.lists.person import title
from dq.objects import OBJECTS
from dq.words.voice import Voice

GOES, EMPTIED = N_("goes"), N_("stays, without anything about the person")
REMOVE = N_("Remove it, or empty it of everything about the person.")
# What is to be done about a record of a removed person, where it is something else.
TO_DO = {
    "portal_user": N_("Switch it off and make it anonymous."),
    "approval": N_("Give it to somebody else, or remove it."),
    "relation": N_("Remove it."),
}
HEADINGS = (N_("System"), N_("What"), N_("ID"), N_("To do"))
# A sheet that begins so opens with its letters whole in Excel.
MARK = "\N{BOM}"


@dataclass(frozen=True)
class Rows:
    """What is held of people in one place: what that is called, how many rows, and whether they
    go, or stay without anything about the person."""

    title: str
    number: int
    goes: bool

    @property
    def said(self) -> str:
        """What becomes of them, as a message id."""
        return GOES if self.goes else EMPTIED


@dataclass(frozen=True)
class Left:
    """One thing that is left to do elsewhere."""

    system: str
    what: str
    key: str
    to_do: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The same in the order of the headings."""
        return self.system, self.what, self.key, self.to_do


def ahead(
    db: duckdb.DuckDBPyConnection, ids: tuple[str, ...], code: str
) -> tuple[list[Rows], list[Left]]:
    """What the store holds of whoever has these cards, the cards first; and what their removal
    would leave to do elsewhere.

    :param code: the language
    :raises NotFound: there is no such card
    """
    numbers: dict[tuple[str, str], int] = {}
    keys: dict[str, list[str]] = {}
    for id in ids:
        who = person.of(db, id)
        for place, rows in person.rows(db, who).items():
            numbers[place] = numbers.get(place, 0) + len(rows)
        for name, found in forgetting.keys(who).items():
            keys.setdefault(name, []).extend(found)
    order, voice = list(OBJECTS), Voice(code)
    places = sorted(
        numbers,
        key=lambda one: (order.index(one[1]) if one[1] in order else 99, one[0] != "main", one[1]),
    )
    held = [Rows(title(*place, voice), numbers[place], _goes(place[1])) for place in places]
    return held, elsewhere(keys, voice)


def _goes(table: str) -> bool:
    return table != "change" and table not in forgetting.EMPTIED


def elsewhere(keys: Mapping[str, Iterable[str]], voice: Voice) -> list[Left]:
    """What is left to do about records with these keys, by object."""
    return [
        Left(
            source.label,
            voice.plain(one.label),
            key,
            voice.plain(TO_DO.get(one.name, REMOVE)),
        )
        for source in sources.every()
        for one in source.objects
        for key in keys.get(one.name, ())
    ]


def to_csv(left: Iterable[Left], voice: Voice) -> bytes:
    """The same as a file, which names nobody."""
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";" if voice.code == "nl" else ",", lineterminator="\r\n")
    lines.writerow(voice.plain(heading) for heading in HEADINGS)
    lines.writerows(one.cells for one in left)
    return (MARK + text.getvalue()).encode()
