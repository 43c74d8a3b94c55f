"""What to do with a package, file by file, as Markdown for the one who loads it.

Tested in tests/handover/package/test_archive.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import duckdb

from dq.errors import N_
from dq.handover.package import loader
from dq.handover.package.sf import notes
from dq.outgoing import back as way_back
from dq.outgoing import work as by_hand
from dq.outgoing.difference import own
from dq.outgoing.plan import FILES, MERGE_AFTER
from dq.queries.cards import record_names
from dq.settings.api import KEY

if TYPE_CHECKING:
    from dq.handover.package.archive import Csv, Say
    from dq.outgoing.waiting import Wait
    from dq.outgoing.work import Work

OPERATIONS = {"insert": N_("Insert"), "update": N_("Update"), "delete": N_("Delete")}
WORK = {
    "merge": N_("Merge {other} into {name}"),
    "disable": N_("Disable {name} as a portal user ({username}); the username is free then"),
    "enable": N_("Enable {name} as a portal user with the username {username}"),
    "unlink": N_(
        "Delete the relation that {name} got with this merge; it is in the way of the next"
    ),
}
REFUSED = N_(
    "Salesforce refuses this one as it is: they have two accounts, and one of them logs in. Give"
    " {other} the account {account} there first."
)
ENDS = (N_("{id} stays"), N_("{id} goes"))
HEAD = N_("Package {number} for Salesforce")
WAITS = N_("What is not in it yet")
WAITS_TEXT = N_("It is in a later package, made from that day on or once the results are read.")
AHEAD = N_("It was made until {day}: what is to be so on that day is in it already.")
UNTIL_DAY = N_("{name}: from {day}")
UNTIL_TAKER = N_("{name}: as soon as it is known that {taker} has it in Salesforce")
UNTIL_MADE = N_("{name}: as soon as it is known that Salesforce has the new card")
LOOSE = N_(
    "By hand, after the files: delete the relation of {name} with {account}, which Salesforce made"
    " by itself."
)
WAY_BACK = N_("The way back")
ROWS, OPERATION = N_("Rows"), N_("Operation")
OBJECT, MAPPING = N_("Object"), N_("Mapping")
STEPS = (
    N_(
        "Load the files in the order of their numbers, each whole before the next. A number that"
        " is missing has no rows."
    ),
    N_(
        "Once, in the settings of Data Loader: tick “Use Bulk API”, “Read all CSVs with UTF-8"
        " encoding” and “Write all CSVs with UTF-8 encoding”."
    ),
    N_(
        "For each file: choose the operation and the object that stand with it, and the mapping"
        " file (.sdl) that is named there. It leaves {key} unmapped; that brings the results back."
    ),
    N_("An empty cell leaves the field alone, #N/A empties it (with the Bulk API only)."),
    N_(
        "Upload every success and error file in Kaartenbak under Results: it explains what was"
        " refused. Stop when a whole file is refused, or a new card that later rows name; other"
        " refused rows need not stop you."
    ),
    N_("At the end: export everything from Salesforce and load it here; that shows what arrived."),
)
MERGING = N_(
    "When you merge, let the record that stays be the master and keep its values, with at most"
    " three records at a time. The files after this bring the values that were chosen here, also"
    " where the master had nothing. Of fields that Kaartenbak does not know, choose what to keep."
)
BACK = N_(
    "Only when the package has to be taken back: load the files of the folder “back” in the order"
    " of their numbers, in the same way. What was made new is in it once the results have been read"
    " in Kaartenbak: then download the package again. What was merged stays merged, and logins that"
    " were moved by hand stay so."
)


def english(message: str, **values: object) -> str:
    """A message as it is in the code, filled in; a moment to the minute."""
    shown = {
        name: f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value
        for name, value in values.items()
    }
    return message.format(**shown)


def text(
    db: duckdb.DuckDBPyConnection,
    number: int,
    made: datetime,
    made_by: str,
    day: date | None,
    there: Sequence["Csv"],
    back: Sequence["Csv"],
    work: Sequence["Work"],
    waits: Sequence["Wait"],
    address: str,
    say: "Say",
) -> str:
    """The whole text."""
    merges = [one for one in work if one.kind != "enable"]
    after = [one for one in work if one.kind == "enable"]
    first = [one for one in there if one.file in FILES[:MERGE_AFTER]]
    rest = [one for one in there if one.file not in FILES[:MERGE_AFTER]]
    known, refused = _known(db, work), by_hand.refused(db, work)
    lines = [
        f"# {say(HEAD, number=number)}",
        "",
        _made(made, made_by, say),
        *([say(AHEAD, day=day)] if day and day > made.date() else []),
        "",
        *(f"{place}. {say(one, key=KEY)}" for place, one in enumerate(STEPS, 1)),
        *loader.text(number, there, say),
        *(notes.lines(say) if there or merges else ()),
        *_files(first, say),
        *_work(merges, N_("By hand, before you load the next file"), known, address, say, refused),
        *_files(rest, say),
        *_work(after, N_("By hand, at the end"), known, address, say),
        *_waits(waits, say),
    ]
    if back or any(one.operation == "insert" for one in there):
        lines += ["", f"## {say(WAY_BACK)}", "", say(BACK), ""]
        lines += [f"- {one.path}: {say(OPERATIONS[one.operation])}" for one in back]
        lines += [f"- [ ] {say(LOOSE, **pair)}" for pair in _loose(db, number)]
    return "\n".join(lines) + "\n"


def _loose(db: duckdb.DuckDBPyConnection, number: int) -> list[dict[str, str]]:
    """The relations that go by hand on the way back, by the names of both sides."""
    pairs = way_back.needed(db, number).loose
    known = record_names.of(db, [id for pair in pairs for id in pair])
    return [
        {"name": known.get(contact, contact), "account": known.get(account, account)}
        for contact, account in pairs
    ]


def _made(made: datetime, made_by: str, say: "Say") -> str:
    if not made_by:
        return say(N_("Made on {moment}."), moment=made)
    return say(N_("Made on {moment} by {name}."), moment=made, name=made_by)


def _files(listed: Iterable["Csv"], say: "Say") -> Iterable[str]:
    for one in listed:
        mapped = ", ".join(one.columns[1:])
        yield from (
            "",
            f"## {one.path}",
            "",
            f"{say(one.file.title)}. {say(one.file.expect)}",
            "",
            f"- {say(ROWS)}: {len(one.rows)}",
            f"- {say(OPERATION)}: {say(OPERATIONS[one.operation])}",
            f"- {say(OBJECT)}: {one.object}",
            f"- {say(MAPPING)}: {mapped}",
            *loader.notes(one, say),
        )


def _work(
    listed: Sequence["Work"],
    title: str,
    known: Mapping[str, str],
    address: str,
    say: "Say",
    refused: Mapping[str, str] = MappingProxyType({}),
) -> Iterable[str]:
    if not listed:
        return
    yield from ("", f"## {say(title)}", "")
    if any(one.kind == "merge" for one in listed):
        yield from (say(MERGING), "")
    for one in listed:
        person = one.id if one.kind == "merge" else str(one.other_id)
        named = {"name": known.get(person, person), "username": one.username or ""}
        named["other"] = known.get(str(one.other_id), str(one.other_id))
        yield f"- [ ] {say(WORK[one.kind], **named)}: {_places(one, address, say)}"
        if one.kind == "merge" and (account := refused.get(one.subject)):
            yield f"  {say(REFUSED, other=named['other'], account=account)}"


def left(db: duckdb.DuckDBPyConnection, work: Sequence["Work"], place: str, say: "Say") -> str:
    """What no script does, a line each; `place` stands before the ids of the records."""
    after = [one for one in work if one.kind == "enable"]
    lines = list(_work(after, N_("By hand, at the end"), _known(db, after), place, say))
    return "".join(f"{line}\n" for line in lines if line.startswith("-"))


def _waits(listed: Sequence["Wait"], say: "Say") -> Iterable[str]:
    if not listed:
        return
    yield from ("", f"## {say(WAITS)}", "", say(WAITS_TEXT), "")
    for one in listed:
        if one.day:
            yield f"- {say(UNTIL_DAY, name=one.name, day=one.day)}"
        elif not one.taker:
            yield f"- {say(UNTIL_MADE, name=one.name)}"
        else:
            yield f"- {say(UNTIL_TAKER, name=one.name, taker=one.taker)}"


def _places(one: "Work", address: str, say: "Say") -> str:
    """Where its records are in Salesforce; of a merge which one stays there, and which goes."""
    ids = [id for id in (one.id, one.other_id) if id and not own(id)]
    links = [f"{address}/{id}" if address else id for id in ids]
    if len(ids) == len(ENDS) and one.kind == "merge":
        return " · ".join(say(word, id=link) for word, link in zip(ENDS, links, strict=True))
    return " · ".join(links)


def _known(db: duckdb.DuckDBPyConnection, work: Iterable["Work"]) -> dict[str, Any]:
    """What the records of the work list are called in Salesforce, or here where they are new."""
    ids = sorted({id for one in work for id in (one.id, one.other_id) if id})
    rows = db.execute(
        """
        with called as (
            select id, called(first_name, middle_name, last_name, email, id) as name, true as there
            from upstream.contact
            union all
            select id, called(first_name, middle_name, last_name, email, id), false
            from main.contact
            union all
            select id, name, true from upstream.account
        )
        select id, max_by(name, there) from called where id in $ids group by id
        """,
        {"ids": ids},
    ).fetchall()
    return dict(rows)
