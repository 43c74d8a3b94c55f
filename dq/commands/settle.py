"""Settle: of what was changed here and in Salesforce, choose which of the two holds."""

from dataclasses import dataclass
from typing import Literal

import duckdb

from dq.domain import cards, logins, relations
from dq.errors import N_, Invalid, NotFound
from dq.objects import MADE_HERE, NAMED_BY, NATURAL, SENT, clash_key
from dq.store import door, renaming, rows
from dq.store.ledger import Ledger, Row

Choice = Literal["theirs", "ours"]


@dataclass(frozen=True)
class Settle:
    """The clashes, all with the same choice: what Salesforce has, or what stands here."""

    clash_ids: tuple[str, ...]
    choice: Choice


def run(db: duckdb.DuckDBPyConnection, command: Settle, actor: str) -> None:
    """Take over what Salesforce has, or let ours go there with the next package.

    A record that is gone there goes here too, with what was new here and names it, or is made there
    anew.

    :raises Invalid: nothing was chosen, or what is gone there cannot be made from here
    :raises NotFound: a clash is settled already
    """
    if not command.clash_ids:
        raise Invalid(N_("Choose at least one."))
    with door.writing(db, "settle", actor) as ledger:
        clashes = [_clash(ledger, id) for id in dict.fromkeys(command.clash_ids)]
        gone = [
            (row["record_table"], row["record_id"])
            for row in clashes
            if row["field"] is None and row["theirs"] is None
        ]
        new = _make_anew(ledger, gone) if command.choice == "ours" else {}
        for row in clashes:
            id = new.get(row["record_id"], row["record_id"])
            key = clash_key(row["record_table"], id, row["field"])
            if not _ids(ledger, "select id from clash where id = ?", key):
                continue  # it went with a record before it
            if command.choice == "theirs":
                _take(ledger, row)
            ledger.delete("clash", key)


def _clash(ledger: Ledger, id: str) -> Row:
    try:
        return ledger.row("clash", id)
    except NotFound as error:
        raise NotFound(N_("Somebody settled this already.")) from error


def _take(ledger: Ledger, clash: Row) -> None:
    """Let the record be as it is in Salesforce."""
    table, id, field = clash["record_table"], clash["record_id"], clash["field"]
    if field is None and clash["theirs"] is None:
        _let_go(ledger, table, id)
        ledger.delete(table, id)
        return
    if field is None:
        ledger.insert(table, rows.read(ledger.db, f"upstream.{table}", [id])[id])
        return
    stays = ledger.db.execute("select survivor_id from survivor where id = ?", [id]).fetchall()
    if stays:
        _hand_on(ledger, table, stays[0][0], field, clash["theirs"])
        return
    value = rows.read(ledger.db, f"upstream.{table}", [id])[id][field]
    relations.update_with_own(ledger, table, id, {field: value})


def _let_go(ledger: Ledger, kind: str, id: str) -> None:
    """What was to name a record that is gone there names what it names there, or is not made."""
    if kind not in NAMED_BY:
        return
    _apart(ledger, kind, id)
    places = [place for place in NAMED_BY[kind] if place[0] in SENT]
    # The relations first: of them a card that gets its own account back makes one its own.
    for table, column in sorted(places, key=lambda place: place[0] != "relation"):
        named = _ids(ledger, f"select id from main.{table} where {column} = ?", id)
        there = rows.read(ledger.db, f"upstream.{table}", named)
        for one in named:
            if table in NATURAL and one not in there:
                ledger.delete(table, one)
                of_it = f"select id from clash where record_table = '{table}' and record_id = ?"
                for clash in _ids(ledger, of_it, one):
                    ledger.delete("clash", clash)
            else:
                value = there.get(one, {}).get(column)
                relations.update_with_own(ledger, table, one, {column: value})


def _apart(ledger: Ledger, kind: str, id: str) -> None:
    """What was to be merged there into a record that is gone is a record of its own again."""
    known = f"id in (select id from upstream.{kind})"
    for one in _ids(ledger, f"select id from merged where survivor_id = ? and {known}", id):
        ledger.delete("merged", one)
        row = rows.read(ledger.db, f"upstream.{kind}", [one])[one]
        if row.get("username") and cards.holder(ledger.db, row["username"], one):
            row["username"] = None  # it was given to somebody else since
        ledger.insert(kind, row)
        for table in (table for table, keys in NATURAL.items() if f"{kind}_id" in keys):
            missing = f"{kind}_id = ? and id not in (select id from main.{table})"
            ids = _ids(ledger, f"select id from upstream.{table} where {missing}", one)
            there = rows.read(ledger.db, f"upstream.{table}", ids)
            for gone in ids:
                ledger.insert(table, there[gone])


def _ids(ledger: Ledger, query: str, id: str) -> list[str]:
    return [one for (one,) in ledger.db.execute(f"{query} order by id", [id]).fetchall()]


def _hand_on(ledger: Ledger, table: str, id: str, field: str, value: str | None) -> None:
    """Let the record that stays have what the one has that was merged into it here."""
    values: Row = {field: value}
    before = ledger.row(table, id)
    if field == "email" and before["username"] is not None:
        # Its portal users stay: that of the one that was merged may have this username by now.
        cards.username_free(ledger.db, value, id)
        values = logins.addressed(values, before)
    relations.update_with_own(ledger, table, id, values)


def _make_anew(ledger: Ledger, records: list[tuple[str, str]]) -> dict[str, str]:
    """Let the records be new to Salesforce: under keys of our own, a card with its own account.

    The keys come before everything else that the change writes, so that undo takes them back last.
    """
    new = {id: ledger.new_id() for _table, id in records}
    for table, id in records:
        if table not in MADE_HERE:
            raise Invalid(N_("It cannot be made from here: make it there, or take over its going."))
        renaming.rename(ledger.db, table, {id: new[id]})
    if records:
        ids = [one for pair in new.items() for one in pair]
        ledger.told = {"ids": ids, "first": [(table, id, new[id]) for table, id in records]}
    for table, id in records:
        account = ledger.row(table, new[id])["account_id"] if table == "contact" else None
        if account:
            relations.make_own(ledger, new[id], account)
    return new
