"""Which groups of likely duplicates are sure, and which somebody looks at first, and why."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

import duckdb

from dq import settings
from dq.domain import risk
from dq.matching.kinds import KINDS
from dq.objects import Mergeable
from dq.queries.review import decisions, merging, staying
from dq.queries.review.staying import Candidate

# Why one looks first: the risk; who goes logs in and who stays does not, or both do; Salesforce
# merges no cards of two accounts when one logs in; who left would stay; the cards differ in account
# and job title, or the accounts in their number; something says that they are two people; or a card
# fits somebody outside as well.
Why = Literal["risk", "login", "logins", "accounts", "left", "places", "numbers", "people", "rival"]
# What says so, however much else is equal: a couple shares an address and a telephone.
TWO = [
    *(
        f"{name}:{one.name}"
        for name, kind in KINDS.items()
        for one in kind.levels
        if one.contradicts
    ),
    "salutation:conflict",
]


@dataclass(frozen=True)
class Group:
    """A group: its records, how certain its best pair is (0..1), the risk that merging is wrong
    (0..1), what that costs (minutes), and why one looks first: nothing where it is sure.

    It is put `off` until the next load, or given to somebody, by a day.
    """

    id: str
    ids: tuple[str, ...]
    score: float
    risk: float
    cost: float
    why: tuple[Why, ...]
    off: bool = False
    assignee: str | None = None
    due: date | None = None

    @property
    def sure(self) -> bool:
        """Whether nothing asks for a look."""
        return not self.why


@dataclass
class _Tied:
    """The pairs of a group that nobody decided to be two."""

    links: dict[tuple[str, str], float]
    score: float = 0.0
    two: bool = False


def groups(db: duckdb.DuckDBPyConnection, kind: Mergeable) -> list[Group]:
    """All groups with a pair that nobody decided to be two, the most certain first."""
    rows = db.execute(MEMBERS[kind], {"kind": kind}).fetchall()
    tied, off = _tied(db, kind, {row[1] for row in rows}), _off(db, kind)
    members = {id: [*some] for id, some in groupby(rows, key=lambda row: row[0])}
    members = {id: some for id, some in members.items() if len(some) > 1 and id in tied}
    stakes = Stakes(db, kind, [row[1] for some in members.values() for row in some])
    given, rivalled = _given(db, kind), _rivalled(db, kind)
    found = []
    for group_id, some in members.items():
        ids = tuple(row[1] for row in some)
        doubt = 1 - risk.chance(ids, tied[group_id].links)
        cost = stakes.cost(ids)
        why: list[Why] = ["risk"] if risk.worth_a_look(doubt, cost) else []
        why += stakes.in_the_way(ids)
        if all(len({row[place] for row in some} - {None}) > 1 for place in range(2, len(some[0]))):
            why.append("places" if kind == "contact" else "numbers")
        why += ["people"] if tied[group_id].two else []
        why += ["rival"] if group_id in rivalled else []
        whose = next((given[id] for id in ids if id in given), (None, None))
        score = tied[group_id].score
        found.append(Group(group_id, ids, score, doubt, cost, (*why,), group_id in off, *whose))
    return sorted(found, key=lambda one: (-one.score, one.id))


def contacts(db: duckdb.DuckDBPyConnection) -> list[Group]:
    """The groups of contacts."""
    return groups(db, "contact")


def accounts(db: duckdb.DuckDBPyConnection) -> list[Group]:
    """The groups of accounts."""
    return groups(db, "account")


# The records of each group, with what tells apart who is alike in all else.
MEMBERS: dict[Mergeable, str] = {
    "contact": """
        select cluster.group_id, contact.id, contact.account_id, folded(contact.title)
        from cluster
        join contact on contact.id = cluster.record_id
        where cluster.record_kind = $kind
        order by cluster.group_id, contact.id
    """,
    "account": """
        select cluster.group_id, account.id, account.kvk_number
        from cluster
        join account on account.id = cluster.record_id
        where cluster.record_kind = $kind
        order by cluster.group_id, account.id
    """,
}
# What people decided of a pair, where they did.
RULED = """
    left join settled
        on settled.record_kind = pair.record_kind
        and settled.left_id = least(pair.left_id, pair.right_id)
        and settled.right_id = greatest(pair.left_id, pair.right_id)
"""
PAIRS = f"""
    select
        l.group_id, pair.left_id, pair.right_id, pair.score, coalesce(settled.same, false),
        settled.same is null and list_has_any(
            list_transform(
                from_json(pair.evidence, '[{{"field": "VARCHAR", "level": "VARCHAR"}}]'),
                lambda one: one.field || ':' || one.level
            ),
            $two
        )
    from pair
    join cluster as l on l.record_kind = pair.record_kind and l.record_id = pair.left_id
    join cluster as r
        on r.record_kind = pair.record_kind
        and r.record_id = pair.right_id
        and r.group_id = l.group_id
    {RULED}
    where pair.record_kind = $kind and coalesce(settled.same, true)
