"""The tables of an upload, sorted: what each holds, and which are left aside."""

from collections.abc import Mapping
from dataclasses import replace

import duckdb

from dq.intake.tables import mapping, recognition
from dq.intake.tables.mapping import Guess, shape
from dq.intake.tables.table import Table
from dq.reading.headers import automatic
from dq.reading.vocabulary import normalised, objects

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
    if everything(tables):
        tables = [replace(table, packed=True) for table in tables]
    found = [
        _said(table, said or {}, known.own) or mapping.recognise(table, known) for table in tables
    ]
    _settle(found, tables, known.names)
    _find_projects(found, tables, known.own)
    return found


def everything(tables: list[Table]) -> bool:
    """Whether so many files lie loose that nobody chose each of them."""
    return sum(table.container is None for table in tables) >= EVERYTHING


def _said(table: Table, said: Mapping[str, str | None], own: mapping.Own) -> Guess | None:
    """What the user says of a table, by its name with or without that of its container."""
    for name in (table.name, table.name.split(": ")[-1]):
        if name in said:
            found = automatic(table.headers, said[name], own, table.names)
            return Guess(said[name], _keyed(table, said[name], found), chosen=True)
    return None


def _keyed(table: Table, name: str | None, found: dict[str, str | None]) -> dict[str, str | None]:
    """With the one column of this object's keys in Salesforce as its key, whatever it is called."""
    if name not in objects() or "id" in found.values():
        return found
    keys = [
        header
        for place, header in enumerate(table.headers)
        if found[header] is None
        and (table.prefix(place) or "-").lower() in objects()[name].prefixes
        and len(set(table.values(place))) == len(table.sample)
    ]
    return found | {keys[0]: "id"} if len(keys) == 1 else found


def _settle(found: list[Guess], tables: list[Table], names: dict[str, str]) -> None:
    """Of custom objects that look like one object of ours, believe those that are named so.

    A Data Export holds every custom object, and many have a name, an account and a status. Any
    other table says by its keys and columns what it is, and several may hold one object.
    """
    for name, thing in objects().items():
        alike = [
            index
            for index, table in enumerate(tables)
            if table.custom and found[index].object == name and not found[index].chosen
        ]
        # As the settings call it, as anybody would, or with such a word in its name.
        ranks = {
            index: (
                names.get(tables[index].stem.lower()) == name,
                normalised(tables[index].stem) in thing.files,
                bool(tables[index].name_words & thing.files),
            )
            for index in alike
        }
        for place in range(3):
            named = {_sort(tables[index]) for index in alike if ranks[index][place]}
            if named:
                break
        else:
            continue
        for index in alike:
            if _sort(tables[index]) not in named:
                # Where the settings do not name it, the other may be ours all the same.
                maybe = name if place else None
                found[index] = Guess(None, automatic(tables[index].headers, None), maybe=maybe)
        if place == 0:
            for index, guess in enumerate(found):
                if guess.maybe == name:
                    found[index] = replace(guess, maybe=None)


def _sort(table: Table) -> tuple[str, str | None]:
    """What tables of one object have in common: their columns, and how their keys start."""
    return shape(table.headers), table.key_prefix


def _find_projects(found: list[Guess], tables: list[Table], own: mapping.Own) -> None:
    """Take a custom object for the projects where approvals refer to it, or its columns say so."""
    perhaps = [index for index, guess in enumerate(found) if guess.maybe == "project"]
    meant: list[int] = []
    if not any(guess.object == "project" for guess in found):
        starts = {
            table.prefix(place)
            for table, guess in zip(tables, found, strict=True)
            if guess.object == "approval"
            for place, header in enumerate(table.headers)
            if guess.mapping[header] == "project_id"
        } - {None}
        meant = [index for index in perhaps if tables[index].key_prefix in starts]
        meant = meant or [index for index in perhaps if recognition.both_sides(tables[index], own)]
        if len(meant) != 1:
            return
    for index in perhaps:
        found[index] = replace(found[index], maybe=None)
    for index in meant:
        found[index] = Guess(
            "project", automatic(tables[index].headers, "project", own, tables[index].names)
        )
