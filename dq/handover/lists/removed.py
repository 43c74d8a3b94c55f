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
from dq.access import needs
from dq.domain import everybody, forgetting, person
from dq.domain.forgotten import Place
from dq.domain.person import Row
from dq.domain.telling import telling, traces
from dq.domain.telling.reading import Trace
from dq.domain.telling.telling import Elsewhere
from dq.errors import N_
from dq.handover.lists.person import title
from dq.objects import LIST_KEY, OBJECTS, OWN_KEY
from dq.words.voice import Voice

GOES, EMPTIED = N_("goes"), N_("stays, without anything about the person")
SHORTENED, NAMED = (
    N_("stays, without the person in it"),
    N_("is of others; only the key stays in it"),
)
BECOMES = {"goes": GOES, "emptied": EMPTIED, "shortened": SHORTENED, "named": NAMED}
HIDDEN = N_("is about others; what tells who the person is goes")
PUT_RIGHT = N_("Has something of the person in the field {field}; put it right there.")
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
    """What is held of people in one place: what that is called, how many rows, and what becomes of
    them, as a message id."""

    title: str
    number: int
    said: str


@dataclass(frozen=True)
class Perhaps:
    """What may be said of one of the people, or of another: of whom, in what and about which
    records, and its place (dq/domain/telling/traces.py) and text."""

    contact_id: str
    title: str
    about: tuple[str, ...]
    place: str
    text: str


@dataclass(frozen=True)
class Left:
    """One thing that is left to do elsewhere: about a record of theirs, or of another."""

    system: str
    what: str
    key: str
    to_do: str
    theirs: bool = True

    @property
    def cells(self) -> tuple[str, ...]:
        """The same in the order of the headings."""
        return self.system, self.what, self.key, self.to_do


@dataclass(frozen=True)
class Ahead:
    """What the store holds of people, their cards first; what their removal would leave to do
    elsewhere; what may be said of them, each to be looked at; and what others' records have of
    them."""

    rows: list[Rows]
    left: list[Left]
    perhaps: list[Perhaps]
    others: list[Elsewhere]


def ahead(db: duckdb.DuckDBPyConnection, ids: tuple[str, ...], code: str) -> Ahead:
    """What removing whoever has these cards would mean.

    :param code: the language
    :raises NotFound: there is no such card
    """
    needs.see_to("forget")
    voice, people = Voice(code), [everybody.of(db, id) for id in ids]
    cards = {card for id in ids for card in everybody.cards(db, id)[1]}
    # A row may be of several of the people; it counts once.
    counted: dict[tuple[str, str, str], set[str]] = {}
    keys: dict[str, list[str]] = {}
    perhaps: list[Perhaps] = []
    others: list[Elsewhere] = []
    for who in people:
        found = person.rows(db, who)
        for (schema, table), rows in found.items():
            for row in rows:
                said = BECOMES[forgetting.becomes(table, row, who)]
                counted.setdefault((schema, table, said), set()).add(_known_by(row))
        told = telling.of(db, who, found, cards)
        others += told.elsewhere
        own = {str(one["id"]) for one in found.get(("main", "change"), ())}
        for row in traces.rows(db, who, told):
            emptied = row.table == "change" and {one.key for one in row.traces} & own
            if row.values is not None and not emptied and any(one.sure for one in row.traces):
                counted.setdefault(("main", row.table, HIDDEN), set()).add(str(row.number))
            perhaps += [_perhaps(db, who.id, one, voice) for one in row.traces if not one.sure]
        for name, theirs in forgetting.keys(who).items():
            keys.setdefault(name, []).extend(theirs)
    places = dict.fromkeys((one.table, one.id, one.field) for one in others)
    return Ahead(
        _rows({place: len(rows) for place, rows in counted.items()}, voice),
        elsewhere(keys, places, voice),
        [*dict.fromkeys(perhaps)],
        others,
    )


def _perhaps(db: duckdb.DuckDBPyConnection, id: str, one: Trace, voice: Voice) -> Perhaps:
    rows = db.execute(
        "select called(first_name, middle_name, last_name, email, id) from contact"
        " where id in (select unnest($ids))"
        " union all select called(name, id) from account where id in (select unnest($ids))"
        " order by all",
        {"ids": list(one.about)},
    ).fetchall()
    about = tuple(name for (name,) in rows)
    return Perhaps(id, title("main", one.table, voice), about, one.place, one.text)


def _rows(numbers: Mapping[tuple[str, str, str], int], voice: Voice) -> list[Rows]:
    order = list(OBJECTS)
    places = sorted(
        (place for place, number in numbers.items() if number),
        key=lambda one: (order.index(one[1]) if one[1] in order else 99, one[0] != "main", one[1:]),
    )
    return [
        Rows(title(schema, table, voice), numbers[schema, table, said], said)
        for schema, table, said in places
    ]


def _known_by(row: Row) -> str:
    return repr({name: value for name, value in row.items() if not isinstance(value, list | dict)})


def elsewhere(
    keys: Mapping[str, Iterable[str]], places: Iterable[Place], voice: Voice
) -> list[Left]:
    """What is left to do about records with these keys, by object, and about fields of others'."""
    return [*_own(keys, voice), *(_put_right(*place, voice) for place in places)]


def _put_right(table: str, key: str, field: str, voice: Voice) -> Left:
    [(source, one)] = [
        (source, one) for source in sources.every() for one in source.objects if one.name == table
    ]
    label = voice.plain(one.by_name[field].label) if field in one.by_name else field
    to_do = voice.plain(PUT_RIGHT, field=label)
    return Left(source.label, voice.plain(one.label), key, to_do, theirs=False)


def _own(keys: Mapping[str, Iterable[str]], voice: Voice) -> list[Left]:
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
        if not key.startswith((OWN_KEY, LIST_KEY))  # which no other system knows
    ]


def to_csv(left: Iterable[Left], voice: Voice) -> bytes:
    """The same as a file, which names nobody."""
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";" if voice.code == "nl" else ",", lineterminator="\r\n")
    lines.writerow(voice.plain(heading) for heading in HEADINGS)
    lines.writerows(one.cells for one in left)
    return (MARK + text.getvalue()).encode()
