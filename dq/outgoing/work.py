"""What no file can do in Salesforce and somebody does by hand: merges, and logins that move.

Tested in tests/handover/package/test_archive.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from dq.outgoing.difference import Change

# The field of a portal user that takes the login from the contact and frees the username.
# Salesforce then sets IsActive by itself, and refuses both in one row.
SWITCH = "IsPortalEnabled"


@dataclass(frozen=True)
class Work:
    """Something to be done by hand: 'merge' (other_id into id), 'disable' a portal user (id) of a
    contact (other_id), 'enable' a contact (other_id) as one with the username of id, or 'unlink'
    a relation (id) that a contact (other_id) got with the merge before it."""

    kind: str
    record_kind: str
    id: str
    other_id: str | None
    username: str | None = None

    @property
    def subject(self) -> str:
        """Whose record shows in an export that it was done: the one that goes, or the user."""
        return str(self.other_id) if self.kind == "merge" else self.id


def by_hand(db: duckdb.DuckDBPyConnection, changes: list[Change]) -> list[Work]:
    """The merges that Salesforce has not made, and the logins that go to another contact."""
    merges = db.execute(
        """
        select merged.record_kind, survivor.survivor_id, merged.id
        from merged
        join survivor on survivor.id = merged.id
        where merged.id in (
            select id from upstream.contact
            union all
            select id from upstream.account
        )
        order by all
        """
    ).fetchall()
    twice = dict(db.execute(TWICE).fetchall())
    found = []
    for kind, survivor, id in merges:
        found.append(Work("merge", kind, survivor, id))
        if id in twice:
            found.append(Work("unlink", "relation", twice[id], survivor))
    for change in changes:
        if change.table == "portal_user" and change.before and "contact_id" in change.fields:
            for kind, row in (("disable", change.was), ("enable", change.now)):
                one = (change.id, row["contact_id"], row["username"])
                found.append(Work(kind, "portal_user", *one))
    return found


# Of two contacts with the same own account that are merged into somebody of another one, in the
# order of their ids: the relation that the first leaves there is in the way of the second.
TWICE = """
    with own as (
        select relation.id, relation.contact_id, relation.account_id, survivor.survivor_id
        from upstream.relation
        join survivor on survivor.id = relation.contact_id
        join upstream.contact as stays on stays.id = survivor.survivor_id
        where relation.direct and stays.account_id is distinct from relation.account_id
    )
    select first.contact_id, first.id
    from own as first
    where exists (
        from own as next
        where next.survivor_id = first.survivor_id
            and next.account_id = first.account_id
            and next.contact_id > first.contact_id
    )
"""


def refused(db: duckdb.DuckDBPyConnection, work: Iterable[Work]) -> dict[str, str]:
    """The contacts that Salesforce does not merge as they are there now: of two accounts, and one
    of both logs in; with the name of the account that it has to have first."""
    pairs = [(one.other_id, one.id) for one in work if one.kind == "merge"]
    rows = db.execute(
        """
        select goes.id, coalesce(account.name, stays.account_id)
        from (
            select unnest($goes::varchar[]) as goes_id, unnest($stays::varchar[]) as stays_id
        )
        join upstream.contact as goes on goes.id = goes_id
        join upstream.contact as stays on stays.id = stays_id
        left join upstream.account as account on account.id = stays.account_id
        where goes.account_id is distinct from stays.account_id
            and exists (
                select 1
                from upstream.portal_user
                where contact_id in (goes_id, stays_id) and coalesce(active, true)
            )
        """,
        {"goes": [goes for goes, _ in pairs], "stays": [stays for _, stays in pairs]},
    ).fetchall()
    return dict(rows)
