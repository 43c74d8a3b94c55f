"""Take over: the settings of one store in another give the same findings; undone at once."""

import json

import judged
import othered
import pytest
import template
from office import refused, state

from dq import settings
from dq.casework import effect
from dq.commands import set as set_
from dq.commands import undo
from dq.commands.set import Set
from dq.errors import Invalid
from dq.judging import judge
from dq.settings import rules, whole

VALUES = {
    "check_missing_title": "off", "check_username_lookalike": "error", "mailbox_words": ["info"],
    "unused_login_days": 3650, "usual_domain_cards": 50, "lookalike_length": 30,
    "typo_targets": ["gmail.com"], "domains_together": ["firma.nl, firma.com"],
}  # fmt: skip


@pytest.fixture
def store(db):
    judged.fill(db)
    return db


def found(db):
    judge.refresh(db)
    return db.execute(
        "select check_id, record_kind, record_id, other_id, detail from open_finding order by all"
    ).fetchall()


def test_settings_of_one_store_give_the_same_findings_in_another(store):
    set_.run_all(store, [Set(name, value) for name, value in VALUES.items()], "vera")
    content = whole.written(whole.own(store))
    with template.fresh() as other:
        judged.fill(other)
        set_.run(other, Set("target_score", 0.8), "bart")
        before = found(other)
        wanted = set_.differing(other, whole.read(content))
        shown = effect.of(other, wanted)
        set_.run_all(other, wanted, "bart")
        assert settings.every(other) == settings.every(store)
        assert found(other) == found(store) != before
        assert effect.counts(other) == shown.then
        assert effect.counts(other).findings == effect.counts(store).findings
        [(id,)] = other.execute("select max(id) from change").fetchall()
        undo.run(other, undo.Undo(id), "bart")
        assert found(other) == before
        assert whole.own(other) == {"target_score": 0.8}


def test_every_setting_goes_along_and_gives_the_same_findings(store):
    values = othered.every(settings.defaults()) | {"sf_contact_title": "Functie__c"}
    set_.run_all(store, [Set(name, value) for name, value in values.items()], "vera")
    assert set(whole.own(store)) == set(values)
    with template.fresh() as other:
        judged.fill(other)
        before = found(other)
        wanted = set_.differing(other, whole.read(whole.written(whole.own(store))))
        shown = effect.of(other, wanted)
        set_.run_all(other, wanted, "bart")
        assert whole.own(other) == whole.own(store)
        assert found(other) == found(store) != before
        assert effect.counts(other) == shown.then == effect.counts(store)
        assert rules.every(other) == rules.every(store)
        [(id,)] = other.execute("select max(id) from change").fetchall()
        undo.run(other, undo.Undo(id), "bart")
        assert found(other) == before and whole.own(other) == {}


def test_it_is_one_change_that_names_only_what_becomes_another(office):
    set_.run(office, Set("target_score", 0.8), "vera")
    set_.run(office, Set("copies", 9), "vera")
    own = {"copies": 9, "tile_days": 3}
    wanted = [Set("target_score", None), Set("tile_days", 3)]
    assert set_.differing(office, own) == wanted
    set_.run_all(office, wanted, "vera")
    [(name, edits)] = office.execute(
        "select command, edits from change order by id desc limit 1"
    ).fetchall()
    assert name == "set" and {one["id"] for one in json.loads(edits)} == {
        "target_score",
        "tile_days",
    }
    assert set_.differing(office, own) == []


def test_one_wrong_value_takes_over_nothing(office):
    before = state(office)
    names = {"sf_contact_title": "Naam__c", "sf_contact_phone": "Naam__c"}
    with refused(office, Invalid, "name of another field"):
        set_.run_all(office, set_.differing(office, {"copies": 9, **names}), "vera")
    assert state(office) == before
