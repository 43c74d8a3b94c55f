"""Everything known about one person in one file, in words: a workbook or JSON.

Tested in tests/handover/lists/test_person.py.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from dq.access import needs
from dq.checks import all_checks
from dq.domain import everybody, person
from dq.domain.everybody import Person
from dq.domain.person import Row
from dq.domain.retention import kept_files
from dq.domain.telling import telling, traces
from dq.domain.telling.telling import Telling
from dq.errors import N_
from dq.handover.lists.sheet import CREATOR, cells, widths
from dq.handover.lists.tables import HEADINGS
from dq.objects import OBJECTS
from dq.store import copies, logs
from dq.words import codes
from dq.words.voice import Voice

HERE, THERE = N_("{object} as the team wants them"), N_("{object} as last exported")
TITLES = {
    "change": N_("History"),
    "finding": N_("Findings"),
    "disposition": N_("Decisions on findings"),
    "assignment": N_("Given to somebody"),
    "review_case": N_("Cases"),
    "case_record": N_("Records of cases"),
    "pair": N_("Likely duplicates"),
    "perhaps": N_("Perhaps duplicates"),
    "cluster": N_("Groups of likely duplicates"),
    "decision": N_("Decisions on duplicates"),
    "later": N_("Groups put off"),
    "departure": N_("Leaving"),
    "succession": N_("Who takes over"),
    "tile": N_("Tiles"),
    "step": N_("Steps of tiles"),
    "merged": N_("Merged into another"),
    "package": N_("Packages"),
    "package_row": N_("Rows of packages"),
    "clash": N_("Clashes"),
    "accepted": N_("Differences that may stay"),
    "matching": N_("Left out of matching"),
    "email_fact": N_("What was found of e-mail addresses"),
    "phone_fact": N_("What was found of phone numbers"),
    "text_fact": N_("What was found of texts"),
    "placeholder": N_("Addresses that are nobody's"),
    "notice": N_("Messages about the store"),
    "setting": N_("Settings"),
}
FIELDS = HEADINGS | {
    "moment": N_("When"),
    "actor": N_("Who"),
    "command": N_("What"),
    "reason": N_("Reason"),
    "field": N_("Field"),
    "before": N_("Before"),
    "after": N_("After"),
    "check_id": N_("Check"),
    "until": N_("Until"),
    "made": N_("Made"),
    "made_by": N_("Made by"),
    "same": N_("Same"),
    "due": N_("Due"),
    "effective_date": N_("Tasks taken over as of"),
    "message": N_("Message"),
}
KEPT, HOLDS, COPY = (
    N_("Kept files"),
    N_("holds this person"),
    N_("copy of the store, goes by itself"),
)
FILE, WHAT, TOLD, TEXT = N_("File"), N_("What"), N_("Said besides"), N_("Text")
SAID, OTHERS = N_("Said elsewhere"), N_("On records of others")
MAYBE = N_("May be about this person")
CODED = {
    "status": {**codes.PROJECT_STATUSES, **codes.STATUSES},
    "kind": codes.APPROVALS,
    "approval_kind": codes.APPROVALS,
    "command": codes.COMMANDS,
}


@dataclass(frozen=True)
class Section:
    """One kind of what is known: what it is called, and its rows under headings."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def read(db: duckdb.DuckDBPyConnection, contact_id: str, voice: Voice) -> list[Section]:
    """All that is known about whoever has this card, the card first.

    :raises Forbidden: who acts may not see it
    :raises NotFound: there is no such card
    """
    needs.see_to_known()
    who = everybody.of(db, contact_id)
    found = person.rows(db, who)
    order = [*OBJECTS, *TITLES]
    places = sorted(
        found,
        key=lambda one: (order.index(one[1]) if one[1] in order else 99, one[0] != "main"),
    )
    sections = [
        _history(found[place], voice)
        if place[1] == "change"
        else _table(place, found[place], voice)
        for place in places
    ]
    told = telling.of(db, who, found)
    return [*sections, *_said(db, who, told, voice), *_kept(db, who, told, voice)]


def _table(place: tuple[str, str], rows: list[Row], voice: Voice) -> Section:
    schema, table = place
    names = [name for name in rows[0] if name != "version"]
    return Section(
        title(schema, table, voice),
        tuple(_heading(name, voice) for name in names),
        tuple(tuple(said(name, row[name], voice) for name in names) for row in rows),
    )


def title(schema: str, table: str, voice: Voice) -> str:
    """What a table is called."""
    if table in OBJECTS:
        called = voice.plain(OBJECTS[table].label)
        whose = HERE if schema == "main" else THERE
        return voice.plain(whose, object=called)
    return voice.plain(TITLES[table]) if table in TITLES else table


