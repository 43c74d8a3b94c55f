"""Any sequence of commands, exports and undos keeps what must always hold, and what was changed
since the last export or package can be taken back whole."""

import json

import office
import pytest
import template
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from torture import commands, holds

from dq.commands import undo
from dq.errors import DqError

# After these an earlier change may be there to stay: Salesforce has it, is about to, or has said
# otherwise. What is changed after the last of them can be taken back always.
FINAL = {"load", "pack", "results", "settle"}


class Sequence(RuleBasedStateMachine):
    """The office; each step makes one change, which may be refused."""

    def __init__(self):
        super().__init__()
        tables = "select schema_name, table_name from duckdb_tables() where not temporary"
        for schema, table in self.db.execute(tables).fetchall():
            if table != "store_version":
                self.db.execute(f"delete from {schema}.{table}")
        commands.fill(self.db)
        self.brought = set()
        self.begin()

    def begin(self):
        """From here on everything can be taken back."""
        self.first = self.now = office.state(self.db)
        self.stood = {root for root, (stands, _newest) in self.changes().items() if stands}

    @rule(name=st.sampled_from([*commands.COMMANDS]), rng=st.randoms(use_true_random=False))
    def step(self, name, rng):
        command, result = commands.attempt(self.db, name, rng)
        note(f"{command}: {result!r}")
        if isinstance(result, DqError):
            assert office.state(self.db) == self.now, "a refusal wrote something"
            return
        wrong, self.brought = holds.wrong(self.db, name, self.brought)
        assert not wrong, wrong
        self.now = office.state(self.db)
        if name in FINAL:
            self.begin()

    def teardown(self):
        """Undo what was done, and do again what was undone, the last first: all is as it was."""
        for root, (stands, _newest) in self.changes().items():
            if stands != (root in self.stood):
                self.toggle(root)
        assert office.state(self.db) == self.first

    def toggle(self, root):
        """Undo a change that stands, or do it again."""
        [(undone_by,)] = self.db.execute(
            "select undone_by from change where id = ?", [root]
        ).fetchall()
        undo.run(self.db, undo.Undo(undone_by or root), "vera")

    def changes(self):
        """Whether each change that wrote rows stands, and what was last done or undone of it; by
        that, the newest first."""
        rows = self.db.execute(
            "select id, undoes, undone_by, edits from change order by id"
        ).fetchall()
        root, found = {}, {}
        for id, undoes, undone_by, edits in rows:
            root[id] = root.get(undoes, id)
            if undoes is not None:
                found[root[id]] = (found[root[id]][0], id)
            elif json.loads(edits):
                found[id] = (undone_by is None, id)
        return dict(sorted(found.items(), key=lambda one: -one[1][1]))


@pytest.fixture(scope="module", autouse=True)
def shelf():
    """One store for all sequences; making one takes longer than emptying it."""
    Sequence.db = template.fresh()
    Sequence.db.execute("set threads to 1")  # so few rows are only slower with more
    yield
    Sequence.db.close()


TestAnySequence = Sequence.TestCase
TestAnySequence.settings = settings(
    max_examples=6,
    derandomize=True,  # `make torture` draws others
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def test_a_random_step_is_the_same_for_the_same_numbers(db):
    import random

    other = template.fresh()
    names = []
    for one in (db, other):
        commands.fill(one)
        rng = random.Random(7)
        names.append([commands.step(one, rng) for _ in range(12)])
        assert holds.broken(one) == []
    assert names[0] == names[1]
    other.close()
