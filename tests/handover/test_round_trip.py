"""Whatever is changed here gets to Salesforce without an error, and the next export proves it."""

import tempfile
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import pytest
import template
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
)  # fmt: skip
from round_trips import Team
from simulator import Refused

from dq.commands import (
    come_back,
    create,
    edit,
    end_relation,
    general,
    leave,
    link,
    merge,
    move,
    undo,
)  # fmt: skip
from dq.errors import DqError

ADDRESSES = ("jan@bouw.nl", "eva@bouw.nl", "ans@bouw.nl", "planning@zorg.nl", "ANS@bouw.nl")
any_row = st.integers(0, 30)
account = st.sampled_from(["a1", "a2", "a3"])
address = st.sampled_from(ADDRESSES)
day = st.dates(date(2026, 11, 1), date(2026, 12, 31))


class Trips(RuleBasedStateMachine):
    """Any sequence of changes, with merges in Salesforce and trips there and back in between."""

    @initialize(follows=st.booleans(), keeps=st.booleans(), everything=st.booleans())
    def begin(self, follows, keeps, everything):
        for table in self.tables:
            self.db.execute(f"delete from {table}")
        self.team = Team(self.db, self.folder, follows, keeps, everything)

    def one(self, table, number):
        found = self.db.execute(
            f"select id, version from {table} order by version desc, id"
        ).fetchall()
        return found[number % len(found)]

    def attempt(self, run, command):
        with suppress(DqError):
            run(self.db, command, "anna")

    @rule(at=account, email=address)
    def create(self, at, email):
        self.attempt(create.run, create.Create(at, "Smit", "Planner", email))

    @rule(
        number=any_row,
        values=st.fixed_dictionaries(
            {},
            optional={
                "email": st.one_of(st.none(), address),
                "title": st.sampled_from(["Hoofd", "Planner", None]),
                "phone": st.sampled_from(["030 1234567", "030 7654321"]),
            },
        ),
    )
    def edit(self, number, values):
        self.attempt(edit.run, edit.Edit(*self.one("contact", number), values))

    @rule(person=any_row, at=account, roles=st.sampled_from([(), ("Evaluator", "Other")]))
    def link(self, person, at, roles):
        id, _version = self.one("contact", person)
        self.attempt(link.run, link.Link((id,), (at,), roles, date(2026, 11, 1)))

    @rule(number=any_row, on=day)
    def end_relation(self, number, on):
        self.attempt(end_relation.run, end_relation.EndRelation(*self.one("relation", number), on))

    @rule(number=any_row, to=account, keep=st.booleans(), on=day)
    def move(self, number, to, keep, on):
        self.attempt(move.run, move.Move(*self.one("contact", number), to, keep, on))

    @rule(
        at=account,
        mailbox=address,
        own=st.dictionaries(any_row, st.one_of(st.none(), address), max_size=2),
        approval=st.one_of(st.none(), any_row),
    )
    def general(self, at, mailbox, own, approval):
        people = {self.one("contact", number)[0]: email for number, email in own.items()}
        moves = () if approval is None else (self.one("approval", approval)[0],)
        self.attempt(general.run, general.General(at, mailbox, None, people, moves))

    @rule(number=any_row, to=st.one_of(st.none(), any_row), on=day)
    def leave(self, number, to, on):
        id, version = self.one("contact", number)
        takers = () if to is None else (self.one("contact", to)[0],)
        self.attempt(leave.run, leave.Leave({id: version}, on, on, takers))

    @rule(number=any_row, on=day)
    def come_back(self, number, on):
        self.attempt(come_back.run, come_back.ComeBack(*self.one("contact", number), on))

    @rule(stays=any_row, goes=any_row)
    def merge(self, stays, goes):
        id, version = self.one("contact", stays)
        loser, its = self.one("contact", goes)
        if loser.startswith("kb-") or id.startswith("kb-"):
            return
        self.attempt(merge.run, merge.Merge("contact", id, version, {loser: its}))

    @rule(
        stays=account,
        goes=account,
        values=st.fixed_dictionaries(
            {}, optional={"name": st.just("Bouw & Zorg"), "phone": st.sampled_from(["030 1", None])}
        ),
    )
    def merge_accounts(self, stays, goes, values):
        versions = dict(self.db.execute("select id, version from account").fetchall())
        if stays in versions and goes in versions:
            command = merge.Merge("account", stays, versions[stays], {goes: versions[goes]}, values)
            self.attempt(merge.run, command)

    @rule(back=any_row)
    def undo(self, back):
        found = self.db.execute("select id from change order by id desc").fetchall()
        self.attempt(undo.run, undo.Undo(found[back % len(found)][0]))

    @rule(
        kind=st.sampled_from(["Account", "Contact"]),
        stays=any_row,
        goes=any_row,
        choice=st.sampled_from(["ours", "theirs"]),
    )
    def merge_there(self, kind, stays, goes, choice):
        """Somebody merges in Salesforce, and what that has otherwise is chosen."""
        ids = sorted(self.team.there.rows[kind])
        winner, loser = ids[stays % len(ids)], ids[goes % len(ids)]
        if winner == loser:
            return
        with suppress(Refused):
            self.team.there.merge(kind, winner, loser)
        self.team.load()
        self.team.choose(choice)

    @rule(told=st.booleans())
    def arrive(self, told):
        self.team.arrive(told)

    def teardown(self):
        if hasattr(self, "team"):
            self.team.arrive()


@contextmanager
def one_store(machine):
    """One store for all sequences; making one takes longer than emptying it."""
    machine.db = template.fresh()
    machine.tables = [
        f"{schema}.{name}"
        for schema, name in machine.db.execute(
            "select schema_name, table_name from duckdb_tables() where not temporary"
            " and table_name <> 'store_version'"
        ).fetchall()
    ]
    with tempfile.TemporaryDirectory() as folder:
        machine.folder = Path(folder)
        yield
    machine.db.close()


@pytest.fixture(scope="module", autouse=True)
def shelf():
    with one_store(Trips):
        yield


TestAnyTrips = Trips.TestCase
TestAnyTrips.settings = settings(
    max_examples=5,
    derandomize=True,
    stateful_step_count=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
