"""Any sequence of changes and undos keeps what must always hold, and can be taken back whole."""

import json
from datetime import date

import office
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from dq import store
from dq.commands import create, decide, edit, end_relation, general, link, move, undo
from dq.errors import DqError

ADDRESSES = ("jan@bouw.nl", "eva@bouw.nl", "ans@bouw.nl", "plan@zorg.nl", "ANS@bouw.nl")
any_row = st.integers(0, 30)
account = st.sampled_from(["a1", "a2", "a3"])
address = st.sampled_from(ADDRESSES)
day = st.dates(date(2026, 11, 1), date(2026, 12, 31))
actor = st.sampled_from(["anna", "bart"])


GONE = "select '{0} of nobody', id from {0} anti join contact on contact.id = {0}.{1}"
BROKEN = f"""
    select 'two direct, or one of another account, or ended' as what, contact.id
    from contact
    join relation on relation.contact_id = contact.id and relation.direct
    group by contact.id, contact.account_id
    having count(*) > 1
        or bool_or(relation.account_id is distinct from contact.account_id)
        or bool_or(relation.active is distinct from true)
    union all
    select 'a pair twice', contact_id
    from relation
    group by contact_id, account_id
    having count(*) > 1
    union all
    select 'a username twice', username
    from claim
    group by username
    having count(distinct contact_id) > 1
    union all
    {GONE.format("relation", "contact_id")}
    union all
    {GONE.format("approval", "contact_id")}
    union all
    {GONE.format("portal_user", "contact_id")}
    union all
    {GONE.format("decision", "left_id")}
    union all
    {GONE.format("decision", "right_id")}
    union all
    select 'a version of the future', id
    from (
        select id, version from contact
        union all
        select id, version from relation
        union all
        select id, version from approval
        union all
        select id, version from portal_user
    )
    where version > (select max(id) from change)
"""


class Sequence(RuleBasedStateMachine):
    """The office; each rule makes one change, which may be refused."""

    def __init__(self):
        super().__init__()
        for table in ("load", "change", *office.RECORDS, *office.KEPT):
            self.db.execute(f"delete from {table}")
        office.fill(self.db)
        # A username that somebody altered by hand, before there was Kaartenbak.
        self.db.execute("update contact set username = 'e.bos@bouw.nl' where id = 'eva'")
        self.first = self.now = office.state(self.db)
        self.logins = dict(self.pairs("select id, (email, username) from contact"))

    def pairs(self, sql):
        return self.db.execute(sql).fetchall()

    def one(self, table, number):
        """Id and version of some row, the last ones for small numbers."""
        found = self.pairs(f"select id, version from {table} order by version desc, id")
        return found[number % len(found)]

    def attempt(self, run, command, who):
        try:
            run(self.db, command, who)
        except DqError:
            assert office.state(self.db) == self.now, "a refusal wrote something"
        else:
            self.now = office.state(self.db)

    @rule(at=account, email=address, alike=st.lists(any_row, max_size=2), who=actor)
    def create(self, at, email, alike, who):
        others = tuple({self.one("contact", number)[0] for number in alike})
        command = create.Create(at, "Smit", "Planner", email, lookalikes=others, reason="zus")
        self.attempt(create.run, command, who)

    @rule(
        number=any_row,
        stale=st.booleans(),
        values=st.fixed_dictionaries(
            {},
            optional={
                "email": st.one_of(st.none(), address),
                "title": st.sampled_from(["Hoofd", "Planner", None]),
                "phone": st.sampled_from(["030 1234567", "030 7654321"]),
            },
        ),
        who=actor,
    )
    def edit(self, number, stale, values, who):
        id, version = self.one("contact", number)
        self.attempt(edit.run, edit.Edit(id, version - stale, values), who)

    @rule(people=st.lists(any_row, min_size=1, max_size=2), accounts=st.lists(account, min_size=1,
          max_size=2), who=actor)  # fmt: skip
    def link(self, people, accounts, who):
        ids = tuple(self.one("contact", number)[0] for number in people)
        self.attempt(link.run, link.Link(ids, tuple(accounts), (), date(2026, 11, 1)), who)

    @rule(number=any_row, on=day, who=actor)
    def end_relation(self, number, on, who):
        id, version = self.one("relation", number)
        self.attempt(end_relation.run, end_relation.EndRelation(id, version, on), who)

    @rule(number=any_row, to=account, keep=st.booleans(), on=day, who=actor)
    def move(self, number, to, keep, on, who):
        id, version = self.one("contact", number)
        self.attempt(move.run, move.Move(id, version, to, keep, on), who)

    @rule(
        at=account,
        mailbox=address,
        own=st.dictionaries(any_row, st.one_of(st.none(), address), max_size=2),
        approvals=st.lists(st.sampled_from(["v1", "v2", "v3"]), unique=True),
        who=actor,
    )
    def general(self, at, mailbox, own, approvals, who):
        people = {self.one("contact", number)[0]: email for number, email in own.items()}
        command = general.General(at, mailbox, None, people, tuple(approvals))
        self.attempt(general.run, command, who)

    @rule(left=any_row, right=any_row, same=st.sampled_from([True, False, None]), who=actor)
    def decide(self, left, right, same, who):
        ids = self.one("contact", left)[0], self.one("contact", right)[0]
        self.attempt(decide.run, decide.Decide("contact", *ids, same=same), who)

    @rule(back=any_row, who=actor)
    def undo(self, back, who):
        """Any change in the history, undos and what was undone already too; often a late one."""
        ids = [id for (id,) in self.pairs("select id from change order by id desc")]
        self.attempt(undo.run, undo.Undo(ids[back % len(ids)]), who)

    @invariant()
    def what_must_always_hold(self):
        assert self.pairs(BROKEN) == []

    @invariant()
    def a_username_is_the_address_or_empty(self):
        """Except where nobody touched it here."""
        for id, login in self.pairs("select id, (email, username) from contact"):
            assert login[1] in (None, login[0]) or login == self.logins.get(id), id

    def teardown(self):
        """Undo what stands, what was done (again) last first: all is as it was at first."""
        for change_id in self.standing():
            undo.run(self.db, undo.Undo(change_id), "vera")
        assert office.state(self.db) == self.first
        assert self.standing() == []

    def standing(self):
        """The changes that are not undone, by when they were done or done again, newest first."""
        rows = self.pairs("select id, undoes, undone_by, edits from change order by id")
        root, newest = {}, {}
        for id, undoes, _undone_by, _edits in rows:
            root[id] = root.get(undoes, id)
            newest[root[id]] = id
        found = [
            id
            for id, undoes, undone_by, edits in rows
            if undoes is None and undone_by is None and json.loads(edits)
        ]
        return sorted(found, key=lambda id: -newest[id])


@pytest.fixture(scope="module", autouse=True)
def shelf():
    """One store for all sequences; making one takes longer than emptying it."""
    Sequence.db = store.connect(":memory:")
    yield
    Sequence.db.close()


TestAnySequence = Sequence.TestCase
TestAnySequence.settings = settings(
    max_examples=20,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
