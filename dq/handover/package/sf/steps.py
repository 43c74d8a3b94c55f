"""What the script does, one step a file: as the CLI sends it, byte for byte, in the safe order."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from dq.errors import N_
from dq.handover.package.sf import merging
from dq.outgoing.plan import FILES, MERGE_AFTER
from dq.outgoing.work import SWITCH, Work
from dq.settings.names import Names, eighteen

if TYPE_CHECKING:
    from dq.handover.package.archive import Csv

MERGE = "merge"
TITLES = {
    "merge": N_("Merges"),
    "unlink": N_("Relations in the way of the next merge"),
    "disable": N_("Portal users whose username another gets: switched off"),
}
FREEING = ("contacts-usernames", "users-usernames")


@dataclass(frozen=True)
class Step:
    """A file of the script: `name` is its stem, `object` and the columns are API names.

    `about` has the records that each row is about. `frees` says that its rows make a username free
    that a later step gives away.
    """

    name: str
    table: str
    object: str
    operation: str
    title: str
    columns: list[str]
    rows: list[list[str]]
    about: list[frozenset[str]]
    frees: bool = False
    beside: dict[str, bytes] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """What it is called."""
        return f"{self.name}.apex" if self.operation == MERGE else f"{self.name}.csv"

    @property
    def content(self) -> bytes:
        """UTF-8, LF, quotes round every value; of merges the Apex."""
        if self.operation == MERGE:
            return merging.apex(self.object, [(row[0], row[1]) for row in self.rows]).encode()
        return csv_of([self.columns, *self.rows])


def csv_of(lines: Iterable[Sequence[str]]) -> bytes:
    """Lines as the CLI is told that they are."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(lines)
    return text.getvalue().encode()


def read(
    words: Names,
    files: Sequence["Csv"],
    work: Sequence[Work],
    about: Mapping[str, frozenset[str]],
    keys: Mapping[tuple[str, str], str],
) -> list[Step]:
    """The steps in their order: the files of the package, with the work between them.

    :param about: the records that a row is about, by our key
    :param keys: our key of each thing to do, by its kind and the record that shows it
    """
    before = [one for one in files if one.file in FILES[:MERGE_AFTER]]
    after = [one for one in files if one.file not in FILES[:MERGE_AFTER]]
    return [
        *(_file(one, about) for one in before),
        *_work(words, work, keys),
        *(_file(one, about) for one in after),
    ]


def _file(one: "Csv", about: Mapping[str, frozenset[str]]) -> Step:
    """Without the column that only Data Loader hands back."""
    return Step(
        one.path.removesuffix(".csv"),
        one.file.table,
        one.object,
        one.operation,
        one.file.title,
        one.columns[1:],
        [row[1:] for row in one.rows],
        [about.get(row[0], frozenset()) for row in one.rows],
        one.file.name in FREEING,
    )


def _work(words: Names, work: Sequence[Work], keys: Mapping[tuple[str, str], str]) -> list[Step]:
    """Merges and logins, as the numbers 01a, 01b, … after the file that comes before them."""
    found: list[Step] = []
    doing = [one for one in work if one.kind != "enable"]
    merges = [one for one in doing if one.kind != "disable"]
    switched = [one for one in doing if one.kind == "disable"]
    parts: list[tuple[str, str, list[Work]]] = []
    for (kind, table), group in groupby(merges, lambda one: (one.kind, one.record_kind)):
        several = list(group)
        parts += [
            (kind, table, several[start : start + merging.AT_ONCE])
            for start in range(0, len(several), merging.AT_ONCE)
        ]
    if switched:
        parts.append(("disable", "portal_user", switched))
    for place, (kind, table, some) in enumerate(parts):
        number = f"{MERGE_AFTER:02}{letters(place, len(parts))}"
        found.append(_done(number, kind, table, words, some, keys))
    return found


def letters(place: int, count: int) -> str:
    """The letters of one of so many places, from 0, as wide as the last: a, b, … or aa, ab, …"""
    text = ""
    while count > 1 or not text:
        place, last = divmod(place, 26)
        text = chr(ord("a") + last) + text
        count = -(-count // 26)
    return text


def _done(
    place: str,
    kind: str,
    table: str,
    words: Names,
    work: list[Work],
    keys: Mapping[tuple[str, str], str],
) -> Step:
    """A part of the work as a step."""
    thing, title = words.thing(table), TITLES[kind]
    ids = [eighteen(one.subject) for one in work]
    about = [frozenset(id for id in (one.id, one.other_id) if id) for one in work]
    if kind == MERGE:
        rows = [[id, eighteen(one.id)] for id, one in zip(ids, work, strict=True)]
        name = f"{place}-merge"
        # What was asked for, as the answer has it, and our key, which its results then have.
        told = [[*row, keys[kind, one.subject]] for row, one in zip(rows, work, strict=True)]
        beside = {
            f"{name}.soql": merging.query(thing, ids).encode(),
            f"{name}.expected": "".join(f"{','.join(line)}\n" for line in told).encode(),
        }
        columns = ["Id", "MasterRecordId"]
        return Step(name, table, thing, MERGE, title, columns, rows, about, beside=beside)
    if kind == "unlink":
        rows = [[id] for id in ids]
        return Step(f"{place}-unlink", table, thing, "delete", title, ["Id"], rows, about)
    rows = [[id, "false"] for id in ids]
    columns = ["Id", SWITCH]
    return Step(f"{place}-users-off", table, thing, "update", title, columns, rows, about, True)
