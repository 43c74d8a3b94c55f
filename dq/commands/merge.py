"""Merge: several records are one from now on; what named the others names the one that stays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import duckdb

from dq.domain import cards, decisions, logins, merging, relations
from dq.errors import N_, Invalid
from dq.objects import OBJECTS, Mergeable
from dq.store import door
from dq.store.ledger import Ledger, Row

# What can be taken over from another record; the username follows the address.
FIELDS: dict[Mergeable, tuple[str, ...]] = {
    "contact": (*cards.FIELDS, "postal_code", "city", "kind", "account_id"),
    "account": tuple(field.name for field in OBJECTS["account"].fields if field.api is not None),
}

# Only who goes can log in: whether that is so here, or still in Salesforce.
LOGS_IN = {
    True: N_("{name} logs in to the portal and so must be the card that stays."),
    False: N_(
        "{name} still logs in to the portal in Salesforce and so must be the card that stays."
    ),
}


@dataclass(frozen=True)
class Merge:
    """The `losers` (id: version as the user saw it) go into the survivor, which was at `version`
    and takes over `values`."""

    record_kind: Mergeable
    survivor_id: str
    version: int
    losers: Mapping[str, int]
    values: Mapping[str, str | None] = field(default_factory=dict)
    reason: str | None = None


def run(db: duckdb.DuckDBPyConnection, command: Merge, actor: str) -> None:
    """Move everything to the survivor and take the others out, all or nothing.

    :raises Invalid: there is nobody to merge, a field cannot be taken over, a value is somebody
        else's username, or somebody who logs in would go
    :raises NotFound: one of the records is gone
    :raises Conflict: somebody changed one of them since
    """
    with (
        door.writing(db, "merge", actor, reason=command.reason) as ledger,
        ledger.remembering(),
    ):
        _merge(ledger, command)


def run_all(db: duckdb.DuckDBPyConnection, commands: Iterable[Merge], actor: str) -> None:
    """The same for several groups; each is a change of its own, so that one can be undone."""
    with door.together(db):
        for command in commands:
            run(db, command, actor)


def _merge(ledger: Ledger, command: Merge) -> None:
    kind, survivor = command.record_kind, command.survivor_id
    if not command.losers or survivor in command.losers:
        raise Invalid(N_("Choose which card stays and at least one other."))
    if unknown := set(command.values) - set(FIELDS[kind]):
        raise Invalid(N_("{field} cannot be changed here."), field=min(unknown))
    before = ledger.row(kind, survivor)
    for id, version in {survivor: command.version, **command.losers}.items():
        ledger.update(kind, id, {}, version)  # as it was when it was shown
    for loser in command.losers:
        if kind == "contact":
            _logins(ledger, loser, survivor)
            _contact_relations(ledger, loser, survivor)
        else:
            _account_relations(ledger, loser, survivor)
        decisions.keep(ledger, kind, loser, survivor, True)  # for how certain matching was
        merging.decisions(ledger, kind, loser, survivor)
        merging.names(ledger, kind, loser, survivor)
        ledger.delete(kind, loser)
        ledger.insert("merged", {"id": loser, "record_kind": kind, "survivor_id": survivor})
    _stand_in(ledger, kind, survivor)
    _take_over(ledger, command, before)


def _take_over(ledger: Ledger, command: Merge, before: Row) -> None:
    """The chosen values, once the others do not hold them any more."""
    kind, survivor = command.record_kind, command.survivor_id
    values = dict(command.values)
    if kind == "contact":
        fields = {name: value for name, value in values.items() if name in cards.FIELDS}
        values = logins.addressed(values | cards.cleaned(fields), before)
        if "username" in values:
            logins.follow(ledger, survivor, values["username"], before["username"])
    for name, of in OBJECTS[kind].references.items():
        if of == kind and values.get(name) in (survivor, *command.losers):
            values[name] = None  # nobody is above themselves
    if values.get("account_id", before.get("account_id")) == before.get("account_id"):
        values.pop("account_id", None)
    relations.update_with_own(ledger, kind, survivor, values)


def _logins(ledger: Ledger, loser: str, survivor: str) -> None:
    """The survivor's portal user stays; another one is switched off and keeps its username.

    :raises Invalid: only the one who goes can log in, and Salesforce cannot merge that way
    """
    sides = ledger.db.execute(
        f"""
        select here
        from ({merging.LOGINS})
        where active and contact_id in ($loser, $survivor)
        group by here
        having count(*) filter (where contact_id = $survivor) = 0
        order by here desc
        """,
        {"loser": loser, "survivor": survivor},
    ).fetchall()
    for (here,) in sides:
        raise Invalid(LOGS_IN[here], name=cards.contact(ledger.db, loser)["name"])
    rows = ledger.db.execute(
        "select id from portal_user where contact_id = ? order by id", [loser]
    ).fetchall()
    for (id,) in rows:
        ledger.update("portal_user", id, {"contact_id": survivor, "active": False})


def _contact_relations(ledger: Ledger, loser: str, survivor: str) -> None:
    """The relations of who goes, each beside the own account of who stays; a pair only once."""
    for one in _relations(ledger, "contact_id", loser):
        there = relations.of_pair(ledger, survivor, one["account_id"])
        if there is None:
            ledger.update("relation", one["id"], {"contact_id": survivor, "direct": False})
        else:
            relations.once(ledger, one | {"direct": False}, there, {"contact_id": survivor})


def _account_relations(ledger: Ledger, loser: str, survivor: str) -> None:
    """The people of the account that goes; who is at both keeps the relation that is their own."""
    for one in _relations(ledger, "account_id", loser):
        there = relations.of_pair(ledger, one["contact_id"], survivor)
        if there is None:
            ledger.update("relation", one["id"], {"account_id": survivor})
        else:
            relations.once(ledger, one, there, {"account_id": survivor})


def _stand_in(ledger: Ledger, kind: Mergeable, survivor: str) -> None:
    """A relation with the own account that was taken out here is still there until the merge: it
    stands in for another one of the same pair, which goes before, see `relations.last`."""
    rows = ledger.db.execute(
        f"""
        with theirs as materialized (
            select id, contact_id, account_id
            from upstream.relation
            where direct
                and {kind}_id in (
                    select $survivor
                    union all
                    select id from survivor where survivor_id = $survivor
                )
        ), gone as materialized (
            select * from theirs anti join main.relation as here on here.id = theirs.id
        )
        select
            gone.id,
            coalesce(person.survivor_id, gone.contact_id),
            coalesce(company.survivor_id, gone.account_id)
        from gone
        left join survivor as person on person.id = gone.contact_id
        left join survivor as company on company.id = gone.account_id
        order by gone.id
        """,
        {"survivor": survivor},
    ).fetchall()
    for id, contact_id, account_id in rows:
        there = relations.of_pair(ledger, contact_id, account_id)
        if there and relations.later(ledger, id, there["id"]):
            row = ledger.row("relation", there["id"])
            ledger.delete("relation", there["id"])
            ledger.insert("relation", row | {"id": id})


def _relations(ledger: Ledger, column: str, id: str) -> list[Row]:
    ids = ledger.db.execute(
        f"select id from relation where {column} = ? order by id", [id]
    ).fetchall()
    return [relations.read(ledger, id) for (id,) in ids]
