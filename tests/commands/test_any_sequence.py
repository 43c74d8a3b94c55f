"""Any sequence of changes and undos keeps what must always hold, and can be taken back whole."""

import json
from datetime import date

import leaving
import office
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from dq import store
from dq.commands import (
    assign,
    come_back,
    create,
    decide,
    edit,
    end_relation,
    general,
    leave,
    link,
    move,
    tick,
    undo,
)
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
        or bool_or(
            relation.active is distinct from true and contact.status is distinct from 'left'
        )
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
    {GONE.format("departure", "id")}
    union all
    {GONE.format("succession", "contact_id")}
    union all
    {GONE.format("succession", "successor_id")}
    union all
    {GONE.format("tile", "contact_id")}
    union all
    {GONE.format("step", "person_id")}
    union all
    select 'a departure of somebody in service, or the reverse', coalesce(departure.id, contact.id)
    from departure
    full join (select id from contact where status = 'left') as contact
        on contact.id = departure.id
    where departure.id is null or contact.id is null
    union all
    select 'a successor of somebody in service', id
    from contact
    where status is distinct from 'left' and successor_id is not null
    union all
    select 'a succession without a departure', succession.id
    from succession
    anti join departure on departure.id = succession.contact_id
    union all
    select 'the successor on the card did not take over', contact.id
    from contact
    anti join succession
        on succession.contact_id = contact.id
        and succession.successor_id = contact.successor_id
    where contact.successor_id is not null
    union all
    select 'a step without a tile', id from step anti join tile on tile.id = step.tile_id
    union all
    select 'a tile without steps', id from tile anti join step on step.tile_id = tile.id
    union all
    select 'an approval twice', contact_id
    from approving
    group by contact_id, project_id, kind
    having count(*) > 1
    union all
    select 'a leaver who still approves', approval.id
    from departure
    join approval on approval.contact_id = departure.id and approval.version < departure.version
    join approving on approving.id = approval.id
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
        union all
        select id, version from tile
        union all
        select id, version from step
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
        leaving.fill(self.db)
        # A username that somebody altered by hand, before there was Kaartenbak.
        self.db.execute("update contact set username = 'e.bos@bouw.nl' where id = 'eva'")
        self.first = self.now = office.state(self.db)
        self.logins = dict(self.pairs("select id, (email, username) from contact"))

    def pairs(self, sql):
        return self.db.execute(sql).fetchall()

    def one(self, table, number):
        """Id and version of some row, the last ones for small numbers."""
        found = self.pairs(f"select id, version from {table} order by version desc, id")
        return found[number % len(found)] if found else ("none", 1)

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

    @rule(
        leavers=st.lists(any_row, min_size=1, max_size=2),
        successors=st.lists(any_row, max_size=2),
        takes=st.dictionaries(
            st.sampled_from(["v1", "v2", "v3", "v4"]), st.integers(0, 2), max_size=2
        ),
        on=day,
        who=actor,
    )
    def leave(self, leavers, successors, takes, on, who):
        people = dict(self.one("contact", number) for number in leavers)
        # Who came last is seldom who can take over; who leaves never is.
        able = [
            id for (id,) in self.pairs("select id from card where lets_in(card.id) order by id")
        ]
        chosen = [able[number % len(able)] for number in successors if able]
        others = tuple(dict.fromkeys(id for id in chosen if id not in people or len(able) < 3))
        taken = {key: (*others, None)[place % (len(others) + 1)] for key, place in takes.items()}
        self.attempt(leave.run, leave.Leave(people, on, on, others, taken), who)

    @rule(number=any_row, on=day, who=actor)
    def come_back(self, number, on, who):
        """Mostly somebody who left."""
        left = self.pairs("select id, version from contact where status = 'left' order by id")
        id, version = left[number % len(left)] if left else self.one("contact", number)
        self.attempt(come_back.run, come_back.ComeBack(id, version, on), who)

    @rule(numbers=st.lists(any_row, min_size=1, max_size=4), done=st.booleans(), who=actor)
    def tick(self, numbers, done, who):
        for number in numbers:
            id, version = self.one("step", number)
            self.attempt(tick.run, tick.Tick(id, version, done), who)

    @rule(number=any_row, name=st.sampled_from(["bo", None]), who=actor)
    def assign(self, number, name, who):
        id, version = self.one("tile", number)
        self.attempt(assign.run, assign.Assign(id, version, name), who)

    @rule(back=any_row, who=actor)
    def undo(self, back, who):
        """Any change in the history, undos and what was undone already too; often a late one."""
        ids = [id for (id,) in self.pairs("select id from change order by id desc")]
        self.attempt(undo.run, undo.Undo(ids[back % len(ids)]), who)

    @invariant()
    def what_must_always_hold(self):
        broken = self.pairs(BROKEN)
        assert not broken, broken

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
