"""The ways out of what is there twice: people, accounts, general cards, relations.

Tested in tests/casework/test_ways.py.
"""

from collections.abc import Sequence

import duckdb

from dq.casework import merging
from dq.casework.merging import Look
from dq.casework.ways.way import Do, Open, Way
from dq.commands import drop_relation, merge
from dq.commands.drop_relation import DropRelation
from dq.errors import N_
from dq.objects import Mergeable
from dq.queries.review import duplicates
from dq.queries.review.findings import Finding

# What is found of likely duplicates alone, and of which kind.
DUPLICATES: dict[str, Mergeable] = {"duplicate_person": "contact", "duplicate_account": "account"}
STAYS = N_("{name} stays, gets what it lacks and takes in {number} more.")
APART = N_(
    "{name} stays, gets what it lacks and takes in {number} more. In Salesforce that is done"
    " by hand, as the package says: they have two accounts, and one of them logs in."
)
LOOK: dict[Look, str] = {
    "login": N_(
        "Choose which card stays: one that would go logs in, and Salesforce does not take two"
        " logins together."
    ),
    "left": N_("Choose which card stays: the one that has most is of somebody who left."),
}
TWICE = N_("{name} keeps one relation with {account}, which says what all of them said.")
NAMES: dict[Mergeable, str] = {
    "contact": "select id, called(first_name, middle_name, last_name, email, id)"
    " from main.contact where id in $ids",
    "account": "select id, called(name, id) from main.account where id in $ids",
}
MEMBERS = "select record_id from cluster where record_kind = ? and group_id = ?"
# All general cards of the account with the mailbox of this one.
GENERAL = """
    select other.id
    from card
    join card as other on other.account_id = card.account_id and other.address = card.address
    where card.id = ? and other.active and other.general
    order by other.id
"""
SAME_PAIR = """
    select
        other.id, called(first_name, middle_name, last_name, email, relation.contact_id),
        called(account.name, relation.account_id)
    from relation
    join relation as other using (contact_id, account_id)
    left join contact on contact.id = relation.contact_id
    left join account on account.id = relation.account_id
    where relation.id = ?
    order by other.id
"""


def merged(db: duckdb.DuckDBPyConnection, kind: Mergeable, ids: Sequence[str]) -> Way | None:
    """These records become one; None where fewer than two are left."""
    names = dict(db.execute(NAMES[kind], {"ids": list(ids)}).fetchall())
    if len(names) < 2:
        return None
    proposal = merging.proposed(db, kind, list(names))
    if proposal is None:
        return None
    if proposal.look:
        ids = ",".join(sorted(names))
        return Open((LOOK[proposal.look], {}), "merge", {"kind": kind, "ids": ids})
    command = proposal.command
    accounts = {row.get("account_id") for row in proposal.rows}
    apart = len(accounts) > 1 and any(
        one.what == "accounts" for one in merging.obstacles(db, command)
    )
    values = {"name": names[command.survivor_id], "number": len(command.losers)}
    says = (APART if apart else STAYS, values)
    return Do(says, merge.run, command)


def duplicate_person(db: duckdb.DuckDBPyConnection, found: Finding) -> Way | None:
    """The group of likely duplicates that the card is in becomes one card."""
    return _group(db, "contact", found)


def duplicate_account(db: duckdb.DuckDBPyConnection, found: Finding) -> Way | None:
    """The group of likely duplicates that the account is in becomes one account."""
    return _group(db, "account", found)


def _group(db: duckdb.DuckDBPyConnection, kind: Mergeable, found: Finding) -> Way | None:
    group_id = duplicates.group_of(db, kind, found.record_id)
    ids = [id for (id,) in db.execute(MEMBERS, [kind, group_id]).fetchall()]
    if group_id is None and found.check_id in DUPLICATES and found.other_id:
        ids = [found.record_id, found.other_id]  # judged while they were one, as their undo is not
    # Who shares something with somebody else than their double keeps sharing it after a merge.
    return merged(db, kind, ids) if found.other_id in ids else None


def general_card_double(db: duckdb.DuckDBPyConnection, found: Finding) -> Way | None:
    """The general cards of one mailbox become one."""
    rows = db.execute(GENERAL, [found.record_id]).fetchall()
    return merged(db, "contact", [id for (id,) in rows])


def duplicate_relation(db: duckdb.DuckDBPyConnection, found: Finding) -> Way | None:
    """One of the relations stays; None where there is only one by now."""
    rows = db.execute(SAME_PAIR, [found.record_id]).fetchall()
    if len(rows) < 2:
        return None
    ids, names, accounts = zip(*rows, strict=True)
    says = {"name": names[0], "account": accounts[0]}
    return Do((TWICE, says), drop_relation.run, DropRelation(ids))
