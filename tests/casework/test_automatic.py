"""Repairs by themselves: only what is safe, so many at most, noted, undone, and then not again."""

import company
import office
import pytest
import template
from slips import emails, mistype

from dq.access import itself
from dq.casework import automatic
from dq.commands import edit, hand_to, merge, undo
from dq.commands import set as set_
from dq.commands.edit import Edit
from dq.commands.hand_to import HandTo
from dq.commands.set import Set
from dq.domain.demo import ACTOR as DEMO
from dq.errors import Conflict
from dq.judging import judge
from dq.queries.exchange import repaired
from dq.store import logs


def load(db):
    """Another export, which shows what is wanted here as it is there."""
    db.execute("insert into load (id, exported, actor) select max(id) + 1, max(exported), 'vera'"
               " from load")  # fmt: skip
    db.execute(
        "insert into change (id, moment, actor, command, edits)"
        " values (nextval('change_id'), now(), 'vera', 'load', '[]')"
    )
    judge.refresh(db)


def person(id, **values):
    row = {"id": id, "account_id": "a1", "first_name": "Wubbo", "last_name": "Harbrinkhoek",
           "title": "Planner", "email": "wubbo@bouw.nl", "mobile": "0612345678"}  # fmt: skip
    return row | values


@pytest.fixture
def slips(db):
    """Three people whose addresses have a slip, and one person twice, wholly equal."""
    template.fill(db, "slips and equals", _slips)
    return db


def _slips(db):
    office.fill(db)
    mistype(db)
    company.insert(db, "contact", [person("w1"), person("w2", title=None)])
    set_.run(db, Set("repairs", True), "vera")
    judge.refresh(db)


def cards(db):
    return {id for (id,) in db.execute("select id from contact where id like 'w%'").fetchall()}


def actors(db):
    return db.execute("select command, actor from change order by id").fetchall()


def test_it_is_off_until_somebody_switches_it_on(slips):
    set_.run(slips, Set("repairs", None), "vera")
    load(slips)
    assert automatic.after_load(slips) == 0
    assert repaired.after(slips) is None and set(emails(slips).values()) == {"gmial.com"}


def test_what_is_safe_is_done_once_each_a_change_of_its_own_and_listed(slips):
    load(slips)
    done = automatic.after_load(slips)
    assert set(emails(slips).values()) == {"gmail.com"} and len(cards(slips)) == 1
    found = repaired.after(slips)
    assert len(found.done) == done >= 4 and found.left == 0
    assert {one.check_id for one in found.done} >= {"email_domain_typo", "duplicate_person"}
    assert all(one.message and one.facts for one in found.done)
    own = [actor for command, actor in actors(slips) if actor == itself.AUTOMATIC]
    assert len(own) == done + 1  # and what tells of them
    assert not judge.stale(slips)
    assert automatic.after_load(slips) == 0
    assert repaired.after(slips, found.load_id) == found
    load(slips)
    assert repaired.after(slips) is None and repaired.after(slips, found.load_id) == found


def test_all_are_undone_at_once_and_not_done_again(slips):
    load(slips)
    automatic.after_load(slips)
    found = repaired.after(slips)
    undo.run_all(slips, [undo.Undo(id) for id in found.standing], "bart")
    assert set(emails(slips).values()) == {"gmial.com"} and len(cards(slips)) == 2
    assert repaired.after(slips).standing == []
    load(slips)
    assert automatic.after_load(slips) == 0
    assert set(emails(slips).values()) == {"gmial.com"} and len(cards(slips)) == 2


def test_one_that_is_undone_is_not_done_again_and_another_is(slips):
    load(slips)
    automatic.after_load(slips)
    [one] = [one for one in repaired.after(slips).done if one.record_id == "jan"
             and one.check_id == "email_domain_typo"]  # fmt: skip
    later = [one.change_id for one in repaired.after(slips).done if one.record_id == "jan"]
    undo.run_all(slips, [undo.Undo(id) for id in later], "bart")
    assert one.change_id in later and emails(slips)["jan"] == "gmial.com"
    # Another slip is another finding.
    slips.execute("update contact set email = 'eva@hotmial.com' where id = 'eva'")
    load(slips)
    automatic.after_load(slips)
    assert emails(slips) == {"jan": "gmial.com", "eva": "hotmail.com", "mia": "gmail.com"}


def test_what_is_undone_and_done_again_by_a_person_may_be_repaired_again(slips):
    load(slips)
    automatic.after_load(slips)
    [one] = [one for one in repaired.after(slips).done if one.record_id == "mia"
             and one.check_id == "email_domain_typo"]  # fmt: skip
    undo.run(slips, undo.Undo(one.change_id), "bart")
    [(id,)] = slips.execute("select max(id) from change").fetchall()
    assert one.change_id not in repaired.after(slips).standing
    undo.run(slips, undo.Undo(id), "bart")
    assert one.change_id in repaired.after(slips).standing


def test_no_username_is_made_of_an_address_that_somebody_wants_to_keep_as_it_is(slips):
    load(slips)
    automatic.after_load(slips)
    undo.run_all(slips, [undo.Undo(id) for id in repaired.after(slips).standing], "bart")
    load(slips)
    assert automatic.after_load(slips) == 0
    rows = slips.execute("select username from contact where username like '%gmial%'").fetchall()
    assert rows == []


