"""What each tool that loads into Salesforce writes of the rows of a file."""

import csv
import io
from dataclasses import dataclass

from dq.settings.api import KEY

VERBS = {"insert": "Created", "update": "Updated", "delete": "Deleted"}


@dataclass(frozen=True)
class Became:
    """What became of a row: its id when it is done, an error when not; else nobody got to it."""

    cells: dict
    id: str | None = None
    error: str | None = None


def text(head, lines, delimiter=","):
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL, delimiter=delimiter).writerows([head, *lines])
    return file.getvalue().encode()


def _columns(rows, dice, keyed=False):
    columns = list(dict.fromkeys(name for row in rows for name in row.cells))
    if not keyed:
        columns.remove(KEY)
        dice.shuffle(columns)
    return columns


def _split(rows, dice=None):
    rows = list(rows)
    if dice:
        dice.shuffle(rows)
    done = [row for row in rows if row.id and row.error is None]
    failed = [row for row in rows if row.error is not None]
    rest = [row for row in rows if row not in done and row not in failed]
    return done, failed, rest


def _own(row, columns):
    return [row.cells.get(name, "") for name in columns]


def data_loader(rows, operation, dice):
    """SOAP or the first Bulk API: all columns as they were, our key among them."""
    columns = _columns(rows, dice, keyed=True)
    done, failed, _rest = _split(rows)
    said = f"Item {VERBS[operation]}"
    return [
        ("success112826084749123.csv", text(
            ["ID", *columns, "STATUS"], [[row.id, *_own(row, columns), said] for row in done]
        )),
        ("error112826084749123.csv", text(
            [*columns, "ERROR"], [[*_own(row, columns), row.error] for row in failed]
        )),
    ]  # fmt: skip


def data_loader_without_key(rows, operation, dice):
    """The same of a file of which somebody took our column out."""
    columns = _columns(rows, dice)
    done, failed, _rest = _split(rows)
    said = f"Item {VERBS[operation]}"
    return [
        ("success.csv", text(
            ["ID", *columns, "STATUS"], [[row.id, *_own(row, columns), said] for row in done]
        )),
        ("error.csv", text(
            [*columns, "ERROR"], [[*_own(row, columns), row.error] for row in failed]
        )),
    ]  # fmt: skip


def data_loader_bulk2(rows, operation, dice):
    """The second Bulk API: what was mapped, in any order."""
    columns = _columns(rows, dice)
    done, failed, _rest = _split(rows, dice)
    made = str(operation == "insert").lower()
    return [
        ("success.csv", text(
            ["ID", "sf__Created", *columns], [[row.id, made, *_own(row, columns)] for row in done]
        )),
        ("error.csv", text(
            ["ID", "ERROR", *columns], [["", row.error, *_own(row, columns)] for row in failed]
        )),
    ]  # fmt: skip


def command_line(rows, operation, dice):
    """`sf data bulk results`, with what nobody got to in a file of its own."""
    columns = _columns(rows, dice)
    done, failed, rest = _split(rows, dice)
    made = str(operation == "insert").lower()
    job = "7505g00000ABCDEAA2"
    return [
        (f"{job}-success-records.csv", text(
            ["sf__Id", "sf__Created", *columns],
            [[row.id, made, *_own(row, columns)] for row in done],
        )),
        (f"{job}-failed-records.csv", text(
            ["sf__Id", "sf__Error", *columns],
            [["", row.error, *_own(row, columns)] for row in failed],
        )),
        (f"{job}-unprocessed-records.csv", text(columns, [_own(row, columns) for row in rest])),
    ]  # fmt: skip


def inspector(rows, operation, dice):
    """Salesforce Inspector: everything in one table, copied for Excel."""
    columns = _columns(rows, dice)
    verb = {"insert": "Inserted", "update": "Updated", "delete": "Deleted"}[operation]
    lines = []
    for row in rows:
        if row.error is not None:
            told = ["Failed", "", "", row.error]
        elif row.id:
            told = ["Succeeded", row.id, verb, ""]
        else:
            told = ["Queued", "", "", ""]
        lines.append([*_own(row, columns), *told])
    head = [*columns, "__Status", "__Id", "__Action", "__Errors"]
    return [("result.txt", text(head, lines, "\t"))]


LAYOUTS = (
    data_loader_without_key, data_loader_bulk2, command_line, inspector,
)  # fmt: skip


def without_key(content, dice):
    """A success or error file of Data Loader as the Bulk API 2.0 writes it, and the keys of its
    rows in their order there."""
    head, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
    key, last = head.index(KEY), len(head) - 1
    dice.shuffle(rows)
    columns = [place for place in range(len(head)) if place != key]
    if head[last] == "ERROR":
        named = [*head[:last], "sf__Error"]
    else:
        named = ["sf__Id", *head[1:last], "sf__Created"]
        rows = [[*row[:last], str(row[last] == "Item Created").lower()] for row in rows]
    dice.shuffle(columns)
    content = text([named[at] for at in columns], [[row[at] for at in columns] for row in rows])
    return content, [row[key] for row in rows]
