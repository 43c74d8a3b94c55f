"""Undo: take a change back whole, unless a later one built upon it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb

from dq.access import needs
from dq.domain import fitting
from dq.errors import N_, DqError, Invalid, NotFound
from dq.objects import OWN_KEY
from dq.store import door, renaming
from dq.store.ledger import Ledger

Edit = dict[str, Any]
SENT = "select 1 from package_row where record_id = ? and state = 'sent' and operation = 'insert'"
THERE = N_("The new card is in Salesforce by now, or on its way; merge it or let it leave.")

ONE = N_("They are one in Salesforce by now, so the merge cannot be taken back.")
ALREADY = N_("This change is undone already.")


@dataclass(frozen=True)
class Undo:
    """The change to take back."""

    change_id: int


def run(db: duckdb.DuckDBPyConnection, command: Undo, actor: str) -> None:
    """Put every row of the change back as it was before; undoing an undo does it again.

    :raises NotFound: there is no such change
    :raises Forbidden: it is not for who acts to take back
    :raises Invalid: it wrote no rows that can be put back, or is undone already
    :raises Conflict: a later change touched the same; the error names it
    """
    with door.writing(db, "undo", actor) as ledger:
        name, told, undoes = _standing(ledger, command.change_id)
        first, last = ([tuple(one) for one in told.get(when) or []] for when in ("last", "first"))
        _rename(ledger, first)
        edits = _edits(ledger, command.change_id)
        if not edits or name == "recover":
            raise Invalid(N_("A change of this kind cannot be undone ({command})."), command=name)
        _not_there_yet(ledger, edits)
        moved = fitting.moved_since(ledger, edits, command.change_id)
        for edit in reversed(edits):
            ledger.revert(edit, command.change_id)
        fitting.whole(ledger, edits, command.change_id, moved)
        _rename(ledger, last)
        if first or last:
            ledger.told = {"ids": told["ids"], "first": _back(first), "last": _back(last)}
        ledger.undoes = command.change_id
        db.execute("update change set undone_by = ? where id = ?", [ledger.id, command.change_id])
        if undoes is not None:
            db.execute("update change set undone_by = null where id = ?", [undoes])


def run_all(db: duckdb.DuckDBPyConnection, commands: Iterable[Undo], actor: str) -> None:
    """The same for several changes, the last one first; all of it happens, or nothing."""
    with door.together(db):
        for command in sorted(commands, key=lambda one: -one.change_id):
            run(db, command, actor)


def run_each(db: duckdb.DuckDBPyConnection, commands: Iterable[Undo], actor: str) -> list[int]:
    """The same, but a change that cannot be taken back stays: the ids of those.

    :raises DqError: what the last one raises, where none can
    """
    listed = sorted(commands, key=lambda one: -one.change_id)
    stay: list[int] = []
    for command in listed:
        try:
            run(db, command, actor)
        except DqError:
            stay.append(command.change_id)
            if len(stay) == len(listed):
                raise
    return stay


# A record that a change gave another key: its table, the old key and the new one.
Renamed = tuple[str, str, str]


def _back(renamed: list[Renamed]) -> list[Renamed]:
    return [(table, new, old) for table, old, new in renamed]


def _rename(ledger: Ledger, renamed: list[Renamed]) -> None:
    """Give the records their old keys again.

    :raises Invalid: a record got its key from Salesforce by now, or is on its way there
    """
    for table, old, new in renamed:
        found = ledger.db.execute(f"select 1 from main.{table} where id = ?", [new]).fetchall()
        if not found or ledger.db.execute(SENT, [new]).fetchall():
            raise Invalid(THERE)
        renaming.rename(ledger.db, table, {new: old})
        ledger.edits = renaming.renamed(ledger.edits, {new: old})


def _not_there_yet(ledger: Ledger, edits: list[Edit]) -> None:
    """:raises Invalid: a card that was made here is in Salesforce, or on its way there; or what
    was merged here is one in Salesforce too"""
    merged = {edit["id"] for edit in edits if edit["table"] == "merged"}
    for edit in edits:
        if edit["table"] == "merged" and edit["before"] is None and _is_one(ledger, edit):
            raise Invalid(ONE)
    for edit in edits:
        if edit["table"] != "contact" or edit["before"] is not None or edit["id"] in merged:
            continue
        if not edit["id"].startswith(OWN_KEY) or ledger.db.execute(SENT, [edit["id"]]).fetchall():
            raise Invalid(THERE)


def _is_one(ledger: Ledger, merged: Edit) -> bool:
    """Whether the last export has no more what was merged here."""
    if merged["id"].startswith(OWN_KEY):
        return False
    kind = merged["after"]["record_kind"]
    found = ledger.db.execute(f"select 1 from upstream.{kind} where id = ?", [merged["id"]])
    return not found.fetchall()


def _standing(ledger: Ledger, change_id: int) -> tuple[str, Edit, int | None]:
    """The command, what it told and what it undoes, of a change that is not undone."""
    rows = ledger.db.execute(
        """
        select
            change.command, change.told, change.undoes, change.undone_by, undone.undoes,
            change.actor, coalesce(undone.command, change.command)
        from change
        left join change as undone on undone.id = change.undoes
        where change.id = ?
        """,
        [change_id],
    ).fetchall()
    if not rows:
        raise NotFound(N_("This change is not in the history."))
    name, told, undoes, undone_by, again, actor, done = rows[0]
    needs.see_to_undo(done, actor)
    if undone_by is not None:
        raise Invalid(ALREADY)
    if again is not None:
        raise Invalid(N_("Undo the change itself, which stands again."))
    return name, json.loads(told or "{}"), undoes


def _edits(ledger: Ledger, change_id: int) -> list[Edit]:
    [(edits,)] = ledger.db.execute("select edits from change where id = ?", [change_id]).fetchall()
    # What was of somebody who was removed does not come back.
    listed = json.loads(edits or "[]")
    if any(one.get("forgotten") and one["table"] == "merged" for one in listed):
        raise Invalid(fitting.REMOVED)  # the card that stays would get what the other had
    return [one for one in listed if not one.get("forgotten")]
