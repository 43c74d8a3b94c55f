"""The page of a leaving, the board and a tile; and merging: what is said before it is done."""

from datetime import date, timedelta

import pytest

LEAVE, TILES, TILE = "backoffice/leave.py", "backoffice/tiles.py", "backoffice/tile.py"
MERGE = "review/merge.py"


def button(page, key):
    return page.app.button(key=key)


def test_without_anybody_it_says_what_to_do(filled, visit):
    assert "Choose who leaves" in visit(LEAVE, "en").text


def test_what_hangs_on_the_person_is_shown_first(filled, visit):
    page = visit(LEAVE, "en", id="003A")
    assert "Project Haven" in page.text and "CT001 (active)" in page.text
    assert "Choose who takes over" in page.text


def test_what_happens_is_said_and_then_done(filled, visit, stored):
    page = visit(LEAVE, "en", id="003A", by="003D")
    assert "Let Fatima Yildiz approve hours, invoices on Project Haven." in page.text
    assert stored("select status from contact where id = '003A'") == [(None,)]
    button(page, "save").click().run()
    assert stored("select status from contact where id = '003A'") == [("left",)]
    assert page.app.title[0].value == "Johanna van der Bergh leaves"


def test_colleagues_of_who_leaves_are_offered_first(filled, visit, change):
    """Whatever the order in which a search has them."""
    for number in range(6):
        account = "001B" if number % 2 else "001A"
        change(
            "insert into contact (id, account_id, first_name, last_name) values (?, ?, ?, ?)",
            [f"003X{number}", account, f"Vera{number}", "Aakster"],
        )
    page = visit(LEAVE, "en", id="003A")
    page.app.text_input(key="l_by_text").set_value("aakster").run()
    offered = [one.key[-4:] for one in page.app.button if str(one.key).startswith("l_by_take_")]
    assert sorted(offered[:3]) == ["03X0", "03X2", "03X4"] and len(offered) == 6
    page.app.text_input(key="l_by_text").set_value("Vera1 Aakster").run()
    offered = [one.key[-4:] for one in page.app.button if str(one.key).startswith("l_by_take_")]
    assert offered[0] == "03X1"  # who is called so, wherever they are


@pytest.mark.parametrize(("files", "said"), [(None, "nobody. Who"), ("[]", "Fatima Yildiz. Who")])
def test_whom_salesforce_gets_as_successor_is_said(filled, visit, change, files, said):
    """Without an export that tells its fields it has one for it."""
    if files:
        change("update load set files = ?", [files])
    page = visit(LEAVE, "en", id="003A", by="003D,003B,003E")
    assert f"Successor in Salesforce: {said}" in page.text


def test_who_takes_over_may_not_be_known_yet(filled, visit, stored):
    page = visit(LEAVE, "en", id="003A")
    page.app.radio(key="l_without").set_value("unknown").run()
    assert "Project Haven" in page.text and "Nobody approves" not in page.text
    button(page, "save").click().run()
    assert stored("select status from contact where id = '003A'") == [("left",)]
    assert stored("select count(*) from approving where contact_id = '003A'") != [(0,)]


def test_where_nobody_takes_over_it_says_what_nobody_approves(filled, visit):
    page = visit(LEAVE, "en", id="003A")
    page.app.radio(key="l_without").set_value("nobody").run()
    assert "Nobody approves this any more" in page.text


@pytest.mark.parametrize(("by", "said"), [("003C", "is not in service"), ("003F", "cannot log in")])
def test_who_cannot_take_over_is_refused_with_the_reason(filled, visit, by, said):
    page = visit(LEAVE, "en", id="003A", by=by)
    assert said in page.text
    assert button(page, "save").disabled


@pytest.fixture
def tile(filled, visit, stored):
    """A tile that was just made."""
    button(visit(LEAVE, "en", id="003A", by="003D"), "save").click().run()
    [(tile_id,)] = stored("select id from tile")
    return visit(TILE, "en", id=tile_id)


