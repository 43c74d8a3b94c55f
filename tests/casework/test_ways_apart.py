"""Ways out that a single record does not decide: tiles, files, groups in which somebody left."""

from datetime import date, datetime, timedelta
from itertools import count

import company
import planted
import pytest
import template

from dq import settings
from dq.casework import case, queue
from dq.casework.ways import Ask, Do, Open, fields, others
from dq.commands import leave, tick
from dq.errors import Invalid
from dq.judging import judge
from dq.objects import PARTS
from dq.queries.backoffice import tiles

NUMBERS, WORDS = count(700_000), planted.words()


@pytest.fixture(scope="module")
def shelf():
    """One store for the whole file; each test has a company of its own in it."""
    db = template.fresh()
    yield db
    db.close()


@pytest.fixture
def at():
    return planted.Company("apart", WORDS, NUMBERS)


@pytest.fixture
def judged(shelf, at):
    """Put the company in the store, judge, and read the case of the record."""

    def run(record, kind="contact"):
        for table, values in at.rows:
            company.insert(shelf, table, [values])
        at.rows.clear()
        judge.run(shelf)
        found = queue.containing(shelf, f"{kind}~{record}")
        return found and case.read(shelf, found)

    return run


def leaves(db, id, to=()):
    day = date(2026, 9, 30)
    [(version,)] = db.execute("select version from contact where id = ?", [id]).fetchall()
    return leave.run(db, leave.Leave({id: version}, day, day, to), "anna")[id]


def test_who_left_and_has_a_tile_is_seen_to_there(shelf, at, judged):
    one, heir = at.person(), at.person()
    at.approves(one)
    judged(one)
    tile = leaves(shelf, one, (heir,))
    at.approves(one)  # once more, in a later export
    way = judged(one).way
    assert (way.page, way.params) == ("tile", {"id": tile})


def test_a_tile_that_is_done_is_no_way_out(shelf, at, judged):
    one, heir = at.person(), at.person()
    at.approves(one)
    judged(one)
    tile = leaves(shelf, one, (heir,))
    ticks(shelf, tile)
    at.approves(one)
    way = judged(one).way
    assert isinstance(way, Do)
    way.run(shelf, way.command, "anna")
    assert judged(one) is None


def ticks(db, tile):
    for line in tiles.lines(db, tile):
        tick.run(db, tick.Tick(line.id, line.version), "bo")


def test_a_tile_that_waits_too_long_is_opened_and_done(shelf, at, judged):
    one = at.person()
    at.user(one, at.mail("traag"))
    judged(one)
    tile = leaves(shelf, one)
    shelf.execute("update main.tile set made = ? where id = ?", [datetime(2026, 1, 1), tile])
    way = judged(one).way
    assert (way.page, way.params) == ("tile", {"id": tile})
    ticks(shelf, tile)
    assert judged(one) is None


def test_a_successor_who_left_is_followed_by_theirs_though_there_is_a_tile(shelf, at, judged):
    one, middle, last = at.person(), at.person(), at.person()
    at.approves(one)
    judged(one)
    leaves(shelf, one, (middle,))
    leaves(shelf, middle, (last,))
    way = judged(one).way
    assert way.command.successors == (last,)
    way.run(shelf, way.command, "anna")
    assert judged(one) is None


def test_who_cannot_log_in_takes_nothing_over(shelf, at, judged):
    heir = at.person(username=None)
    one = planted.leaver(at, successor_id=planted.leaver(at, successor_id=heir))
    at.approves(one)
    assert judged(one).way.page == "leave"


def test_a_group_in_which_who_left_would_stay_is_looked_at(shelf, at, judged):
    first, second = planted.twice(at, username=None)
    third = at.person(**same(at, first), status="left", email=at.mail("vertrok"))
    at.user(third, at.mail("vertrok"))
    way = judged(first).way
    assert isinstance(way, Open)
    assert way.page == "merge"
    assert set(way.params["ids"].split(",")) == {first, second, third}


