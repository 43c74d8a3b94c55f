"""Settle: of what was changed here and in Salesforce, choose which of the two holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import duckdb

from dq import relations, renaming, store
from dq.errors import N_, Invalid, NotFound
from dq.ledger import Ledger

Choice = Literal["theirs", "ours"]


@dataclass(frozen=True)
class Settle:
    """The clashes, all with the same choice: what Salesforce has, or what stands here."""

    clash_ids: tuple[str, ...]
    choice: Choice


def run(db: duckdb.DuckDBPyConnection, command: Settle, actor: str) -> None:
    """Take over what Salesforce has, or let ours go there with the next package.

    A record that is gone there goes here too, or is made there anew.

    :raises Invalid: nothing was chosen
    :raises NotFound: a clash is settled already
    """
    if not command.clash_ids:
        raise Invalid(N_("Choose at least one."))
    with store.writing(db, "settle", actor) as ledger:
        anew: list[tuple[str, str]] = []
        for id in dict.fromkeys(command.clash_ids):
            row = _clash(ledger, id)
            table, record_id, field = row["record_table"], row["record_id"], row["field"]
            if command.choice == "theirs":
                _take(ledger, table, record_id, field)
            elif field is None:
                anew.append((table, record_id))
            ledger.delete("clash", id)
        _make_anew(ledger, anew)


def _clash(ledger: Ledger, id: str) -> dict[str, Any]:
    try:
        return ledger.row("clash", id)
    except NotFound as error:
        raise NotFound(N_("Somebody settled this already.")) from error


def _take(ledger: Ledger, table: str, id: str, field: str | None) -> None:
    """Let the record be as it is in Salesforce."""
    if field is None:
        ledger.delete(table, id)
        return
    [(value,)] = ledger.db.execute(
        f"select {_known(ledger, table, field)} from upstream.{table} where id = ?", [id]
    ).fetchall()
    ledger.update(table, id, {field: value})
    if (table, field) == ("contact", "account_id") and value:
        relations.make_own(ledger, id, value)


def _known(ledger: Ledger, table: str, field: str) -> str:
    """The field, if the object has it."""
    rows = ledger.db.execute(
        "select column_name from duckdb_columns()"
        " where schema_name = 'upstream' and table_name = ? and column_name = ?",
        [table, field],
    ).fetchall()
    return rows[0][0]


def _make_anew(ledger: Ledger, records: Iterable[tuple[str, str]]) -> None:
    """Let the records be new to Salesforce: under a key of our own, a card with its own account."""
    ids: list[str] = []
    for table, id in records:
        new = ledger.new_id()
        renaming.rename(ledger.db, table, {id: new})
        ids += [id, new]
        ledger.told = {"ids": ids}
        if table == "contact":
            account = ledger.row("contact", new)["account_id"]
            if account:
                relations.make_own(ledger, new, account)
