"""What the columns of a result file are, in the layout of each tool that loads into Salesforce.

Tested in tests/intake/answers/test_results.py.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from dq.intake.answers.problems import UNPROCESSED
from dq.settings.api import KEY

Operations = frozenset[str]
# Data Loader says of each row that it loaded what it made of it.
DONE = re.compile("Item (Creat|Updat|Delet|Upsert)ed")
# The same in Salesforce Inspector; what is being done may still become anything.
FAILED, GOING, QUEUED = ("failed", "error", "false"), ("processing",), ("queued", "")
# What a row was, by what was made of it: in Data Loader, Inspector and the Bulk API.
MADE = {
    "item created": frozenset({"insert"}),
    "item updated": frozenset({"update"}),
    "item deleted": frozenset({"delete"}),
    "inserted": frozenset({"insert"}),
    "updated": frozenset({"update"}),
    "deleted": frozenset({"delete"}),
    "true": frozenset({"insert"}),
    "false": frozenset({"update", "delete"}),
}
ANY: Operations = frozenset({"insert", "update", "delete"})
# A repeated header has got a number.
REPEATED = re.compile(r" \(\d+\)$")
UNPROCESSED_NAME = re.compile(r"unprocessed[-_ ]?records|\.unprocessed\.", re.IGNORECASE)


@dataclass(frozen=True)
class Outcome:
    """What became of one row: the id that Salesforce knows it by, or the error in its words.

    `key` is ours, None where it did not come back; then `cells` has what did, by column in small
    letters, and `operations` what the row may have been. `file` and `line` say where it stands.
    """

    key: str | None
    id: str | None
    error: str | None
    file: str = ""
    line: int = 0
    cells: Mapping[str, str] | None = None
    operations: Operations = ANY


@dataclass(frozen=True)
class Layout:
    """Where the columns of the tool stand: the id of the record, the error, the status and what was
    made of the row; `own` are the columns that were sent, `unprocessed` that nobody got to it."""

    key: int | None
    id: int | None
    error: int | None
    status: int | None
    made: int | None
    own: Mapping[str, int]
    unprocessed: bool = False

    def outcome(self, cells: Sequence[str], file: str, line: int) -> Outcome | None:
        """What became of a row; None while nobody knows."""
        said = {
            name: cells[place].strip() if place is not None else ""
            for name, place in (
                *(("key", self.key), ("id", self.id), ("error", self.error)),
                *(("status", self.status), ("made", self.made)),
            )
        }
        error = self._error(said["status"].lower(), said["error"])
        if error is None and said["status"].lower() in GOING and not self.unprocessed:
            return None
        own = {name: cells[place].strip() for name, place in self.own.items()}
        made = MADE.get(said["made"].lower(), ANY) if error is None else ANY
        if own.get("id") or (error and said["id"]):
            made = made - {"insert"}
        return Outcome(said["key"] or None, said["id"] or None, error, file, line, own, made)

    def _error(self, status: str, error: str) -> str | None:
        if self.unprocessed or (self.status is not None and status in QUEUED):
            return UNPROCESSED
        if status in FAILED or (self.error is not None and self.status is None):
            return error
        return error or None


def of(name: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> Layout | None:
    """The layout of a table with these headers and first rows; None for what is no result.

    :param name: of its file; what was not processed is known by it alone
    """
    words = [REPEATED.sub("", word).strip().lower() for word in headers]
    if any(word in words for word in ("sf__id", "sf__error", "sf__created")):
        return _bulk(words)
    if "__status" in words and ("__errors" in words or "__id" in words):
        return _inspector(words)
    if UNPROCESSED_NAME.search(PurePath(name.rpartition(": ")[2]).name):
        return _layout(words, unprocessed=True)
    return _data_loader(words, headers, rows)


def _bulk(words: list[str]) -> Layout:
    """Of the Bulk API 2.0, as the command line or Data Loader passes it on: the latter renames the
    first column, and the column with the error."""
    id_at = _first(words, "sf__id")
    error_at = _first(words, "sf__error")
    if id_at is None and words[0] == "id":
        id_at = 0
    return _layout(words, id=id_at, error=error_at, made=_first(words, "sf__created"))


def _inspector(words: list[str]) -> Layout:
    """Of Salesforce Inspector: columns that begin with a line were left out by it."""
    return _layout(
        words,
        id=_first(words, "__id"),
        error=_first(words, "__errors"),
        status=_first(words, "__status"),
        made=_first(words, "__action"),
    )


def _data_loader(
    words: list[str], headers: Sequence[str], rows: Sequence[Sequence[str]]
) -> Layout | None:
    """Of Data Loader, and of others that say it so: an id first, a status or an error last."""
    keyed = _key(words) is not None
    error_at, status_at = _last(words, "error", "errors"), _last(words, "status")
    success_at = _first(words, "success")
    if success_at is not None and error_at is not None:
        created = _first(words, "created")
        return _layout(words, _first(words, "id"), error_at, success_at, created)
    if error_at is not None and (keyed or _says_error(words, headers, error_at)):
        return _layout(words, _first(words, "id"), error_at)
    if status_at is not None and (keyed or _says_done(words, headers, rows, status_at)):
        return _layout(words, _first(words, "id"), None, None, status_at)
    return None


def _says_error(words: list[str], headers: Sequence[str], index: int) -> bool:
    return headers[index] == "ERROR" and (
        index == len(words) - 1 or (index == 1 and words[0] == "id")
    )


def _says_done(
    words: list[str], headers: Sequence[str], rows: Sequence[Sequence[str]], index: int
) -> bool:
    """An export may have an Id first and a Status last as well; its words are others."""
    if index != len(words) - 1 or words[0] != "id":
        return False
    said = [row[index].strip() for row in rows if len(row) == len(words)]
    return (
        all(map(DONE.fullmatch, said)) if said else (headers[0], headers[index]) == ("ID", "STATUS")
    )


def _layout(
    words: list[str],
    id: int | None = None,
    error: int | None = None,
    status: int | None = None,
    made: int | None = None,
    unprocessed: bool = False,
) -> Layout:
    key = _key(words)
    taken = {id, error, status, made, key}
    own = {
        word: place
        for place, word in enumerate(words)
        if place not in taken and word and word[0] not in "_("
    }
    return Layout(key, id, error, status, made, own, unprocessed)


def _key(words: list[str]) -> int | None:
    """Our own column; Inspector leaves it out under a name that begins with a line."""
    return next(
        (index for index, word in enumerate(words) if word.lstrip("_") == KEY.lower()), None
    )


def _first(words: list[str], *names: str) -> int | None:
    return next((words.index(name) for name in names if name in words), None)


def _last(words: list[str], *names: str) -> int | None:
    found = [index for index, word in enumerate(words) if word in names]
    return found[-1] if found else None
