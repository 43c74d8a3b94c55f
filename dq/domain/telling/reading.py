"""One row that may tell of a person: what in it does, and what is written over it.

Tested in tests/domain/telling/test_traces.py.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dq.domain import person
from dq.domain.everybody import Person
from dq.domain.person import Edit
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
# Who works here, in any table; what the team set, of whose lists a line goes.
COLLEAGUES = {"actor", "made_by", "done_by", "owner", "member", "assignee"}
SETTING = "setting"
HIDDEN = "…"
# Every place of what is not sure.
ALL = "all"
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


def read_row(
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