"""


def _tied(db: duckdb.DuckDBPyConnection, kind: Mergeable, there: set[str]) -> dict[str, _Tied]:
    """Per group its pairs, with their probability as calibrated, or 1 where people decided so.

    :param there: the records that are there, as some may be gone since they were matched
    """
    calibrated = decisions.calibrated(db, kind)
    found: dict[str, _Tied] = defaultdict(lambda: _Tied({}))
    rows = db.execute(PAIRS, {"kind": kind, "two": TWO}).fetchall()
    for group_id, left, right, score, same, two in rows:
        if left in there and right in there:
            one = found[group_id]
            one.links[left, right] = 1.0 if same else calibrated(score)
            one.score = max(one.score, score)
            one.two |= two
    return found


def _rivalled(db: duckdb.DuckDBPyConnection, kind: Mergeable) -> set[str]:
    """The groups of which a record makes a likely pair with one outside, which is in no group with
    it: both cannot be right, or they would be in one."""
    rows = db.execute(
        f"""
        select unnest([l.group_id, r.group_id])
        from pair
        left join cluster as l on l.record_kind = pair.record_kind and l.record_id = pair.left_id
        left join cluster as r on r.record_kind = pair.record_kind and r.record_id = pair.right_id
        {RULED}
        where pair.record_kind = $kind
            and l.group_id is distinct from r.group_id
            and coalesce(settled.same, true)
        """,
        {"kind": kind},
    ).fetchall()
    return {id for (id,) in rows if id is not None}


def _off(db: duckdb.DuckDBPyConnection, kind: Mergeable) -> set[str]:
    """The groups that wait until there is a new load."""
    rows = db.execute(
        "select id from later where record_kind = ? and load_id = (select max(id) from load)",
        [kind],
    ).fetchall()
    return {id for (id,) in rows}


def _given(db: duckdb.DuckDBPyConnection, kind: Mergeable) -> dict[str, tuple[str, date | None]]:
    """Per record that was given to somebody, to whom and by when."""
    rows = db.execute(
        "select record_id, assignee, due from given where record_kind = ?", [kind]
    ).fetchall()
    return {id: (assignee, due) for id, assignee, due in rows}


class Stakes:
    """What hangs on records, read once for many groups of them."""

    def __init__(self, db: duckdb.DuckDBPyConnection, kind: Mergeable, ids: list[str]) -> None:
        self.kind = kind
        rules = settings.get(db, "survivor_rules")
        self.rules = rules if isinstance(rules, list) else []
        self.known: dict[str, Candidate] = {
            one.id: one for one in (staying.candidates(db, kind, ids) if ids else ())
        }
        self.hanging = dict(db.execute(HANGING[kind]).fetchall())
        self.logins: dict[str, set[bool]] = {}
        self.users_there: set[str] = set()
        self.accounts_there: dict[str, str | None] = {}
        if kind == "contact":
            self.logins = merging.logging_in(db, ids)
            self.users_there = {id for (id,) in db.execute(USERS_THERE).fetchall()}
            self.accounts_there = dict(db.execute(ACCOUNTS_THERE, {"ids": ids}).fetchall())

    def cost(self, ids: tuple[str, ...]) -> float:
        """What merging these wrongly costs, in minutes."""
        mine = [self.known[id] for id in ids]
        return risk.cost(
            self.kind == "contact" and any(one.portal for one in mine),
            sum(one.approvals for one in mine),
            sum(self.hanging.get(id, 0) for id in ids),
        )

    def in_the_way(self, ids: tuple[str, ...]) -> list[Why]:
        """What somebody has to decide before these are merged: what `Proposal.look` is about, and
        what Salesforce does not merge at once."""
        mine = [self.known[id] for id in ids]
        survivor = staying.best(mine, self.rules)
        found: list[Why] = []
        stay = self.logins.get(survivor, set())
        gone = set().union(*(self.logins.get(id, set()) for id in ids if id != survivor))
        if gone - stay:
            found.append("login")
        if True in gone & stay:
            found.append("logins")
        if any(id in self.users_there for id in ids):
            there = {self.accounts_there[id] for id in ids if id in self.accounts_there}
            found += ["accounts"] if len(there) > 1 else []
        if staying.left_behind(mine, survivor):
            found.append("left")
        return found


USERS_THERE = "select contact_id from upstream.portal_user where coalesce(active, true)"
ACCOUNTS_THERE = "select id, account_id from upstream.contact where id in (select unnest($ids))"
HANGING: dict[Mergeable, str] = {
    "contact": "select contact_id, count(*) from relation where not coalesce(direct, false)"
    " and coalesce(active, true) group by contact_id",
    "account": "select account_id, count(*) from contact group by account_id",
}
