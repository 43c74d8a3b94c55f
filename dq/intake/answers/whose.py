"""Which row of which package a line of a result file is of, where our own key did not come back."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import duckdb

from dq.intake.answers.layout import Outcome
from dq.objects import NATURAL
from dq.outgoing.plan import NAMED
from dq.outgoing.work import SWITCH
from dq.settings.names import CLEAR, eighteen

KEY = re.compile(r"\d+-\d\d-\d+")
# What tells a record that is new there from others: any of these, the first field of which it has.
NEW = {
    "contact": (("username",), ("email", "account_id"), ("last_name", "first_name", "account_id")),
    **{table: (fields,) for table, fields in NATURAL.items()},
}
MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)T00:00:00(\.0+)?(Z|\+00:?00)?")
FLAGS = ("true", "false")
NAMED_IN = re.compile(rf"(?<![\w-]){NAMED.pattern}(?![\w-])")
# So much of a file fits a package's file as it was sent: then the rest of it is of that as well.
MOST = 0.5

Cells = Mapping[str, str]
# Cells with their columns, the number of a package with a file of it.
Named = tuple[tuple[str, str], ...]
Place = tuple[int, str]


@dataclass(frozen=True)
class Unclear:
    """A line of a result file that fits several rows, by their keys."""

    file: str
    line: int
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Sent:
    """A row as it was sent: its cells by column in small letters, and what it is known by."""

    key: str
    state: str
    cells: Cells
    known_by: tuple[tuple[str, ...], ...]

    def told_by(self, columns: Iterable[str]) -> tuple[str, ...]:
        """The columns that tell it from others, of those that came back; empty where none do."""
        came = set(columns)
        return next((one for one in self.known_by if came.issuperset(one)), ())


@dataclass(frozen=True)
class Parcel:
    """A file of a package with its rows."""

    package: int
    name: str
    operation: str
    rows: list[Sent]
    columns: frozenset[str]

    @property
    def place(self) -> Place:
        """Which file of which package it is."""
        return self.package, self.name

    @property
    def compared(self) -> frozenset[str]:
        """The columns that a line is compared in."""
        return self.columns - {"id"} if self.operation == "insert" else self.columns | {"id"}

    def named(self, file: str) -> bool:
        """Whether a result file is called after it, such as 05-contacts.success.csv."""
        return any(found[1][3:] == self.name for found in NAMED_IN.finditer(file))


@dataclass(frozen=True)
class Fit:
    """A row that a line may be of, and its file."""

    parcel: Parcel
    row: Sent


def keyed(
    db: duckdb.DuckDBPyConnection, outcomes: Sequence[Outcome]
) -> tuple[list[Outcome], list[Unclear]]:
    """The outcomes with the key of their row, None where there is none, and those that fit several.

    A line is of the row whose cells, as they were sent, agree with all that came back: by the id
    where a record is changed or deleted, by what tells it from others where it is new.
    """
    has = [bool(one.key and KEY.fullmatch(one.key)) for one in outcomes]
    found = [one for one, keyed in zip(outcomes, has, strict=True) if keyed]
    # A key of another kind is of no row that was packed: of a way back, or of somebody else.
    loose = [one for one, keyed in zip(outcomes, has, strict=True) if not keyed and not one.key]
    unclear: list[Unclear] = []
    parcels = _parcels(db) if loose else []
    for _file, lines in groupby(loose, lambda one: one.file):
        file = _File(parcels, list(lines))
        found += file.outcomes()
        unclear += file.unclear
    return found, unclear


def _parcels(db: duckdb.DuckDBPyConnection) -> list[Parcel]:
    # Of the work list a script does two kinds as rows.
    rows = db.execute(
        """
        select
            package_id, file, record_table,
            case operation when 'disable' then 'update' when 'unlink' then 'delete'
                else operation end as operation,
            key, record_id, state, fields,
            case operation when 'disable' then $switched::json else cells end as cells
        from package_row
        where operation in ('insert', 'update', 'delete', 'disable', 'unlink')
        order by package_id, file, key
        """,
        {"switched": json.dumps({SWITCH: "false"})},
    ).fetchall()
    found = []
    for (package, name, operation), some in groupby(rows, lambda row: (row[0], row[1], row[3])):
        sent = [_sent(*row[2:]) for row in some]
        columns = frozenset().union(*(row.cells for row in sent))
        found.append(Parcel(package, name, operation, sent, columns))
    return found


def _sent(
    table: str, operation: str, key: str, id: str, state: str, fields: str, cells: str
) -> Sent:
    texts = {name.lower(): _plain(text) for name, text in json.loads(cells).items()}
    if operation != "insert":
        return Sent(key, state, {"id": _plain(id), **texts}, (("id",),))
    # The cells stand in the order of the fields, whatever those are called by now.
    columns = list(texts)
    called = dict(zip(json.loads(fields), columns, strict=False))
    # Behind them stands the external id.
    keyed = tuple((name,) for name in columns[len(called) :])
    known_by = (
        tuple(called[field] for field in one if field in called)
        for one in NEW.get(table, ())
        if one[0] in called
    )
    return Sent(key, state, texts, (*keyed, *known_by))


def _plain(text: str) -> str:
    """A cell as it is compared: what tools write otherwise is written one way."""
    text = text.strip().replace("\r\n", "\n")
    if text.lower() in FLAGS:
        return text.lower()
    if day := MIDNIGHT.fullmatch(text):
        return day[1]
    return "" if text == CLEAR else eighteen(text)


Known = dict[Named, list[Sent]]


class _File:
    """One result file, all lines of which have the same columns."""

    def __init__(self, parcels: Sequence[Parcel], lines: Sequence[Outcome]) -> None:
        self.lines = lines
        self.cells = [_came(one) for one in lines]
        self.columns = frozenset().union(*self.cells)
        filled = {name for cells in self.cells for name, text in cells.items() if text} - {"id"}
        self.parcels = [one for one in parcels if filled <= one.columns]
        self.fits: list[list[Fit]] = [[] for _ in lines]
        self.unclear: list[Unclear] = []

    def outcomes(self) -> list[Outcome]:
        """The lines with the keys of their rows."""
        for parcel in self.parcels:
            self._fit(parcel, self._whole(parcel))
        self.counts = self._counted()
        mostly = [one for one in self.parcels if self.counts[one.place] >= MOST * len(self.lines)]
        rest = [place for place, fits in enumerate(self.fits) if not fits]
        for parcel in mostly:
            self._fit(parcel, self._told(parcel), rest)
        return [self._keyed(*one) for one in zip(self.lines, self.fits, strict=True)]

    def _whole(self, parcel: Parcel) -> Known:
        """The rows by all that came back."""
        columns = sorted(self.columns & parcel.compared)
        found: Known = defaultdict(list)
        for row in parcel.rows:
            if row.told_by(columns):
                found[_named(columns, row.cells)].append(row)
        return found

    def _told(self, parcel: Parcel) -> Known:
        """The rows that no line has by what tells them from others, whatever else a tool made of
        their cells: letters may come back broken."""
        taken = {fit.row.key for fits in self.fits for fit in fits}
        found: Known = defaultdict(list)
        for row in parcel.rows:
            columns = row.told_by(self.columns)
            if columns and row.key not in taken:
                found[_named(columns, row.cells)].append(row)
        return found

    def _fit(self, parcel: Parcel, known: Known, places: Iterable[int] | None = None) -> None:
        """Note of the lines (all of them, or those) which of the rows they may be."""
        groups = {tuple(name for name, _text in cells) for cells in known}
        for place in range(len(self.lines)) if places is None else places:
            if parcel.operation not in self.lines[place].operations:
                continue
            for columns in groups:
                cells = _named(columns, self.cells[place])
                self.fits[place] += [Fit(parcel, row) for row in known.get(cells, ())]

    def _counted(self) -> Counter[Place]:
        """How many lines fit each file of a package."""
        return Counter(place for fits in self.fits for place in {fit.parcel.place for fit in fits})

    def _keyed(self, line: Outcome, fits: list[Fit]) -> Outcome:
        left = self._narrowed(line, fits)
        if len(left) > 1:
            keys = tuple(sorted(fit.row.key for fit in left))
            self.unclear.append(Unclear(line.file, line.line, keys))
        return replace(line, key=left[0].row.key if len(left) == 1 else None)

    def _narrowed(self, line: Outcome, fits: list[Fit]) -> list[Fit]:
        """Those that it can be: of the file that its name says, of which all came back, that most
        lines fit, and that are on their way; of none such, the latest."""
        measures: tuple[Callable[[Fit], int], ...] = (
            lambda fit: fit.parcel.named(line.file),
            lambda fit: self.columns.issuperset(fit.row.cells),
            lambda fit: self.counts[fit.parcel.place],
            lambda fit: fit.row.state == "sent",
            lambda fit: 0 if fit.row.state == "sent" else fit.parcel.package,
        )
        for measure in measures:
            best = max(map(measure, fits), default=0)
            fits = [fit for fit in fits if measure(fit) == best]
        return fits


def _came(line: Outcome) -> Cells:
    """The cells that came back; a record that is there has its id in the tool's own column too."""
    cells = {name: _plain(text) for name, text in (line.cells or {}).items()}
    return cells if "id" in cells else cells | {"id": _plain(line.id or "")}


def _named(columns: Iterable[str], cells: Cells) -> Named:
    return tuple((name, cells.get(name, "")) for name in columns)