def test_never_more_than_the_number_at_a_time(slips):
    set_.run(slips, Set("repairs_most", 2), "vera")
    load(slips)
    assert automatic.after_load(slips) == 2
    found = repaired.after(slips)
    assert len(found.done) == 2 and found.left >= 2
    load(slips)
    assert automatic.after_load(slips) == 2
    assert {one.change_id for one in repaired.after(slips).done}.isdisjoint(found.standing)


def test_nothing_is_done_after_the_demo_or_of_a_check_that_is_off(slips):
    load(slips)
    slips.execute("update load set actor = ?", [DEMO])
    assert automatic.after_load(slips) == 0
    slips.execute("update load set actor = 'vera'")
    for check in ("email_domain_typo", "duplicate_person"):
        set_.run(slips, Set(f"check_{check}", "off"), "vera")
    automatic.after_load(slips)
    assert set(emails(slips).values()) == {"gmial.com"} and len(cards(slips)) == 2


def test_what_somebody_decided_on_or_was_given_is_left(slips):
    load(slips)
    hand_to.run(slips, HandTo((("contact", "jan"),), "Bart"), "vera")
    slips.execute("update finding set disposed = 'accepted' where record_id = 'eva'")
    slips.execute(
        "insert into disposition select concat_ws('~', check_id, record_kind, record_id,"
        " coalesce(other_id, '')), check_id, record_kind, record_id, other_id, 'accepted', null,"
        " null, 1, json_object('detail', detail, 'email', 'eva@gmial.com') from finding"
        " where record_id = 'eva' and check_id = 'email_domain_typo'"
    )
    automatic.after_load(slips)
    assert emails(slips) == {"jan": "gmial.com", "eva": "gmial.com", "mia": "gmail.com"}


@pytest.mark.parametrize("other", [{"title": "Inkoper"}, {"mobile": "0687654321"}])
def test_cards_that_differ_in_anything_are_no_equal_ones(slips, other):
    [(name, value)] = other.items()
    slips.execute(f"update contact set {name} = ? where id = 'w2'", [value])
    slips.execute(f"update upstream.contact set {name} = ? where id = 'w2'", [value])
    load(slips)
    judge.run(slips)
    automatic.after_load(slips)
    assert len(cards(slips)) == 2


def test_what_goes_wrong_meanwhile_leaves_the_others(slips, monkeypatch):
    load(slips)
    real = automatic._plans

    def plans(db):
        found = list(real(db))
        [(version,)] = db.execute("select version from contact where id = 'mia'").fetchall()
        edit.run(db, Edit("mia", version, {"title": "Anders"}), "bart")
        return iter(found)

    monkeypatch.setattr(automatic, "_plans", plans)
    automatic.after_load(slips)
    assert emails(slips) == {"jan": "gmail.com", "eva": "gmail.com", "mia": "gmial.com"}
    assert "mia" not in {one.record_id for one in repaired.after(slips).done}


def test_what_a_person_did_and_took_back_is_not_done_for_them(slips):
    jan = slips.execute("select version from contact where id = 'jan'").fetchone()[0]
    edit.run(slips, Edit("jan", jan, {"email": "jan@gmail.com"}), "vera")
    undo.run(slips, undo.Undo(logs.newest(slips)), "vera")
    load(slips)
    automatic.after_load(slips)
    assert emails(slips) == {"jan": "gmial.com", "eva": "gmail.com", "mia": "gmail.com"}


def test_what_a_person_put_back_stays(slips):
    load(slips)
    automatic.after_load(slips)
    jan = slips.execute("select version from contact where id = 'jan'").fetchone()[0]
    edit.run(slips, Edit("jan", jan, {"email": "jan@gmial.com"}), "vera")
    load(slips)
    automatic.after_load(slips)
    assert emails(slips) == {"jan": "gmial.com", "eva": "gmail.com", "mia": "gmail.com"}


def test_what_a_person_wrote_of_something_else_is_no_reason(slips):
    jan = slips.execute("select version from contact where id = 'jan'").fetchone()[0]
    edit.run(slips, Edit("jan", jan, {"title": "Chef"}), "vera")
    load(slips)
    automatic.after_load(slips)
    assert set(emails(slips).values()) == {"gmail.com"}


def test_a_merge_that_was_taken_back_is_not_done_again(slips):
    versions = dict(slips.execute("select id, version from contact where id like 'w%'").fetchall())
    merge.run(slips, merge.Merge("contact", "w1", versions["w1"], {"w2": versions["w2"]}), "vera")
    undo.run(slips, undo.Undo(logs.newest(slips)), "vera")
    load(slips)
    automatic.after_load(slips)
    assert cards(slips) == {"w1", "w2"}


def test_all_but_what_something_was_built_on_are_undone_at_once(slips):
    load(slips)
    automatic.after_load(slips)
    jan = slips.execute("select version from contact where id = 'jan'").fetchone()[0]
    edit.run(slips, Edit("jan", jan, {"email": "jan@elders.nl"}), "vera")
    found = repaired.after(slips)
    stay = undo.run_each(slips, [undo.Undo(id) for id in found.standing], "vera")
    [kept] = [one for one in found.done if one.record_id == "jan"]
    assert stay == [kept.change_id]
    assert emails(slips) == {"jan": "elders.nl", "eva": "gmial.com", "mia": "gmial.com"}
    with pytest.raises(Conflict):
        undo.run_each(slips, [undo.Undo(kept.change_id)], "vera")
