"""The teams that account owners are in, each a line of a setting: its name, a colon, its people."""

from collections.abc import Sequence

import duckdb

from dq import settings


def split(line: str) -> tuple[str, tuple[str, ...]] | None:
    """A team's name and people; None where the line names no team or nobody."""
    name, _, people = line.partition(":")
    named = tuple(one for part in people.split(",") if (one := " ".join(part.split())))
    name = " ".join(name.split())
    return (name, tuple(dict.fromkeys(named))) if name and named else None


def joined(name: str, people: Sequence[str]) -> str:
    """A team as it is written."""
    return f"{name}: {', '.join(people)}"


def every(db: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """The people per team; a team that stands there twice has those of both."""
    teams: dict[str, tuple[str, ...]] = {}
    lines = settings.get(db, "teams")
    for line in lines if isinstance(lines, list) else []:
        if found := split(line):
            teams[found[0]] = tuple(dict.fromkeys(teams.get(found[0], ()) + found[1]))
    return teams


def colleagues(db: duckdb.DuckDBPyConnection, me: str) -> list[str]:
    """Everybody in a team with this person, themselves included; nobody where they are in none."""
    mine = [people for people in every(db).values() if _in(me, people)]
    return sorted({name for people in mine for name in people})


def _in(me: str, people: Sequence[str]) -> bool:
    wanted = " ".join(me.split()).casefold()
    return any(one.casefold() == wanted for one in people)
