"""The board: tiles by state, what waits longest first; and the steps with their names."""

from datetime import date

import office
import pytest

from dq.commands.assign import Assign
from dq.commands.assign import run as give
from dq.commands.leave import Leave, run, what_if
from dq.commands.tick import Tick
from dq.commands.tick import run as tick
from dq.queries.backoffice import tiles

DAY = date(2026, 11, 30)
LEAVES = Leave({"jan": 1}, DAY, DAY, ("eva",))


@pytest.fixture
def small(db):
    office.fill(db)
    run(db, LEAVES, "vera")
    return db


def only(db, state="open"):
    [tile] = tiles.board(db, state)
    return tile


def test_a_tile_says_whose_it_is_and_how_far(small):
    tile = only(small)
    assert (tile.name, tile.account, tile.last_day) == ("Jan Jansen", "Bouw BV", DAY)
    assert (tile.steps, tile.steps_done, tile.days, tile.made_by) == (7, 0, 0, "vera")
    assert tiles.unfinished(small) == 1


def test_it_is_busy_once_somebody_has_it_or_did_a_step_and_done_with_the_last(small):
    tile = only(small)
    give(small, Assign(tile.id, tile.version, "Bart"), "bart")
    assert only(small, "busy").assignee == "Bart"
    assert tiles.assignees(small) == ["Bart"]
    for line in tiles.lines(small, tile.id):
        tick(small, Tick(line.id, line.version), "bart")
    assert only(small, "done").steps_done == 7
    assert tiles.counts(small) == {"open": 0, "busy": 0, "done": 1}
    assert tiles.unfinished(small) == 0


@pytest.mark.parametrize(("text", "found"), [("jansen", 1), ("bouw", 1), ("JÁN", 1), ("piet", 0)])
def test_tiles_are_found_by_name_or_account(small, text, found):
    assert len(tiles.board(small, "open", text)) == found
    assert tiles.counts(small, text)["open"] == found


def test_tiles_are_found_by_who_has_them(small):
    assert tiles.board(small, "open", None, "Bart") == []


def test_the_steps_name_people_projects_accounts_and_logins(small):
    lines = tiles.lines(small, only(small).id)
    assert [(line.subject, line.wanted, line.person) for line in lines] == [
        ("relation", True, "Eva Bos"),
        ("approval", True, "Eva Bos"),
        ("approval", False, "Jan Jansen"),
        ("status", False, "Jan Jansen"),
        ("relation", False, "Jan Jansen"),
        ("relation", False, "Jan Jansen"),
        ("login", False, "Jan Jansen"),
    ]
    assert (lines[2].project, lines[2].kind) == ("Brug", "invoice")
    assert (lines[5].account, lines[6].record) == ("Zorg Groep", "jan@bouw.nl")


def test_what_if_says_the_same_and_writes_nothing(db):
    office.fill(db)
    with office.unchanged(db):
        asked = what_if(db, LEAVES)["jan"]
    said = [line.subject for line in tiles.described(db, asked)]
    run(db, LEAVES, "vera")
    assert said == [line.subject for line in tiles.lines(db, only(db).id)]


def test_the_tiles_of_a_card_come_newest_first(small):
    assert [tile.id for tile in tiles.of_contact(small, "jan")] == [only(small).id]
    assert tiles.of_contact(small, "eva") == []


def test_a_tile_that_is_not_there_is_none(small):
    assert tiles.tile(small, "kb-0-0") is None