def test_a_step_is_ticked_and_the_tick_taken_away(tile, stored):
    [first, *_rest] = [one for one in tile.app.button if one.label == "Tick off"]
    first.click().run()
    assert stored("select done_by from step where done is not null") == [("Vera",)]
    [back] = [one for one in tile.app.button if one.label == "Not done after all"]
    back.click().run()
    assert stored("select count(*) from step where done is not null") == [(0,)]


def test_a_tile_is_taken_and_given_back(tile, stored):
    button(tile, "t_take").click().run()
    assert stored("select assignee from tile") == [("Vera",)]
    button(tile, "t_free").click().run()
    assert stored("select assignee from tile") == [(None,)]


def test_a_tile_that_is_gone_says_so(filled, visit):
    assert "Tile not found" in visit(TILE, "en", id="kb-0-0").text


def test_merging_proposes_who_logs_in_and_says_what_moves(filled, visit, stored):
    page = visit(MERGE, "en", kind="contact", ids="003A,003B")
    assert "everything that names it then names Johanna van der Bergh" in page.text
    button(page, "save").click().run()
    assert stored("select id, survivor_id from merged") == [("003B", "003A")]
    assert page.app.title[0].value == "Johanna van der Bergh"


def test_a_chosen_value_goes_to_the_card_that_stays(filled, visit, stored):
    page = visit(MERGE, "en", kind="contact", ids="003A,003B")
    [field] = [one for one in page.app.button_group if one.key == "m_first_name_003A"]
    field.set_value("003B").run()
    button(page, "save").click().run()
    assert stored("select first_name from contact where id = '003A'") == [("Johana",)]


def test_with_one_card_left_there_is_nothing_to_merge(filled, visit):
    assert "nothing to merge" in visit(MERGE, "en", kind="contact", ids="003A,gone").text


def test_what_was_typed_is_there_after_a_visit_to_another_page(filled, visit):
    page = visit(LEAVE, "en", id="003A", by="003D")
    day = date.today() + timedelta(days=30)
    page.app.date_input(key="l_last_003A").set_value(day).run()
    page.app.text_input(key="l_reason_003A").set_value("Verhuist").run()
    page.app.switch_page("cards/search.py").run()
    page.app.query_params["id"] = "003A"
    page.app.switch_page(LEAVE).run()
    assert page.app.date_input(key="l_last_003A").value == day
    assert page.app.text_input(key="l_reason_003A").value == "Verhuist"


def test_what_becomes_of_who_came_in_as_a_leaver_is_said_of_those_there_are(filled, visit):
    page = visit(TILES, "en")
    button(page, "t_make").click().run()
    assert "1 tile is made. No card names a successor" in page.text
    assert "of them" not in page.text


def test_a_link_names_who_leaves_whoever_was_chosen_before(filled, visit):
    page = visit(LEAVE, "en", id="003A", by="003D")
    page.app.query_params["id"] = "003E"
    page.app.query_params["by"] = "003A"
    page.app.run()
    assert [*page.app.session_state["l_id_chosen"]] == ["003E"]
    assert [*page.app.session_state["l_by_chosen"]] == ["003A"]


def test_a_link_that_names_no_successor_brings_none(filled, visit):
    page = visit(LEAVE, "en", id="003A", by="003D")
    page.app.query_params["id"] = "003E"
    del page.app.query_params["by"]
    page.app.run()
    assert [*page.app.session_state["l_id_chosen"]] == ["003E"]
    assert not page.app.session_state["l_by_chosen"]


def test_a_form_that_was_saved_begins_anew(filled, visit):
    page = visit(LEAVE, "en", id="003A", by="003D")
    button(page, "save").click().run()
    assert "l_id_said" not in page.app.session_state
    assert "l_id_chosen" not in page.app.session_state


def test_who_was_named_by_a_link_can_be_left_out(filled, visit):
    page = visit(LEAVE, "en", id="003A,003E")
    button(page, "l_id_drop_003A").click().run()
    assert [*page.app.session_state["l_id_chosen"]] == ["003E"]
    assert page.app.query_params["id"] == "003E"
    button(page, "l_id_drop_003E").click().run()
    assert "Choose who leaves" in page.text