def same(at, id):
    [one] = [row for _table, row in at.rows if row["id"] == id]
    return {name: one[name] for name in ("first_name", "last_name", "mobile")}


def test_an_address_that_became_somebody_elses_is_refused_and_nothing_written(shelf, at, judged):
    one, other = at.person(email="kareltje.bos@gmial.com"), at.person()
    way = judged(one).way
    shelf.execute(
        "update main.contact set username = $1, email = $1 where id = $2",
        ["kareltje.bos@gmail.com", other],
    )
    with pytest.raises(Invalid, match="already the username"):
        way.run(shelf, way.command, "anna")
    [(email,)] = shelf.execute("select email from contact where id = ?", [one]).fetchall()
    assert email == "kareltje.bos@gmial.com"
    # It is asked for as soon as somebody looks again.
    assert isinstance(judged(one).way, Ask)


@pytest.mark.parametrize("typed", ["geen adres", "x" * 300 + "@lang.example", ""])
def test_what_cannot_be_so_is_refused(shelf, at, judged, typed):
    one = at.person(first_name=None, last_name="-", email=None, kind="person")
    way = judged(one).way
    assert isinstance(way, Ask)
    if typed:
        with pytest.raises(Invalid):
            way.run(shelf, way.make(typed), "anna")


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("Vera Bos", ("Vera", None, "Bos")),
        ("Vera van den Bos", ("Vera", "van den", "Bos")),
        ("Vera Bos van Dam", ("Vera", None, "Bos van Dam")),
        ("vera van dam", ("vera", None, "van dam")),
        ("Bos", (None, None, "Bos")),
        (" Jan  Peter  Bos ", ("Jan", None, "Peter Bos")),
    ],
)
def test_a_whole_name_falls_apart(typed, parts):
    found = fields.parts(typed)
    assert tuple(found.get(name) for name in PARTS) == parts


def test_of_two_wrong_numbers_one_may_be_typed(shelf, at, judged):
    one = at.person(phone="030 17", mobile="06 128")
    way = judged(one).way
    way.run(shelf, way.make("030 2345679"), "anna")
    again = judged(one).way
    assert (again.name, again.value) == ("mobile", "06 128")


def test_a_mailbox_of_a_card_without_an_account_is_typed_anew(shelf, at, judged):
    one = at.person(account_id=None, email=at.mail("planning"))
    at.relation(one, at.id)
    at.relation(one, at.account())
    found = judged(one)
    assert {each.check_id for each in found.findings} == {
        "contact_without_account",
        "shared_mailbox_on_person",
    }
    [mailbox] = [each for each in found.findings if each.check_id == "shared_mailbox_on_person"]
    assert isinstance(others.general_card(shelf, mailbox), Ask)


def test_addresses_that_are_nobodys_are_the_back_offices(db):
    db.execute(
        "insert into contact (id, first_name, last_name, email, version)"
        " select n, 'Vera', 'Bos' || n, 'x@y.invalid', 1 from range(12) as t (n)"
    )
    judge.run(db)
    found = case.read(db, queue.containing(db, "file~.invalid"))
    assert (found.kind, found.facts) == ("file", ({},))
    assert not found.way.sent
    found.way.run(db, found.way.command, "anna")
    [entry] = [one for one in queue.entries(db, "all", "") if one.id == found.id]
    assert (entry.assignee, entry.due) == (
        others.BACK_OFFICE,
        date.today() + timedelta(days=others.DAYS),
    )


def test_an_export_that_is_too_old_is_loaded_anew(db, monkeypatch):
    monkeypatch.setitem(settings.defaults(), "export_days", 14)
    loaded(db, 1, date.today() - timedelta(days=15))
    judge.run(db)
    [entry] = queue.entries(db, "all", "")
    assert case.read(db, entry.id).way.page == "upload"
    loaded(db, 2, date.today())
    judge.run(db)
    assert queue.entries(db, "all", "") == []


def loaded(db, number, day):
    db.execute(
        "insert into load (id, loaded, exported, actor, files) values (?, ?, ?, 'vera', '[]')",
        [number, day, day],
    )
