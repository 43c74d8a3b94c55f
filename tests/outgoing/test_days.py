"""What is for a later day waits until then, and only that."""

from datetime import date, timedelta

import leaving
import office as small
import pytest
from office import change, version
from round_trips import Team

from dq.commands import come_back, create, end_relation, leave, link, move, pack, undo
from dq.errors import Invalid
from dq.handover.package import archive
from dq.outgoing import ready, waiting
from dq.store import renaming

DAY = date(2999, 5, 5)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def leaves(db, last=DAY, first=AFTER, to=("eva",)):
    leave.run(db, leave.Leave({"jan": version(db, "jan")}, last, first, to), "anna")


def returns(db):
    leaves(db, date(2026, 1, 1), date(2026, 1, 1))
    for table in ("contact", "approval", "relation", "portal_user"):
        db.execute(f"delete from upstream.{table}")
        db.execute(f"insert into upstream.{table} by name select * exclude (version) from {table}")
    come_back.run(db, come_back.ComeBack("jan", version(db, "jan"), AFTER), "anna")


def moves(db):
    to = move.Move("eva", version(db, "eva"), "a1", True, DAY, "e.bos@bouw.example")
    move.run(db, to, "anna")


def ends(db):
    relation = version(db, "r5", "relation")
    end_relation.run(db, end_relation.EndRelation("r5", relation, DAY), "anna")


def links(db):
    link.run(db, link.Link(("eva", "mia"), ("a1",), (), AFTER), "anna")


@pytest.mark.parametrize("command", [leaves, returns, moves, ends, links])
def test_nothing_goes_before_its_day_and_all_of_it_then(office, command):
    leaving.fill(office)
    command(office)
    early, late = ready.read(office, DAY), ready.read(office, AFTER)
    assert (early.parts, early.work) == ([], [])
    assert {one.day for one in early.later} == {AFTER}
    assert late.parts
    waited = {(part.file.table, line.key) for part in late.parts for line in part.lines}
    assert waited <= {(one.table, one.id) for one in early.later}


@pytest.mark.parametrize("command", [leaves, returns, moves, ends, links])
def test_what_is_taken_back_waits_no_more(office, command):
    leaving.fill(office)
    command(office)
    [(id,)] = office.execute("select max(id) from change").fetchall()
    undo.run(office, undo.Undo(id), "anna")
    assert ready.read(office, DAY).later == ()
    [(id,)] = office.execute("select max(id) from change").fetchall()
    undo.run(office, undo.Undo(id), "anna")
    assert ready.read(office, DAY).later


def test_what_else_changes_on_a_card_goes_at_once(office):
    leaves(office)
    change(office, "jan", phone="030 7654321")
    [part] = ready.read(office, BEFORE).parts
    assert [line.fields for line in part.lines] == [{"phone": "030 7654321"}]


def test_a_new_card_is_made_as_it_is_until_its_last_day(office):
    id = create.run(office, create.Create("a1", "Smit", "Planner", "smit@bouw.example"), "anna")
    leave.run(office, leave.Leave({id: version(office, id)}, DAY, AFTER), "anna")
    for day, status in ((DAY, "active"), (AFTER, "left")):
        [part] = ready.read(office, day).parts
        assert [line.fields["status"] for line in part.lines] == [status]
    assert {one.id for one in ready.read(office, DAY).later} >= {id}


def test_another_last_day_counts_for_all_that_waits(office):
    leaves(office)
    earlier = DAY - timedelta(days=16)
    leaves(office, earlier, earlier)
    day = earlier + timedelta(days=1)
    assert {one.day for one in ready.read(office, DAY - timedelta(days=30)).later} == {
        earlier,
        day,
    }
    assert {one.day for one in ready.read(office, day).later} == {None}  # Eva has to have it


def test_what_is_done_again_without_a_day_goes_at_once(office):
    links(office)
    id = office.execute("select id from relation where contact_id = 'mia' and account_id = 'a1'")
    [(relation,)] = id.fetchall()
    end = end_relation.EndRelation(relation, version(office, relation, "relation"), AFTER)
    end_relation.run(office, end, "anna")
    assert {one.id for one in ready.read(office, DAY).later} >= {relation}


def test_a_username_that_somebody_keeps_until_a_day_is_not_given_to_another(office):
    moves(office)
    office.execute("update main.contact set username = 'eva@bouw.nl' where id = 'mia'")
    assert "mia" in ready.read(office, BEFORE).taken
    assert ready.read(office, AFTER).taken == ()


def test_a_package_says_what_waits_and_goes_until_the_day_that_is_asked(office):
    leaves(office)
    with small.refused(office, Invalid, "nothing to send"):
        pack.run(office, pack.Pack(BEFORE), "anna")
    waits = waiting.read(office, ready.read(office, BEFORE).later)
    assert [(one.name, one.day, one.taker) for one in waits] == [
        ("Eva Bos", AFTER, None), ("Jan Jansen", AFTER, None)
    ]  # fmt: skip
    change(office, "eva", title="Hoofd")
    number = pack.run(office, pack.Pack(BEFORE), "anna")
    texts = [one.path for one in archive.files(office, number)[0]]
    assert texts == ["05-contacts.csv"]
    [(kept, day)] = office.execute("select waits, day from package").fetchall()
    assert (waiting.kept(kept), day) == (waits, BEFORE)
    assert pack.run(office, pack.Pack(AFTER), "anna") == number + 1


def test_what_went_ahead_waits_no_more(office):
    leaving.fill(office)
    leaves(office)
    pack.run(office, pack.Pack(AFTER), "anna")
    assert {one.id for one in ready.read(office, DAY).later} == {
        one.id for one in ready.read(office, AFTER).later
    }
    assert waiting.packed_until(office) == AFTER


def test_what_is_there_is_not_held_by_how_it_came(office):
    """A relation that was made for one leaving, and changes again after another for later."""
    links(office)
    [(id,)] = office.execute("select id from relation where contact_id = 'mia'").fetchall()
    renaming.rename(office, "relation", {id: "r8"})
    office.execute(
        "insert into upstream.relation by name select * exclude (version) from main.relation"
        " where id = 'r8'"
    )
    office.execute("update main.relation set roles = 'Other' where id = 'r8'")
    [part] = ready.read(office, DAY).parts
    assert [line.fields for line in part.lines] == [{"roles": "Other"}]


def test_a_return_after_the_package_of_the_leaving_waits_visibly_for_its_day(db, tmp_path):
    team = Team(db, tmp_path)
    last = date.today() + timedelta(days=10)
    back = date.today() + timedelta(days=30)
    [(version,)] = db.execute("select version from contact where id = 'jan'").fetchall()
    leave.run(db, leave.Leave({"jan": version}, last, last), "anna")
    with pytest.raises(Invalid, match="no package has it"):
        there_again(db, back)
    team.send(until=last + timedelta(days=1))
    assert waiting.days(db, "jan") == []
    there_again(db, back)
    assert waiting.days(db, "jan") == [back]


def there_again(db, day):
    [(version,)] = db.execute("select version from contact where id = 'jan'").fetchall()
    come_back.run(db, come_back.ComeBack("jan", version, day), "anna")
