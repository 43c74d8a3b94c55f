"""Findings with the names of the records that they are about.

Tested in tests/queries/review/test_findings.py.
"""

from dataclasses import dataclass
from typing import Any, Literal, get_args

import duckdb

from dq import sources
from dq.checks import all_checks
from dq.objects import OBJECTS, naming

State = Literal[
    "new", "returned", "earlier", "under_way", "accepted", "later", "solved_now", "solved_before"
]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True)
class Finding:
    """One finding; `name` and `account` say whom it is about, `other` whom it points at."""

    check_id: str
    record_kind: str
    record_id: str
    other_id: str | None
    detail: str | None
    state: State
    since: Any
    contact_id: str | None
    account_id: str | None
    name: str | None
    account: str | None
    other: str | None

    @property
    def key(self) -> str:
        """The finding's identity as one text, for an address."""
        return "~".join((self.check_id, self.record_kind, self.record_id, self.other_id or ""))


COLUMNS = """
    check_id, record_kind, record_id, other_id, detail,
    first_load, solved_load, returned_load, coalesce(under_way, false), disposed
"""
# Records that are neither a card nor an account, and where they name theirs.
HANGING = {
    name: (naming(name, "contact") or "null", naming(name, "account") or "null")
    for name in OBJECTS
    if name not in ("contact", "account")
}


def links(db: duckdb.DuckDBPyConnection, where: str) -> str:
    """The query of such records that pass `where`: columns kind, id, contact_id, account_id.

    Only kinds that have a finding, because the others are large and bring nothing.
    """
    rows = db.execute("select distinct record_kind from finding").fetchall()
    kinds = sorted({kind for (kind,) in rows} & set(HANGING)) or ["relation"]
    parts = (
        f"select '{kind}' as kind, id, {HANGING[kind][0]}::varchar as contact_id,"
        f" {HANGING[kind][1]}::varchar as account_id from {kind}"
        for kind in kinds
    )
    return f"select * from ({' union all '.join(parts)}) where {where}"


@dataclass(frozen=True)
class Names:
    """What the records of some findings are called, and which card and account hang on them.

    By id, looked up for these only: a join would read every card to name fifty of them.
    """

    links: dict[tuple[str, str], tuple[str | None, str | None]]
    cards: dict[str, tuple[str | None, str | None]]
    accounts: dict[str, str]
    projects: dict[str, str]
    elsewhere: dict[tuple[str, str], str]
    apart: dict[str, dict[str, str]]

    def of(self, kind: str, id: str) -> tuple[str | None, str | None, str | None]:
        """The card of a record, its account, and what it is called."""
        contact_id, account_id = self.links.get((kind, id), (None, None))
        contact_id = id if kind == "contact" and id in self.cards else contact_id
        name, own = self.cards.get(contact_id or "", (None, None))
        name = self.projects.get(id) if kind == "project" else name
        # Of whom no card is there, they are known by what they are called themselves.
        name = name or self.apart.get(kind, {}).get(id)
        account_id = id if kind == "account" else account_id or own
        if kind != "contact":
            name = name or self.accounts.get(account_id or "")
        return contact_id, account_id, name

    def other(self, kind: str | None, id: str | None) -> str | None:
        """What the record is called that a finding points at."""
        card, _account = self.cards.get(id or "", (None, None))
        return card or self.accounts.get(id or "") or self.elsewhere.get((kind or "", id or ""))


def names(db: duckdb.DuckDBPyConnection, rows: list[tuple[Any, ...]]) -> Names:
    """The names of the records of such rows."""
    others = {row[3] for row in rows if row[3]}
    ids = {row[2] for row in rows} | others
    hanging = _found(db, links(db, "id in (select unnest($ids))"), ids)
    ids |= {contact for _, _, contact, _ in hanging if contact}
    cards = {row[0]: row[1:] for row in _found(db, CARDS, ids)}
    wanted = ids | {account for _, _, _, account in hanging} | {card[1] for card in cards.values()}
    return Names(
        {(kind, id): (contact, account) for kind, id, contact, account in hanging},
        cards,
        dict(_found(db, ACCOUNTS, wanted)),
        dict(_found(db, PROJECTS, {row[2] for row in rows if row[1] == "project"})),
        {(kind, id): name for kind, id, name in _found(db, ELSEWHERE, others)},
        {
            kind: dict(_found(db, query, {row[2] for row in rows if row[1] == kind}))
            for kind, query in APART.items()
        },
    )


def named(db: duckdb.DuckDBPyConnection, rows: list[tuple[Any, ...]]) -> list[Finding]:
    """Findings with the names of their records."""
    known = names(db, rows)
    kinds = {id: check.other_kind for id, check in all_checks().items()}
    days = dict(db.execute("select id, exported from load").fetchall())
    newest = max(days, default=0)
    findings = []
    for check_id, kind, record_id, other_id, detail, first, solved, returned, way, said in rows:
        contact_id, account_id, name = known.of(kind, record_id)
        findings.append(
            Finding(
                check_id,
                kind,
                record_id,
                other_id,
                detail,
                _state(first, solved, returned, way, said, newest),
                days.get(solved or returned or first),
                contact_id,
                account_id,
                name,
                known.accounts.get(account_id or ""),
                known.other(kinds.get(check_id), other_id),
            )
        )
    return findings


CARDS = """
    select id, called(first_name, middle_name, last_name, email, id), account_id
    from contact
    where id in (select unnest($ids))
"""
ACCOUNTS = "select id, name from account where id in (select unnest($ids))"
PROJECTS = "select id, name from project where id in (select unnest($ids))"
IDS = "select unnest($ids)"
APART = {
    "portal_user": "select id, username from portal_user where id in (select unnest($ids))",
    **{
        people.object: f"select id, called(name, id) from {people.object} where id in ({IDS})"
        for people in sources.elsewhere()
    },
}
# Whoever another system calls so.
ELSEWHERE = " union all ".join(
    f"select '{people.object}', id, name from {people.object} where id in ({IDS})"
    for people in sources.elsewhere()
)


def _found(db: duckdb.DuckDBPyConnection, sql: str, ids: set[Any]) -> list[tuple[Any, ...]]:
    wanted = [id for id in ids if id]
    return db.execute(sql, {"ids": wanted}).fetchall() if wanted else []


def _state(
    first: int,
    solved: int | None,
    returned: int | None,
    under_way: bool,
    disposed: State | None,
    newest: int,
) -> State:
    if solved is not None:
        return "solved_now" if solved == newest else "solved_before"
    if under_way:
        return "under_way"
    if disposed:
        return disposed
    if returned == newest:
        return "returned"
    return "new" if first == newest and returned is None else "earlier"
