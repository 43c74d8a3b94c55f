"""Every check has a way out: planted, decided on, in the package, in the next export, solved."""

from datetime import date, timedelta

import planted
import pytest
import template
from planted_there import Planting

from dq.casework import case, queue
from dq.casework.ways import Ask, Do, Open, others
from dq.checks import all_checks
from dq.errors import Conflict, DqError, NotFound
from dq.judging import judge

# The checks whose faults are of the whole file, or of a tile: tests of their own, below.
APART = {"placeholder_address", "export_outdated", "tile_overdue"}
NEEDS = {
    "contact": {"id"},
    "general": {"account", "mailbox"},
    "leave": {"id"},
    "merge": {"kind", "ids"},
    "tile": {"id"},
    "upload": set(),
}
TABLES = ("account", "contact", "relation")
OVERTAKEN = "update main.{} set version = version + 1 where id in (select unnest($ids))"
GONE = "delete from main.{} where id in (select unnest($ids))"
EVERY = pytest.mark.parametrize("name", list(planted.PLANTS))
DECIDED = [name for name, one in planted.PLANTS.items() if one.way in ("do", "ask")]
SENT = pytest.mark.parametrize("name", DECIDED)
# Of a relation that is there twice it makes no difference what else is written on it.
VERSIONED = [name for name in DECIDED if planted.PLANTS[name].check != "duplicate_relation"]
STATE = """
    select coalesce(
        bool_or(solved_load is null and under_way is null), false
    ) as open,
    count(*) filter (where under_way) as under_way
    from finding
    where check_id = $check and record_id in $ids
"""


class Week:
    """All plants in one store: `read` has the cases as they were, `said` what became of each."""

    def __init__(self, folder):
        self.db = template.fresh()
        self.team = Planting(self.db, folder)
        self.companies = planted.companies()
        self.team.plant([row for one in self.companies.values() for row in one.rows])
        judge.run(self.db)
        self.cases = {name: self.find(name) for name in planted.PLANTS}
        self.overtaken = {name: self.behind(name, OVERTAKEN) for name in VERSIONED}
        self.gone = {name: self.behind(name, GONE) for name in planted.PLANTS}
        self.errors = {}
        for name in planted.PLANTS:
            self.decide(name)
        judge.run(self.db)
        self.queue = queue.entries(self.db, "all", "")
        self.decided = {name: self.state(name) for name in planted.PLANTS}
        self.refused = self.team.arrive()
        judge.run(self.db)
        self.arrived = {name: self.state(name) for name in planted.PLANTS}

    def find(self, name):
        """The case of what was planted, as it is read."""
        rows = self.db.execute(
            """
            select distinct case_id
            from case_record
            join open_finding using (record_kind, record_id)
            where check_id = $check and record_id in $ids
            """,
            self.asked(name),
        ).fetchall()
        assert len(rows) == 1, (name, rows, self.findings(name))
        return case.read(self.db, rows[0][0])

    def asked(self, name):
        return {"check": planted.PLANTS[name].check, "ids": self.companies[name].ids()}

    def findings(self, name):
        return self.db.execute(
            "select check_id, record_id, other_id, detail from finding where record_id in $ids",
            {"ids": self.companies[name].ids()},
        ).fetchall()

    def state(self, name):
        return self.db.execute(STATE, self.asked(name)).fetchall()[0]

    def decide(self, name):
        """Carry the way out out."""
        try:
            self.carry_out(name, self.cases[name].way)
        except Exception as error:
            self.errors[name] = error

    def carry_out(self, name, way):
        if isinstance(way, Do):
            way.run(self.db, way.command, "anna")
        elif isinstance(way, Ask):
            answer = planted.PLANTS[name].answer or way.value
            answer = answer.format(domain=self.companies[name].domain)
            way.run(self.db, way.make(answer), "anna")

    def behind(self, name, happened):
        """What is said to who decides when meanwhile something happened to the records, and the
        case as it is read then; afterwards all is as it was."""
        ids = self.companies[name].ids("contact", "relation", "account")
        for table in TABLES:
            self.db.execute(f"create or replace temp table kept_{table} as from main.{table}")
            self.db.execute(happened.format(table), {"ids": ids})
        said, found = None, None
        try:
            if planted.PLANTS[name].way in ("do", "ask"):
                self.carry_out(name, self.cases[name].way)
        except DqError as error:
            said = type(error)
        found = case.read(self.db, self.cases[name].id) if happened is GONE else None
        for table in TABLES:
            self.db.execute(f"delete from main.{table}")
            self.db.execute(f"insert into main.{table} from temp.kept_{table}")
        return said, found


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    found = Week(tmp_path_factory.mktemp("week"))
    yield found
    found.db.close()


def kind(way):
    """The way as a plant names it."""
    if isinstance(way, Open):
        return way.page
    if isinstance(way, Ask):
        return "ask"
    return "do" if way.sent else "office"


def test_every_check_is_planted():
    planted_checks = {one.check for one in planted.PLANTS.values()}
    assert planted_checks | APART == set(all_checks())


@EVERY
def test_the_way_out_is_the_wanted_one(week, name):
    assert kind(week.cases[name].way) == planted.PLANTS[name].way, week.cases[name]


OFFICE = pytest.mark.parametrize(
    "name", [name for name, one in planted.PLANTS.items() if one.way == "office"]
)
FORMS = pytest.mark.parametrize(
    "name", [name for name, one in planted.PLANTS.items() if one.way in NEEDS]
)


@EVERY
def test_nothing_is_refused(week, name):
    assert name not in week.errors


@pytest.mark.parametrize("name", VERSIONED)
def test_who_is_overtaken_is_told(week, name):
    assert week.overtaken[name][0] is Conflict


@SENT
def test_what_is_gone_by_now_is_said_to_be(week, name):
    assert week.gone[name][0] is NotFound


@EVERY
def test_a_case_whose_records_are_gone_is_no_case(week, name):
    check = all_checks()[planted.PLANTS[name].check]
    assert (week.gone[name][1] is None) == (check.record_kind in TABLES)


@SENT
def test_what_was_decided_is_open_no_more(week, name):
    assert not week.decided[name][0], (week.cases[name], week.findings(name))


@SENT
def test_the_next_export_shows_it_solved(week, name):
    assert week.arrived[name] == (False, 0), (week.cases[name].way, week.findings(name))


def test_salesforce_refuses_nothing(week):
    assert week.refused == []


@OFFICE
def test_what_is_the_back_offices_waits_in_the_queue_with_a_day(week, name):
    [entry] = [one for one in week.queue if one.id == week.cases[name].id]
    assert entry.assignee == others.BACK_OFFICE
    assert entry.due == date.today() + timedelta(days=others.DAYS)


@FORMS
def test_a_form_is_told_what_it_needs(week, name):
    way = week.cases[name].way
    assert {param for param, value in way.params.items() if value} >= NEEDS[way.page]


@EVERY
def test_what_will_happen_is_one_sentence_with_all_its_values(week, name):
    message, values = week.cases[name].way.says
    said = message.format(**values)
    assert said.endswith(".")
    assert "None" not in said


def test_who_have_one_heir_are_handed_over_at_once(week):
    one = week.cases["leaver_still_approves__three_with_one_heir"]
    leavers = {id for leaving in one.way.command for id in leaving.leavers}
    assert leavers == {found.record_id for found in one.findings}
    assert len(leavers) == 3


def test_for_whom_nobody_takes_over_is_asked_once(week):
    one = week.cases["leaver_without_successor__two_of_one_account"]
    assert set(one.way.params["id"].split(",")) == {found.record_id for found in one.findings}
