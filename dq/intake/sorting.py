"""The tables of an upload, sorted: what each holds, and which are left aside."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import duckdb

from dq.intake import mapping, recognition
from dq.intake.columns import automatic
from dq.intake.evidence import Table
from dq.intake.mapping import Guess, shape
from dq.intake.vocabulary import normalised, objects

# So many tables together are an export of everything, however many files they came in.
EVERYTHING = 10


def sort(
    db: duckdb.DuckDBPyConnection,
    tables: list[Table],
    said: Mapping[str, str | None] | None = None,
) -> list[Guess]:
    """What each table holds, in their order.

    :param said: per name of a table the object that the user says it holds, or None for nothing
    """
    known = mapping.known(db)
    if len(tables) >= EVERYTHING:
        tables = [replace(table, packed=True) for table in tables]
    found = [
        _said(table, said or {}, known.own) or mapping.recognise(table, known) for table in tables
    ]
    for group in _groups(tables):
        _settle(found, tables, group, known.names)
        _find_projects(found, tables, group, known.own)
    return found


def _said(table: Table, said: Mapping[str, str | None], own: mapping.Own) -> Guess | None:
    """What the user says of a table, by its name with or without that of its container."""
    for name in (table.name, table.name.split(": ")[-1]):
        if name in said:
            return Guess(
                said[name], automatic(table.headers, said[name], own, table.names), chosen=True
            )
    return None


def _groups(tables: list[Table]) -> Iterable[list[int]]:
    """Which tables came together: in one container, or in an export of everything."""
    if len(tables) >= EVERYTHING:
        return [list(range(len(tables)))]
    together: dict[str, list[int]] = {}
    for place, table in enumerate(tables):
        together.setdefault(table.container or table.name, []).append(place)
    return together.values()


def _settle(
    found: list[Guess], tables: list[Table], group: list[int], names: dict[str, str]
) -> None:
    """Of tables together that look like one object, believe those that are named so.

    A Data Export holds every custom object, and many have a name, an account and a status.
    """
    for name, thing in objects().items():
        alike = [at for at in group if found[at].object == name and not found[at].chosen]
        # As the settings call it, as anybody would, or with such a word in its name.
        ranks = {
            at: (
                names.get(tables[at].stem.lower()) == name,
                normalised(tables[at].stem) in thing.files,
                bool(tables[at].name_words & thing.files),
            )
            for at in alike
        }
        for place in range(3):
            named = {shape(tables[at].headers) for at in alike if ranks[at][place]}
            if named:
                break
        else:
            continue
        for at in alike:
            if shape(tables[at].headers) not in named:
                found[at] = Guess(None, automatic(tables[at].headers, None))


def _find_projects(
    found: list[Guess], tables: list[Table], group: list[int], own: mapping.Own
) -> None:
    """Take a custom object for the projects where approvals refer to it, or its columns say so."""
    if any(found[at].object == "project" for at in group):
        for at in group:
            found[at] = replace(found[at], maybe=None)
        return
    perhaps = [at for at in group if found[at].maybe == "project"]
    starts = {
        tables[at].prefix(place)
        for at in group
        if found[at].object == "approval"
        for place, header in enumerate(tables[at].headers)
        if found[at].mapping[header] == "project_id"
    } - {None}
    meant = [at for at in perhaps if tables[at].key_prefix in starts]
    meant = meant or [at for at in perhaps if recognition.both_sides(tables[at], own)]
    if len(meant) == 1:
        [at] = meant
        found[at] = Guess(
            "project", automatic(tables[at].headers, "project", own, tables[at].names)
        )
        for other in group:
            found[other] = replace(found[other], maybe=None)
