"""What to do with a package, file by file, as Markdown for the one who loads it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import duckdb

from dq.errors import N_
from dq.handover.plan import FILES, MERGE_AFTER

if TYPE_CHECKING:
    from dq.handover.outgoing import Work
    from dq.handover.package import Csv, Say

OPERATIONS = {"insert": N_("Insert"), "update": N_("Update"), "delete": N_("Delete")}
WORK = {
    "merge": N_("Merge {other} into {name}, which stays"),
    "disable": N_("Disable {name} as a portal user ({username}); the username is free then"),
    "enable": N_("Enable {name} as a portal user with the username {username}"),
}
HEAD = N_("Package {number} for Salesforce")
WAY_BACK = N_("The way back")
ROWS, OPERATION = N_("{number} rows"), N_("Operation")
OBJECT, MAPPING = N_("Object"), N_("Mapping")
ORDER = N_("Load the files in the order of their numbers, each whole before the next.")
LOADER = N_(
    "In Data Loader: tick “Use UTF-8”, leave the delimiter on comma and map each column to the"
    " field of the same name. Leave {key} unmapped; it brings the results back."
)
CELLS = N_("An empty cell leaves the field alone, #N/A empties it.")
RESULTS = N_("Keep the success and error files and upload them in Kaartenbak under Results.")
BACK = N_(
    "The folder “back” has the files that put everything back as it was, in the order of their"
    " numbers. What was made new is taken out with Data Loader's own success file, operation"
    " Delete."
)


def english(message: str, **values: object) -> str:
    """A message as it is in the code, filled in."""
    return message.format(**values)


def text(
    db: duckdb.DuckDBPyConnection,
    number: int,
    made: datetime,
    made_by: str,
    there: Sequence["Csv"],
    back: Sequence["Csv"],
    work: Sequence["Work"],
    address: str,
    say: "Say",
) -> str:
    """The whole text."""
    merges = [one for one in work if one.kind != "enable"]
    after = [one for one in work if one.kind == "enable"]
    first = [one for one in there if one.file in FILES[:MERGE_AFTER]]
    rest = [one for one in there if one.file not in FILES[:MERGE_AFTER]]
    known = _known(db, work)
    lines = [
        f"# {say(HEAD, number=number)}",
        "",
        say(N_("Made on {moment} by {name}."), moment=f"{made:%Y-%m-%d %H:%M}", name=made_by),
        "",
        *(f"- {say(one, key='KAARTENBAK_KEY')}" for one in (ORDER, LOADER, CELLS, RESULTS)),
        *_files(first, say),
        *_work(merges, N_("By hand, before the next file"), known, address, say),
        *_files(rest, say),
        *_work(after, N_("By hand, at the end"), known, address, say),
    ]
    if back or any(one.operation == "insert" for one in there):
        lines += ["", f"## {say(WAY_BACK)}", "", say(BACK), ""]
        lines += [f"- {one.path}: {say(OPERATIONS[one.operation])}" for one in back]
    return "\n".join(lines) + "\n"


def _files(listed: Iterable["Csv"], say: "Say") -> Iterable[str]:
    for one in listed:
        mapped = ", ".join(one.columns[1:])
        yield from (
            "",
            f"## {one.path}",
            "",
            f"{say(one.file.title)}: {say(ROWS, number=len(one.rows))}.",
            say(one.file.expect),
            "",
            f"- {say(OPERATION)}: {say(OPERATIONS[one.operation])}",
            f"- {say(OBJECT)}: {one.object}",
            f"- {say(MAPPING)}: {mapped}",
        )


def _work(
    listed: Sequence["Work"], title: str, known: dict[str, str], address: str, say: "Say"
) -> Iterable[str]:
    if not listed:
        return
    yield from ("", f"## {say(title)}", "")
    for one in listed:
        person = one.id if one.kind == "merge" else str(one.other_id)
        named = {"name": known.get(person, person), "username": one.username or ""}
        named["other"] = known.get(str(one.other_id), str(one.other_id))
        ids = [id for id in (one.id, one.other_id) if id]
        links = " · ".join(f"{address}/{id}" if address else id for id in ids)
        yield f"- [ ] {say(WORK[one.kind], **named)}: {links}"


def _known(db: duckdb.DuckDBPyConnection, work: Iterable["Work"]) -> dict[str, Any]:
    """What the records of the work list are called, here or in Salesforce."""
    ids = sorted({id for one in work for id in (one.id, one.other_id) if id})
    rows = db.execute(
        """
        with called as (
            select id, concat_ws(' ', first_name, middle_name, last_name) as name
            from upstream.contact
            union all
            select id, concat_ws(' ', first_name, middle_name, last_name) from main.contact
            union all
            select id, name from upstream.account
        )
        select id, max(name) from called where id in $ids group by id
        """,
        {"ids": ids},
    ).fetchall()
    return dict(rows)
