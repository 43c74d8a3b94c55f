"""What is worked out anew after a change: all that reads what was written, and nothing else."""

import json
import random

import judged
import pytest
import template
from torture import commands

from dq import settings
from dq.checks import all_checks
from dq.commands import dispose, edit, undo
from dq.commands import set as set_
from dq.commands.set import Set
from dq.errors import DqError
from dq.judging import facts, findings, judge, lineage, touched
from dq.judging.lineage import ANY
from dq.objects import OBJECTS
from dq.queries.cards import contacts
from dq.settings import declared
from dq.store import opening, shape

# What judging writes, but for the moment at which it did.
MADE = (
    *("finding", "measure", "review_case", "case_record", "pair", "cluster", "perhaps"),
    *("email_fact", "phone_fact", "text_fact", "placeholder", "empty_word", "family"),
    "family_domain",
)


def made(db):
    return {table: db.execute(f"from {table} order by all").fetchall() for table in MADE}


def rehearsed(db, run):
    """What judging would write."""
    db.execute("begin")
    try:
        run(db)
        return made(db)
    finally:
        db.execute("rollback")


@pytest.fixture
def store():
    db = template.fresh()
    judged.fill(db)
    yield db
    db.close()


@pytest.mark.parametrize("seed", range(5))
def test_after_any_change_it_is_as_if_all_was_worked_out(store, seed):
    rng, ran = random.Random(seed), 0
    while ran < 6:
        name = rng.choice([*commands.COMMANDS])
        _, result = commands.attempt(store, name, rng)
        if isinstance(result, DqError) or not judge.stale(store):
            continue
        ran += 1
        whole = rehearsed(store, judge.run)
        judge.refresh(store)
        assert made(store) == whole, name


@pytest.fixture
def asked(monkeypatch):
    """The rules and the facts that are worked out, as they are."""
    ran, find = [], findings._find
    monkeypatch.setattr(findings, "_find", lambda db, rule: (ran.append(rule.id), find(db, rule)))
    parts = [
        part._replace(refresh=lambda db, part=part: (ran.append(part.tables[0]), part.refresh(db)))
        for part in facts.PARTS
    ]
    monkeypatch.setattr(facts, "PARTS", parts)
    return ran


def somebody(db):
    [(id,)] = db.execute(
        "select min(id) from contact where email is not null and title is not null"
    ).fetchall()
    return contacts.card(db, id)


def test_a_decision_on_a_finding_works_out_nothing(store, asked):
    rows = store.execute("select check_id, record_kind, record_id, other_id from open_finding")
    key = "~".join(part or "" for part in rows.fetchone())
    dispose.run(store, dispose.Dispose((key,), "later"), "vera")
    judge.refresh(store)
    assert asked == []


def test_a_job_title_works_out_what_reads_it(store, asked):
    card = somebody(store)
    edit.run(store, edit.Edit(card.id, card.version, {"title": "Sluiswachter"}), "vera")
    judge.refresh(store)
    assert {"missing_title", "text_fact"} <= set(asked)
    assert {"invalid_email", "username_taken", "empty_word"}.isdisjoint(asked)


def test_an_address_works_out_what_follows_from_it(store, asked):
    card = somebody(store)
    edit.run(store, edit.Edit(card.id, card.version, {"email": "nieuw@ergens.example"}), "vera")
    judge.refresh(store)
    wanted = {"invalid_email", "username_taken", "email_fact", "empty_word", "duplicate_person"}
    assert wanted <= set(asked)


def test_what_is_changed_while_it_is_judged_is_judged_the_next_time(store, monkeypatch):
    card = somebody(store)
    edit.run(store, edit.Edit(card.id, card.version, {"mobile": "0612345678"}), "vera")
    refresh = facts.refresh

    def meanwhile(db, *args, **given):
        refresh(db, *args, **given)
        now = contacts.card(db, card.id)
        edit.run(store.cursor(), edit.Edit(card.id, now.version, {"title": None}), "bart")

    monkeypatch.setattr(facts, "refresh", meanwhile)
    judge.refresh(store)
    monkeypatch.undo()
    assert judge.stale(store)
    judge.refresh(store)
    missing = "select count(*) from open_finding where check_id = 'missing_title' and record_id = ?"
    assert store.execute(missing, [card.id]).fetchall() == [(1,)]
    assert not judge.stale(store)


