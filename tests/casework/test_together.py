"""All of a kind at once: only what is safe, each record once, all or nothing, undone by one."""

import office
import pytest
import template
from slips import emails, mistype

from dq import errors
from dq.casework import together, ways
from dq.checks import all_checks
from dq.commands import edit, undo
from dq.commands.edit import Edit
from dq.judging import judge

TYPO = "email_domain_typo"


@pytest.fixture
def slips(db):
    """Three people whose addresses have a slip."""
    template.fill(db, "slips", _slips)
    return db


def _slips(db):
    office.fill(db)
    db.execute("insert into load (id, exported) values (1, '2026-11-23')")
    mistype(db)
    judge.refresh(db)


def test_all_are_done_and_each_is_undone_by_itself(slips):
    listed = together.proposals(slips, TYPO)
    assert {one.finding.record_id for one in listed} == {"jan", "eva", "mia"}
    together.run(slips, listed, "vera")
    assert set(emails(slips).values()) == {"gmail.com"}
    rows = slips.execute("select id from change where command = 'edit' order by id").fetchall()
    assert len(rows) == 3
    undo.run(slips, undo.Undo(rows[0][0]), "vera")
    assert sorted(emails(slips).values()) == ["gmail.com", "gmail.com", "gmial.com"]


def test_where_one_is_refused_none_is_done(slips):
    listed = together.proposals(slips, TYPO)
    last = listed[-1].finding.record_id
    version = listed[-1].way.command.version
    edit.run(slips, Edit(last, version, {"title": "Anders"}), "bart")
    with pytest.raises(errors.Conflict):
        together.run(slips, listed, "vera")
    assert set(emails(slips).values()) == {"gmial.com"}


def test_what_is_solved_or_accepted_is_not_proposed(slips):
    slips.execute("update finding set disposed = 'accepted' where record_id = 'jan'")
    slips.execute("update finding set under_way = true where record_id = 'eva'")
    assert {one.finding.record_id for one in together.proposals(slips, TYPO)} == {"mia"}


def test_what_a_load_brought_that_is_not_judged_yet_is_not_written_over(slips):
    slips.execute("insert into load (id, exported) values (2, '2026-11-24')")
    slips.execute("update contact set email = 'jan@devries.example' where id = 'jan'")
    assert together.proposals(slips, TYPO) == []
    judge.refresh(slips)
    assert {one.finding.record_id for one in together.proposals(slips, TYPO)} == {"eva", "mia"}


@pytest.mark.parametrize("check", sorted(set(all_checks()) - set(together.SAFE)))
def test_what_has_to_be_looked_at_is_never_done_at_once(slips, check):
    assert together.proposals(slips, check) == []


def test_every_safe_check_has_a_way_out_of_its_own():
    assert set(together.SAFE) <= set(ways.WAYS)
