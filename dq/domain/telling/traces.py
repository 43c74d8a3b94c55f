"""Where a person is told of besides on what is theirs: in words about others, in values that went
to Salesforce or came from there, in the names of files.

Tested in tests/domain/telling/test_traces.py.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from dq.domain import person
from dq.domain.everybody import Person
from dq.domain.person import Edit
from dq.domain.telling.others import PLAIN
from dq.domain.telling.telling import Telling
from dq.objects import OBJECTS
from dq.store.ledger import ABOUT

# What people, and Salesforce, say in words of their own; of all else a last name is no sign.
WORDS = {
    ("change", "reason"), ("change", "told"), ("disposition", "reason"), ("package_row", "message"),
    ("load", "files"), ("notice", "facts"),
}  # fmt: skip
# Of those that are JSON, the entries that people named; the others are words of our own.
NAMED = ("name", "file", "path", "copy")
# Who works here, in any table; what the team set, of whose lists a line goes; and the store's own.
COLLEAGUES = {"actor", "made_by", "done_by", "owner", "member", "assignee"}
SETTING = "setting"
NOT_OF_PEOPLE = {"store_version", "log_expected"}
HIDDEN = "…"
# By which columns a row is known, where it has one of these; else by all keys in it, or a moment.
OWN = ("package_id", "id", "key")
# A pattern that is in no text.
NEVER = "[^\\s\\S]"
# Every place of what is not sure.
ALL = "all"
NOTHING: Mapping[str, Collection[str]] = {}
# Of a change's rows one by one, by those whom each is about.
EDITS = ("change", "edits")


@dataclass(frozen=True)
class Trace:
    """A text that tells of the person; where it may be of another, `sure` is false.

    :ivar key: by what its row is known
    :ivar about: the keys of whom it is about
    """

    table: str
    key: str
    column: str
    text: str
    sure: bool
    about: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where it is, in which the person is not named."""
        return "~".join((self.table, self.key, self.column))


def mark(text: str) -> str:
    """By what a text is known again at its place: too little to tell what it was."""
    return hashlib.sha256(text.encode()).hexdigest()[:4]


def hidden(found: Iterable["Row"]) -> dict[str, list[str]]:
    """What is remembered of traces that were hidden, to hide them in a copy of before as well: the
    mark of each text, by its place. Facts go by what they are about."""
    marks: dict[str, set[str]] = {}
    for row in found:
        for one in row.traces if row.values is not None else ():
            if one.sure:
                marks.setdefault(one.place, set()).add(mark(one.text))
    return {place: sorted(some) for place, some in marks.items()}


@dataclass(frozen=True)
class Row:
    """A row with traces: where it is, and what of it is written over; None for a fact, which
    goes."""

    table: str
    number: int
    values: Mapping[str, Any] | None
    traces: tuple[Trace, ...]


def rows(
    db: duckdb.DuckDBPyConnection,
    who: Person,
    telling: Telling,
    also: Collection[str] = (),
    before: Mapping[str, Collection[str]] = NOTHING,
) -> Iterator[Row]:
    """Every row with traces that is not theirs.

    :param also: the places of traces that are theirs though it is not sure, or ALL of them
    :param before: what was hidden of them before, see `hidden`
    """
    for (schema, table), columns in person.tables(db).items():
        texts = texted(table, columns)
        at = {place.split("~", 1)[1].rpartition("~")[0] for place in before
              if place.startswith(f"{table}~")}  # fmt: skip
        if schema != "main" or not texts or not (telling.coarse or at):
            continue
        for number, about, key, *read in _read(db, who, telling, table, columns, texts, at):
            said = dict(zip(texts, read, strict=True))
            asked = Asked(who, telling, also, before)
            values, found = _row(table, str(key), about, asked, said, texts)
            gone = table in person.FACTS and any(one.sure for one in found)
            if found:
                yield Row(table, number, None if gone else values, tuple(found))


def texted(table: str, columns: Mapping[str, str]) -> dict[str, str]:
    """The columns of a table in which a text about somebody can be, with their types."""
    if table in OBJECTS or table in NOT_OF_PEOPLE:
        return {}
    if table == SETTING:
        return {"value": "JSON"}
    return {
        name: kind
        for name, kind in columns.items()
        if kind in ("VARCHAR", "JSON") and name not in COLLEAGUES and not person.is_key(name)
    }


def _read(
    db: duckdb.DuckDBPyConnection,
    who: Person,
    telling: Telling,
    table: str,
    columns: Mapping[str, str],
    texts: Mapping[str, str],
    at: Collection[str],
) -> list[tuple[Any, ...]]:
    """Of the rows that may have a trace, or (`at`) have these keys: the number, the keys of whom it
    is about, its own key, and the texts."""
    keys = [name for name in columns if person.is_key(name) and columns[name] == "VARCHAR"]
    own = ["name"] if table == SETTING else [name for name in OWN if name in columns] or keys
    own = own or [name for name in columns if columns[name] == "TIMESTAMP"]
    own_key = f"concat_ws('~', {', '.join(own)})" if own else "''"
    plain = (f"json({name})::varchar" if texts[name] == "JSON" else name for name in texts)
    said = PLAIN.format(text=f"concat_ws(' ', {', '.join(plain)})")
    theirs = person.naming(table, columns, within=False)
    apart = f"not coalesce({theirs}, false) and" if theirs else ""
    # Of a setting that is JSON in JSON, in which letters with accents are hidden twice.
    set_too = f" or contains(edits::varchar, '\"{SETTING}\"')" if table == EDITS[0] else ""
    asked: dict[str, Any] = {"coarse": telling.coarse or NEVER, "at": [*at]}
    return db.execute(
        f"select rowid, [{', '.join(keys)}]::varchar[], {own_key}, {', '.join(texts)}"
        f" from main.{table} where {apart} (regexp_matches({said}, $coarse)"
        f" or {own_key} in (select unnest($at::varchar[])){set_too}) order by rowid",
        asked | ({"ids": list(who.ids)} if theirs else {}),
    ).fetchall()


