"""What scores are made of, against a count by hand of the rows of random stores."""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta

import company
import pytest

from dq.commands import set as setting
from dq.domain import dispositions
from dq.queries.review import scores
from tests.judging.ruled import NO_TITLE, Rule, exported, run

WEIGHTS = {"error": 1, "warning": 0.5, "notice": 0.2}


def values(db):
    return {one.dimension: one.value for one in scores.scores(db)}


def test_a_score_is_what_is_not_lost(db):
    exported(db, 1, a=None, b="x", c="x", d="x")
    run(db)
    assert values(db) == {"validity": 0.75}
    assert [value for _, value in scores.trend(db)] == [0.75]


@pytest.mark.parametrize(("severity", "weight"), WEIGHTS.items())
def test_a_finding_takes_what_it_weighs(db, severity, weight):
    exported(db, 1, a=None, b="x")
    run(db, Rule("one", NO_TITLE.sql, severity=severity))
    assert values(db)["validity"] == pytest.approx(1 - weight / 2)


def test_of_a_record_the_worst_finding_counts(db):
    exported(db, 1, a=None, b="x")
    run(db, Rule("least", NO_TITLE.sql, severity="notice"), NO_TITLE, Rule("again", NO_TITLE.sql))
    assert values(db)["validity"] == 0.5


def test_other_weights_change_every_score(db):
    exported(db, 1, a=None, b="x")
    run(db)
    exported(db, 2, a=None, b="x", c="x", d="x")
    run(db)
    setting.run(db, setting.Set("weight_error", 40), "vera")
    assert [value for _, value in scores.trend(db)] == pytest.approx([0.8, 0.9])


def test_only_records_that_are_asked_about_count(db):
    exported(db, 1, a=None, b="x", c="x")
    for schema in ("main", "upstream"):
        db.execute(f"update {schema}.contact set status = 'left' where id = 'c'")
    leavers = "select id as record_id, null as other_id, null as detail from contact where false"
    run(
        db,
        Rule("no_title", NO_TITLE.sql, scope="active"),
        Rule("late", leavers, scope="left", dimension="timeliness"),
    )
    assert values(db) == {"validity": 0.5, "timeliness": 1.0}
    assert [value for _, value in scores.trend(db)] == [0.75]


def test_a_dimension_counts_all_its_kinds_of_records(db):
    exported(db, 1, a=None)
    company.insert(db, "relation", [{"id": id} for id in ("r1", "r2", "r3")])
    relations = "select id as record_id, null as other_id, null as detail from relation limit 1"
    run(db, NO_TITLE, Rule("twice", relations, record_kind="relation"))
    assert values(db)["validity"] == 0.5


def test_a_dimension_without_records_has_no_score(db):
    exported(db, 1)
    run(db)
    assert values(db) == {}


@pytest.mark.parametrize("given", [{"record_kind": "file"}, {"within": True}])
def test_what_is_no_record_of_an_export_takes_nothing_from_a_score(db, given):
    exported(db, 1, a="x")
    sql = "select 'a' as record_id, null as other_id, null as detail"
    run(db, NO_TITLE, Rule("other", sql, **given))
    assert values(db) == {"validity": 1.0}


# Checks that are there, for what people decide on is told by them; what they find is drawn.
RULES = [
    Rule(id, f"select record_id, null as other_id, null as detail from planted where rule = '{id}'",
         record_kind=kind, dimension=dimension, scope=scope, severity=severity)
    for id, kind, dimension, scope, severity in (
        ("missing_title", "contact", "completeness", "active", "notice"),
        ("invalid_email", "contact", "validity", "active", "error"),
        ("duplicate_email", "contact", "uniqueness", "active", "warning"),
        ("leaver_still_approves", "contact", "timeliness", "left", "error"),
        ("duplicate_account", "account", "uniqueness", "all", "warning"),
        ("damaged_account", "account", "validity", "all", "notice"),
        ("project_without_approver", "project", "completeness", "all", "error"),
        ("damaged_project", "project", "validity", "all", "notice"),
        ("duplicate_relation", "relation", "uniqueness", "all", "notice"),
    )
]  # fmt: skip
EDITED = {"account": "street", "contact": "mobile", "project": "name", "relation": "roles"}
TEAMS = {"Noord": ("Ans", "Bo"), "Zuid": ("Bo", "Cas", "Niemand")}


