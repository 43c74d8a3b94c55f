"""The effect of every setting: shown, saved and found as shown, undone and as before."""

import judged
import othered
import pytest

from dq import settings
from dq.casework import effect
from dq.commands import set as set_
from dq.commands import undo
from dq.commands.set import Set
from dq.errors import Invalid
from dq.judging import findings, judge
from dq.settings.declared import DECLARED, SETTINGS

# Of these the store of the tests has something that the other value changes.
CHANGES = {
    "mailbox_words", "typo_targets", "usual_domain_cards", "unused_login_days", "lookalike_length",
}  # fmt: skip


@pytest.fixture
def store(db):
    judged.fill(db)
    return db


def all_tables(db):
    rows = db.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = 'memory'"
    ).fetchall()
    return {
        name: db.execute(f"select * from {schema}.{name} order by all").fetchall()
        for schema, name in rows
    }


@pytest.mark.parametrize("one", DECLARED, ids=lambda one: one.name)
def test_the_effect_is_shown_comes_true_and_is_undone(store, one):
    now = settings.get(store, one.name)
    wanted = [Set(one.name, othered.value(one, now))]
    before = effect.counts(store)
    tables = all_tables(store)
    found = effect.of(store, wanted)
    assert all_tables(store) == tables
    assert found.now == before
    if one.name in CHANGES or one.kind == "choice" and before.findings[one.name[6:]]:
        assert found.checks
    set_.run_all(store, wanted, "vera")
    judge.run(store)
    assert effect.counts(store) == found.then
    [(id,)] = store.execute("select max(id) from change").fetchall()
    undo.run(store, undo.Undo(id), "vera")
    judge.refresh(store)
    assert effect.counts(store) == before


def test_several_are_shown_as_one(store):
    wanted = [Set("check_missing_title", "off"), Set("check_missing_email", "off")]
    found = effect.of(store, wanted)
    assert set(found.checks) == {"missing_title", "missing_email"}
    assert "missing_title" not in found.then.findings and found.now.findings["missing_title"]


def test_a_group_more_is_shown(store):
    rows = store.execute("select id from contact order by id limit 2").fetchall()
    store.execute(
        "update contact set first_name = if(id = $one, 'Wubbo', 'Sjaak'), last_name = 'Harbrink',"
        " email = id || '@x.example', mobile = '0612345678', account_id = null"
        " where id in ($one, $two)",
        {"one": rows[0][0], "two": rows[1][0]},
    )
    judge.run(store)
    found = effect.of(store, [Set("nicknames", ["wubbo = sjaak"])])
    assert found.then.groups["contact"] == found.now.groups["contact"] + 1
    assert found.kinds == ["contact"]


def test_what_is_refused_is_refused_before_anything_is_worked_out(store):
    with pytest.raises(Invalid):
        effect.of(store, [Set("tile_days", 0)])


def test_a_check_that_fails_meanwhile_keeps_its_findings(store, monkeypatch):
    real = findings._find

    def find(db, rule):
        if rule.id == "missing_title" and settings.get(db, "tile_days") == 3:
            raise findings.Failed(rule.id)
        real(db, rule)

    monkeypatch.setattr(findings, "_find", find)
    before = effect.counts(store)
    found = effect.of(store, [Set("tile_days", 3)])
    assert (found.then.findings, found.then.groups) == (before.findings, before.groups)
    assert effect.counts(store) == before


def test_a_weight_changes_the_score_and_no_finding(store):
    found = effect.of(store, [Set("weight_error", 0), Set("weight_warning", 0)])
    assert found.checks == [] and found.then.score > found.now.score


def test_only_what_can_change_a_number_has_an_effect_to_show():
    assert effect.shown(["check_missing_title"]) and effect.shown(["weight_error"])
    assert not effect.shown(["copies", "teams", "sf_contact"])
    assert all(effect.shown([name]) for name, one in SETTINGS.items() if one.reaches)