@dataclass(frozen=True)
class Asked:
    """Whose traces are looked for, see `rows`."""

    who: Person
    telling: Telling
    also: Collection[str]
    before: Mapping[str, Collection[str]]


@dataclass(frozen=True)
class _Reading:
    """One row that is read: of whom, and what was found so far."""

    table: str
    key: str
    about: frozenset[str]
    asked: Asked
    traces: list[Trace]

    def column(self, name: str, value: Any) -> Any:
        """A value without what tells of the person."""
        words = (self.table, name) in WORDS
        if (self.table, name) == EDITS:
            return [self._edit(one) for one in value]
        if self.table == SETTING:
            return self._setting(name, value)
        if not isinstance(value, str):

            def tells(text: str, said: bool) -> bool:
                return self._tells(name, text, said, self.about)

            return without(value, tells, words)
        return _instead(value, words) if self._tells(name, value, words, self.about) else value

    def _setting(self, column: str, value: Any) -> Any:
        """A setting that can hold still, in the history of it too: without the lines that tell."""
        if isinstance(value, list):
            return [one for one in value if self._setting(column, one) == one]
        tells = isinstance(value, str) and self._tells(column, value, False, ())
        return "" if tells else value

    def _tells(
        self, column: str, text: str, words: bool, about: Collection[str], own: bool = True
    ) -> bool:
        """Whether a text is to go; what is about a record that has the same itself stays, unless
        it is in words."""
        telling, ids = self.asked.telling, tuple(sorted(about))
        near = not telling.near.isdisjoint(about)
        verdict = telling.of(text, words=words, near=near)
        trace = Trace(self.table, self.key, column, text, verdict == "theirs", ids)
        before = mark(text) in self.asked.before.get(trace.place, ())
        if own and not words and not telling.having.isdisjoint(about):
            verdict = None
        if not (verdict or before):
            return False
        also = self.asked.also
        sure = trace.sure or before or trace.place in also or ALL in also
        self.traces.append(replace(trace, sure=sure))
        return sure

    def _set(self, side: dict[str, Any] | None) -> dict[str, Any] | None:
        if not side or not side.get("value"):
            return side
        before = json.loads(side["value"])
        after = self._setting(EDITS[1], before)
        return side if after == before else side | {"value": json.dumps(after)}

    def _edit(self, edit: Edit) -> Edit:
        """What a change wrote: of somebody else's record the fields that tell go, so that it can
        be undone still; what is the person's goes whole elsewhere."""
        if person.wholly(edit, self.asked.who):
            return edit
        if edit["table"] == SETTING:
            return edit | {side: self._set(edit[side]) for side in ("before", "after")}
        table, named = edit["table"], (*edit["about"], edit["id"])
        about = {part for one in named for part in person.PARTS.split(one)}

        def tells(field: str, value: Any) -> bool:
            words, own = (table, field) in WORDS, table not in OBJECTS
            return isinstance(value, str) and self._tells(EDITS[1], value, words, about, own)

        sides = {side: edit[side] for side in ("before", "after") if edit[side]}
        told = {
            field
            for side in sides.values()
            for field, value in side.items()
            if field not in ABOUT.get(table, ())
            and field not in COLLEAGUES
            and not person.is_key(field)
            and tells(field, value)
        }
        for side, row in sides.items() if told else ():
            sides[side] = {
                field: value
                if field not in told or value is None
                else _instead(value, (table, field) in WORDS)
                for field, value in row.items()
                if field not in told or table not in OBJECTS
            }
        return edit | sides


def _row(
    table: str,
    key: str,
    about: Collection[str],
    asked: Asked,
    texts: Mapping[str, Any],
    kinds: Mapping[str, str],
) -> tuple[dict[str, Any], list[Trace]]:
    ids = frozenset(part for one in about if one for part in person.PARTS.split(one))
    reading = _Reading(table, key, ids, asked, [])
    values: dict[str, Any] = {}
    for name, text in texts.items():
        if text is None:
            continue
        read = json.loads(text) if kinds[name] == "JSON" else text
        if (kept := reading.column(name, read)) != read:
            values[name] = json.dumps(kept) if kinds[name] == "JSON" else kept
    return values, reading.traces


def _instead(value: str, words: bool) -> str | None:
    """What is put in the place of a text, in a row and in the history of it alike."""
    return None if words else json.dumps(HIDDEN) if value[:1] == '"' else HIDDEN


def without(value: Any, tells: Callable[[str, bool], bool], words: bool, of: str = "") -> Any:
    """A value with nothing in its texts that tells.

    :param tells: whether a text does; as words of somebody's own, or not
    :param of: the entry that it is of
    """
    if isinstance(value, str):
        return HIDDEN if tells(value, words and of in NAMED) else value
    if isinstance(value, list):
        return [without(one, tells, words, of) for one in value]
    if isinstance(value, dict):
        return {
            without(name, tells, False): without(one, tells, words and name != "headers", name)
            for name, one in value.items()
        }
    return value


def hide(db: duckdb.DuckDBPyConnection, found: list[Row]) -> None:
    """Write over what tells of the person; facts go, and are asked again where others have them."""
    for row in found:
        if row.values is None:
            db.execute(f"delete from main.{row.table} where rowid = ?", [row.number])
        elif row.values:
            places = ", ".join(f"{name} = ?" for name in row.values)
            db.execute(
                f"update main.{row.table} set {places} where rowid = ?",
                [*row.values.values(), row.number],
            )