def _heading(name: str, voice: Voice) -> str:
    return voice.plain(FIELDS[name]) if name in FIELDS else name.replace("_", " ")


def said(name: str, value: Any, voice: Voice) -> Any:
    """A value in words; what has several in it as one text."""
    if isinstance(value, dict):
        parts = ((key, said(key, one, voice)) for key, one in value.items() if key != "version")
        return "; ".join(
            f"{_heading(key, voice)}: {one}" for key, one in parts if one not in (None, "")
        )
    if isinstance(value, list):
        return " | ".join(str(said(name, one, voice)) for one in value)
    if name == "check_id" and value in all_checks():
        return voice.plain(all_checks()[value].title)
    if isinstance(value, bool):
        return voice.written(value)
    known = CODED.get(name, {})
    return voice.plain(known[value]) if isinstance(value, str) and value in known else value


def _history(changes: list[Row], voice: Voice) -> Section:
    """A line per field that a change wrote."""
    names = ("moment", "actor", "command", "reason", "record", "id", "field", "before", "after")
    lines = []
    for change in changes:
        head = tuple(
            said(name, change[name], voice) for name in ("moment", "actor", "command", "reason")
        )
        lines += [(*head, *line) for line in _edits(change["edits"], voice)]
        if change["told"]:
            lines.append(
                (*head, None, None, voice.plain(TOLD), None, said("", change["told"], voice))
            )
    called = TITLES["change"]
    return Section(
        voice.plain(called), tuple(_heading(name, voice) for name in names), tuple(lines)
    )


def _edits(edits: Iterable[Row], voice: Voice) -> Iterator[tuple[Any, ...]]:
    for edit in edits:
        before, after = edit["before"] or {}, edit["after"] or {}
        for name in dict.fromkeys((*before, *after)):
            if name not in ("version", "id"):
                sides = (said(name, side.get(name), voice) for side in (before, after))
                yield (title("", edit["table"], voice), edit["id"], _heading(name, voice), *sides)


def _said(
    db: duckdb.DuckDBPyConnection, who: Person, telling: Telling, voice: Voice
) -> list[Section]:
    """What is said of them where it is about others, and what is on the cards of others."""
    heads = tuple(voice.plain(one) for one in (WHAT, FIELDS["id"], FIELDS["field"], TEXT))
    found = [one for row in traces.rows(db, who, telling) for one in row.traces]
    said, maybe = (
        dict.fromkeys(
            (title("main", one.table, voice), one.key, _heading(one.column, voice), one.text)
            for one in found
            if one.sure is sure
        )
        for sure in (True, False)
    )
    others = dict.fromkeys(
        (title("main", one.table, voice), one.id, _heading(one.field, voice), one.text)
        for one in telling.elsewhere
    )
    return [
        Section(voice.plain(called), heads, tuple(rows))
        for called, rows in ((SAID, said), (MAYBE, maybe), (OTHERS, others))
        if rows
    ]


def _kept(
    db: duckdb.DuckDBPyConnection, who: Person, telling: Telling, voice: Voice
) -> list[Section]:
    """Which files beside the store have the person in them, and the copies that may."""
    store = logs.file(db)
    if store is None:
        return []
    files = [(str(path), voice.plain(HOLDS)) for path in kept_files.holding(store, who, telling)]
    files += [(str(one.path), voice.plain(COPY)) for one in copies.of(db)]
    heads = (voice.plain(FILE), voice.plain(WHAT))
    return [Section(voice.plain(KEPT), heads, tuple(files))] if files else []


def to_xlsx(sections: Iterable[Section], target: Path) -> None:
    """A sheet per section; every text stays a text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    book.properties.creator = CREATOR
    for number, section in enumerate(sections, start=1):
        sheet = book.create_sheet(f"{number} {section.title}"[:31].replace("/", " "))
        for index, width in enumerate(widths(section.headings, section.rows), start=1):
            sheet.column_dimensions[get_column_letter(index)].width = width
        header = [WriteOnlyCell(sheet, value=heading) for heading in section.headings]
        for cell in header:
            cell.font = Font(bold=True)
        sheet.append([WriteOnlyCell(sheet, value=section.title)])
        sheet.append(header)
        for row in section.rows:
            sheet.append(list(cells(sheet, row)))
    book.save(target)


def to_json(sections: Iterable[Section], target: Path) -> None:
    """The same as {title: [{heading: value}]}."""
    whole = {
        one.title: [
            {head: _plain(value) for head, value in zip(one.headings, row, strict=True)}
            for row in one.rows
        ]
        for one in sections
    }
    target.write_text(json.dumps(whole, ensure_ascii=False, indent=1), "utf-8")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