def test_another_day_a_load_and_all_at_once_work_out_everything(store, asked):
    for sql in (
        "update judged set day = day - 1",
        "insert into load (id, exported) select max(id) + 1, max(exported) from load",
        "insert into change (id, actor, command, told) values (999999, 'vera', 'pack', '{}')",
    ):
        asked.clear()
        store.execute(sql)
        judge.refresh(store)
        assert set(asked) >= set(all_checks()), sql
    asked.clear()
    judge.run(store)
    assert set(asked) >= set(all_checks())


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("check_missing_title", "off", set()),
        ("check_missing_title", "warning", {"missing_title"}),
        ("lookalike_length", 3, {"username_lookalike"}),
        ("mailbox_stems", ["post"], {"shared_mailbox_on_person"}),
        ("teams", ["Noord: Sanne"], set()),
    ],
)
def test_a_setting_works_out_what_reads_it(store, asked, name, value, wanted):
    set_.run(store, Set(name, value), "vera")
    whole = rehearsed(store, judge.run)
    asked.clear()
    judge.refresh(store)
    assert set(asked) == wanted and made(store) == whole
    [(id,)] = store.execute("select max(id) from change").fetchall()
    undo.run(store, undo.Undo(id), "vera")
    asked.clear()
    judge.refresh(store)
    assert set(asked) == wanted | ({"missing_title"} if value == "off" else set())


def test_a_setting_of_what_is_matched_or_known_works_out_what_follows(store, asked):
    set_.run(store, Set("nicknames", ["wubbo = sjaak"]), "vera")
    judge.refresh(store)
    assert "duplicate_person" in asked and "missing_title" not in asked
    asked.clear()
    set_.run(store, Set("usual_domain_cards", 9), "vera")
    judge.refresh(store)
    assert set(asked) >= set(all_checks())


def test_what_was_changed_while_a_check_was_off_is_found_once_it_is_on(store):
    card = somebody(store)
    set_.run(store, Set("check_missing_title", "off"), "vera")
    judge.refresh(store)
    edit.run(store, edit.Edit(card.id, card.version, {"title": None}), "vera")
    judge.refresh(store)
    set_.run(store, Set("check_missing_title", None), "vera")
    judge.refresh(store)
    missing = "select count(*) from open_finding where check_id = 'missing_title' and record_id = ?"
    assert store.execute(missing, [card.id]).fetchall() == [(1,)]


def test_other_code_works_out_everything_whatever_was_set(store, asked):
    set_.run(store, Set("check_missing_title", "warning"), "vera")
    store.execute("update judged set code = replace(code, '-', 'x-')")
    judge.refresh(store)
    assert set(asked) >= set(all_checks())


def test_views_read_no_settings_but_those_of_facts():
    assert lineage.variables(shape.views()) == {"firms"}
    assert "facts" in declared.reached(["domains_together"])


def test_a_check_that_failed_is_tried_again(store, asked):
    store.execute("update measure set open = null where check_id = 'missing_title'")
    card = somebody(store)
    edit.run(store, edit.Edit(card.id, card.version, {"mobile": "0612345678"}), "vera")
    judge.refresh(store)
    assert "missing_title" in asked


COLUMNS = [
    (table, field.name)
    for table, one in OBJECTS.items()
    for field in one.fields
    if field.name != "id"
]


@pytest.fixture(scope="module")
def shelf():
    db = template.fresh()
    judged.fill(db)
    settings.apply(db)
    found = {
        check.id: db.execute(f"{check.sql} order by all").fetchall()
        for check in all_checks().values()
    }
    yield db, found
    db.close()


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids="-".join)
def test_a_column_that_a_check_does_not_read_changes_nothing(shelf, table, column):
    db, found = shelf
    checks = [
        one for one in all_checks().values() if any(table == t for t, _ in lineage.of(one.sql))
    ]
    db.execute("begin")
    db.execute(f"update main.{table} set {column} = null")
    for check in checks:
        if (table, column) not in lineage.of(check.sql):
            assert db.execute(f"{check.sql} order by all").fetchall() == found[check.id], check.id
    db.execute("rollback")


class Watching:
    """A cursor that notes what every statement reads, before it is run."""

    def __init__(self, db):
        self.db, self.read = db, set()

    def execute(self, sql, given=None):
        if not sql.startswith(("drop", "set")):
            plan = self.db.execute(f"explain (format json) {sql}", given).fetchall()[0][1]
            self.read.update(one for node in json.loads(plan) for one in lineage.scanned(node))
        return self.db.execute(sql, given) if given is not None else self.db.execute(sql)

    def __getattr__(self, name):
        return getattr(self.db, name)


@pytest.mark.parametrize("part", facts.PARTS, ids=lambda part: part.tables[0])
def test_what_facts_read_is_what_they_say(part):
    db = opening.connect(opening.MEMORY)
    judge.run(db)
    lineage.tell_all(db)
    watched = Watching(db)
    part.refresh(watched)
    passing = {"known_phone", "new_phone", "new_email", "doubtful"}
    kept = {"setting", *part.tables, *passing}
    read = {
        (table, column)
        for table, column in watched.read
        if column not in ("", ANY) and table not in kept
    }
    assert read and read <= part.reads | {(table, "id") for table, _ in part.reads}
    db.close()


def test_rows_that_come_or_go_touch_all_that_is_read_of_a_table():
    written = touched.Touched([("contact", ANY), ("account", "name")])
    assert written.any_of({("contact", "title")})
    assert written.any_of({("account", "name")})
    assert not written.any_of({("account", "city")})
    written.add(["pair"])
    assert written.any_of({("pair", "score")})
