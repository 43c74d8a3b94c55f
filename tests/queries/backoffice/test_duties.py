"""What hangs on somebody who leaves, who may take over, and who left without a tile."""

from datetime import date

import company
import office
import pytest

from dq.commands.leave import Leave, run
from dq.queries.backoffice import duties

DAY = date(2026, 11, 30)


@pytest.fixture
def small(db):
    office.fill(db)
    db.execute("update contact set username = 'mia@zorg.nl' where id = 'mia'")
    return db


def test_each_approval_names_its_project_and_who_does_the_same(small):
    company.insert(
        small,
        "approval",
        [{"id": "v4", "project_id": "p2", "contact_id": "eva", "kind": "invoice"}],
    )
    [duty] = duties.duties(small, ["piet"])
    assert (duty.project, duty.account, duty.kind) == ("Kliniek", "Zorg Groep", "hours")
    assert duty.others == ("Mia Kok",)
    assert duty.colleagues == ("eva", "mia")


def test_who_leaves_as_well_is_no_other(small):
    found = duties.duties(small, ["piet", "mia"])
    assert [(one.contact_id, one.others) for one in found] == [("piet", ()), ("mia", ())]


def test_a_closed_project_is_no_duty(small):
    small.execute("update project set status = 'closed' where id = 'p2'")
    assert duties.duties(small, ["piet"]) == []


def test_colleagues_on_the_same_projects_are_proposed_if_they_can_log_in(small):
    assert duties.proposed(small, ["piet"]) == [("mia", "Mia Kok", 1)]
    small.execute("update contact set username = null where id = 'mia'")
    assert duties.proposed(small, ["piet"]) == []


def test_a_departure_has_the_days_and_everybody_who_took_over(small):
    run(small, Leave({"jan": 1}, DAY, date(2026, 12, 1), ("mia", "eva")), "vera")
    known = duties.departure(small, "jan")
    assert (known.last_day, known.effective) == (DAY, date(2026, 12, 1))
    assert known.successors == (("mia", "Mia Kok"), ("eva", "Eva Bos"))
    assert known.heir is None


def test_where_a_successor_left_too_the_heir_is_the_first_who_is_there(small):
    run(small, Leave({"jan": 1}, DAY, DAY, ("mia",)), "vera")
    [(version,)] = small.execute("select version from contact where id = 'mia'").fetchall()
    run(small, Leave({"mia": version}, DAY, DAY, ("eva",)), "vera")
    assert duties.departure(small, "jan").heir == ("eva", "Eva Bos")


def test_a_chain_that_bites_its_tail_has_no_heir(small):
    small.execute("update contact set status = 'left'")
    for one, other in (("jan", "eva"), ("eva", "jan")):
        small.execute("update contact set successor_id = ? where id = ?", [other, one])
    assert duties.departure(small, "jan").heir is None


def test_a_leaver_of_an_export_waits_for_a_tile_until_it_is_made(small):
    small.execute("update contact set status = 'left', successor_id = 'eva' where id = 'jan'")
    assert duties.waiting(small) == 1
    [one] = duties.leavers(small, 10)
    assert (one.id, one.heir_id, one.heir) == ("jan", "eva", "Eva Bos")
    run(small, Leave({"jan": 1}, one.since, one.since, ("eva",)), "vera")
    assert duties.waiting(small) == 0


def test_the_last_day_is_the_best_that_is_known(small):
    small.execute("update contact set status = 'left' where id = 'jan'")
    assert duties.leavers(small, 1)[0].since == date(2026, 11, 23)  # the export's own day
    small.execute("update contact set modified = '2026-05-01' where id = 'jan'")
    assert duties.leavers(small, 1)[0].since == date(2026, 5, 1)
    small.execute("update relation set end_date = '2026-04-01' where id = 'r5'")
    assert duties.leavers(small, 1)[0].since == date(2026, 4, 1)


def test_a_leaver_on_whom_nothing_hangs_waits_for_nothing(small):
    small.execute("update contact set status = 'left' where id = 'eva'")
    assert duties.waiting(small) == 0