class World:
    """A random store over some loads, and what a colleague would count of it."""

    def __init__(self, db, seed):
        self.db, self.rng, self.load = db, random.Random(seed), 0
        db.execute("create temp table planted (rule varchar, record_id varchar)")
        pick = self.rng.choice
        accounts = [f"a{n}" for n in range(8)]
        self.rows = {
            "account": {
                id: {"owner": pick(("Ans", "Bo", "Cas", None)), "parent_id": pick((above, None))}
                for id, above in zip(accounts, ["gone", *accounts[:-1]], strict=True)
            },
            "contact": {
                f"c{n}": {
                    "account_id": pick((*accounts, "gone", None)),
                    "status": pick(("active", "active", "left", "inactive", None)),
                }
                for n in range(25)
            },
            "project": {f"p{n}": {"account_id": pick((*accounts, None))} for n in range(6)},
            "relation": {
                f"r{n}": {"account_id": pick((*accounts, None)), "contact_id": pick(("c1", "c2"))}
                for n in range(6)
            },
        }
        for table, rows in self.rows.items():
            company.insert(db, table, [{"id": id, **row} for id, row in rows.items()])
        lines = [f"{name}: {', '.join(people)}" for name, people in TEAMS.items()]
        setting.run(db, setting.Set("teams", lines), "vera")
        self.outside, self.here = set(), set()
        self.accepted, self.since, self.found = {}, {}, set()
        self.shown, self.counted = set(), set()

    def drawn(self, most):
        """Some findings, each a rule and a record of its kind."""
        rules = [self.rng.choice(RULES) for _ in range(self.rng.randrange(most))]
        return {(rule.id, self.rng.choice([*self.rows[rule.record_kind]])) for rule in rules}

    def edit(self):
        """Put something right here, or make something wrong; no export shows it."""
        for rule, id in self.drawn(5) | set(
            self.rng.sample(sorted(self.here), len(self.here) // 4)
        ):
            kind = next(one.record_kind for one in RULES if one.id == rule)
            self.here ^= {(rule, id)}
            self.db.execute(
                f"update main.{kind} set {EDITED[kind]} = $text where id = $id",
                {"text": f"other {self.rng.random()}", "id": id},
            )
        self.judge()

    def accept(self):
        """Say of some findings that they may stay."""
        for rule, id in self.rng.sample(sorted(self.here), len(self.here) // 3):
            kind = next(one.record_kind for one in RULES if one.id == rule)
            key = f"{rule}~{kind}~{id}~"
            if key in self.accepted:
                continue
            seen = dispositions.text(dispositions.seen(self.db, [key])[key])
            self.db.execute(
                "insert into disposition values (?, ?, ?, ?, null, 'accepted', null, null, ?, ?)",
                [key, rule, kind, id, self.load, seen],
            )
            self.accepted[key] = self.load
        self.judge()

    def next(self):
        """The next export; what was changed here has arrived in it, or nothing of it."""
        self.load += 1
        if arrived := self.rng.randrange(2):
            self.outside = set(self.here)
            for table in self.rows:
                self.db.execute(f"delete from upstream.{table}")
                self.db.execute(
                    f"insert into upstream.{table} by name select * exclude (version) from {table}"
                )
        changed = self.here & self.outside if not arrived else self.here
        gone = set(self.rng.sample(sorted(changed), len(changed) // 3))
        new = self.drawn(14) - self.here - self.outside
        self.outside, self.here = self.outside - gone | new, self.here - gone | new
        day = date(2026, 1, 1) + timedelta(days=self.rng.randrange(5, 9) * self.load)
        self.db.execute("insert into load (id, exported) values (?, ?)", [self.load, day])
        before, self.shown = self.shown, set(self.outside)
        self.counted = {
            (rule, id)
            for rule, id in self.outside
            if not any(key.startswith(f"{rule}~") and f"~{id}~" in key and load < self.load
                       for key, load in self.accepted.items())
        }  # fmt: skip
        self.judge()
        self.solved = before - self.found

    def judge(self):
        self.db.execute("delete from planted")
        for row in self.here:
            self.db.execute("insert into planted values (?, ?)", row)
        run(self.db, *RULES)
        self.found = self.here | self.outside

    def owner(self, kind, id):
        account = self.account(kind, id)
        return self.rows["account"].get(account, {}).get("owner") or ""

    def tree(self, kind, id):
        account = self.account(kind, id)
        if account not in self.rows["account"]:
            return ""
        while (above := self.rows["account"][account]["parent_id"]) in self.rows["account"]:
            account = above
        return account

    def account(self, kind, id):
        return id if kind == "account" else self.rows[kind][id]["account_id"]

    def asked(self, dimension):
        """The records that a dimension asks about."""
        for kind, rows in self.rows.items():
            scopes = {
                rule.scope for rule in RULES
                if (rule.record_kind, rule.dimension) == (kind, dimension)
            }  # fmt: skip
            for id, row in rows.items():
                status = row.get("status") or "active"
                if "all" in scopes or status in scopes:
                    yield kind, id

    def worst(self, kind, id, dimension):
        found = {
            rule.severity for rule in RULES
            if (rule.record_kind, rule.dimension) == (kind, dimension)
            and (rule.id, id) in self.counted
        }  # fmt: skip
        return next((severity for severity in WEIGHTS if severity in found), None)

    def expected(self):
        """Per grouping and member: per dimension the records by the worst of each."""
        found = defaultdict(lambda: defaultdict(Counter))
        for dimension in {rule.dimension for rule in RULES}:
            for kind, id in self.asked(dimension):
                worst, owner = self.worst(kind, id, dimension), self.owner(kind, id)
                whose = [("all", ""), ("owner", owner), ("tree", self.tree(kind, id))]
                whose += [("team", name) for name, people in TEAMS.items() if owner in people]
                for one in whose:
                    found[one][dimension][worst] += 1
        return found


def lost(counter):
    return sum(WEIGHTS.get(severity, 0) * count for severity, count in counter.items())


def agrees(world):
    """The scores of the newest load are what a colleague counts."""
    groups = {
        grouping: {one.member: one for one in scores.groups(world.db, grouping)[1]}
        for grouping in scores.GROUPINGS
    }
    expected = world.expected()
    assert {(kind, member) for kind, members in groups.items() for member in members} == {
        whose for whose in expected if whose[0] != "all"
    }
    for whose, dimensions in expected.items():
        told = {one.dimension: one for one in scores.scores(world.db, whose)}
        assert told.keys() == dimensions.keys()
        each = []
        for dimension, counter in dimensions.items():
            one = told[dimension]
            counts = (one.errors, one.warnings, one.notices)
            assert counts == tuple(counter[severity] for severity in WEIGHTS), (whose, dimension)
            assert one.asked == counter.total()
            each.append(1 - lost(counter) / counter.total())
            assert one.value == pytest.approx(each[-1])
        value = sum(each) / len(each)
        assert scores.trend(world.db, whose)[-1][1] == pytest.approx(value)
        if whose[0] != "all":
            assert groups[whose[0]][whose[1]].value == pytest.approx(value)


@pytest.mark.parametrize("seed", range(8))
def test_scores_are_what_is_counted_by_hand(db, seed):
    world = World(db, seed)
    for _ in range(4):
        world.next()
        agrees(world)
        for step in (world.edit, world.accept, world.edit):
            step()
            agrees(world)


def test_groups_come_worst_first_and_by_the_page(db, monkeypatch):
    world = World(db, 1)
    world.next()
    total, every = scores.groups(db, "tree")
    assert every[-1].member == ""
    named = [one.value for one in every if one.member]
    assert named == sorted(named)
    assert total == len(every)
    most = [one.member for one in scores.groups(db, "tree", order="most")[1]]
    assert sorted(most) == sorted(one.member for one in every)
    weighed = {
        one.member: one.errors + one.warnings / 2 + one.notices / 5 for one in every if one.member
    }
    assert [weighed[one] for one in most[:-1]] == sorted(weighed.values(), reverse=True)
    monkeypatch.setattr(scores, "PAGE", 2)
    pages = [scores.groups(db, "tree", number)[1] for number in range(1, total)]
    assert [one for page in pages for one in page] == every
    assert scores.groups(db, "tree", member=every[2].member) == (1, [every[2]])


def exports(db, *weeks):
    """A load a week of these contacts, judged."""
    for number, titles in enumerate(weeks, start=1):
        exported(db, number, **titles)
        day = date(2026, 11, 2) + timedelta(days=7 * (number - 1))
        db.execute("update load set exported = ? where id = ?", [day, number])
        run(db)


def test_how_long_findings_stay_open_is_told_by_the_days_of_the_exports(db):
    exports(db, {"a": None, "b": None}, {"a": None, "b": "x", "c": None}, {"a": "x", "c": None})
    rows = db.execute("from duration order by load_id").fetchall()
    assert rows == [(1, 0, None, 2, 0, 0), (2, 1, 7, 2, 3.5, 0), (3, 1, 14, 1, 7, 0)]


def test_what_came_back_is_counted_and_open_from_then(db):
    exports(db, {"a": None}, {"a": "x"}, {"a": None}, {"a": None})
    assert scores.duration(db) == scores.Duration(0, None, 1, 7, 0)
    rows = db.execute("select returned, open_days from duration order by load_id").fetchall()
    assert rows == [(0, 0), (0, None), (1, 0), (0, 7)]


def test_the_numbers_of_earlier_loads_stay(db):
    world = World(db, 3)
    world.next()
    before = db.execute("from tally order by all").fetchall()
    world.next()
    world.edit()
    assert db.execute("from tally where load_id = 1 order by all").fetchall() == before
