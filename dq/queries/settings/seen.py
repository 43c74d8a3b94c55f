"""Where the last export calls an object, a field or a choice otherwise than the settings do."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import duckdb

from dq import settings
from dq.settings import api
from dq.settings.names import CODES

# No label is written so: Project__c, ProjectId.
SURE = re.compile("__[cC]$|[a-z][A-Z]")
CUSTOM = re.compile(r"[A-Za-z]\w*?__c", re.IGNORECASE)

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Seen:
    """A setting, what it says, and what the last export has in its place."""

    setting: str
    ours: str
    theirs: str


def differing(db: duckdb.DuckDBPyConnection) -> list[Seen]:
    """The settings that the last export of their object contradicts, in the settings' order.

    Only an export with API names tells: in a report stand labels, and words in the reader's
    language. Where it has several names for one, a setting that is among them stands.
    """
    now = settings.every(db)
    shown: dict[str, list[str]] = {}
    for entry in _last(db):
        for setting, name in _shown(entry):
            shown.setdefault(setting, []).append(name)
    found = []
    for setting in api.defaults():
        ours, theirs = str(now[setting]), shown.get(setting, [])
        if theirs and ours.lower() not in (one.lower() for one in theirs):
            found.append(Seen(setting, ours, theirs[0]))
    return found


def _last(db: duckdb.DuckDBPyConnection) -> Iterator[Entry]:
    """What is noted of the files that each object was last loaded from."""
    taken: set[str] = set()
    for (files,) in db.execute("select files from load order by id desc").fetchall():
        entries = [one for one in json.loads(files or "[]") if one["object"] not in taken]
        yield from entries
        taken |= {one["object"] for one in entries}


def _shown(entry: Entry) -> Iterator[tuple[str, str]]:
    """What a file shows, by setting."""
    table, headers = entry["object"], entry.get("headers", {})
    if table not in api.objects() or not _of_api(headers.values()):
        return
    stem = PurePosixPath(entry["name"].rpartition(": ")[2]).stem
    if CUSTOM.fullmatch(stem):
        yield f"{api.PREFIX}{table}", stem
    for field in api.fields().get(table, ()):
        if field in headers:
            yield f"{api.PREFIX}{table}_{field}", headers[field]
    for field, codes in entry.get("codes", {}).items():
        if (table, field) in CODES:
            for code, words in codes.items():
                yield from ((f"{api.PREFIX}{CODES[table, field]}_{code}", one) for one in words)


def _of_api(headers: Iterable[str]) -> bool:
    """Whether these are API names, and no labels that happen to be one word each."""
    names = list(headers)
    return all(map(api.NAME.fullmatch, names)) and any(map(SURE.search, names))
