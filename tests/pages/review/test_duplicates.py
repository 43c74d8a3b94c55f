import company
import pytest

from dq.judging import judge
from dq.store import door

DUPLICATES = "review/duplicates.py"


def test_a_group_is_shown_side_by_side_with_its_reasons(filled, visit):
    page = visit(DUPLICATES)
    assert "Groep 1 van 1" in page.text
    assert "99 % zeker" in page.text
    assert "Kaart A: Johanna van der Bergh" in page.text
    assert "zelfde mobiele nummer" in page.text


def test_a_card_that_could_not_be_read_is_named(filled, visit, change):
    change("update matching set unread = '[\"003C\"]' where record_kind = 'contact'")
    assert "Piet Vertrokken" in visit(DUPLICATES, "en").text


def test_characters_that_differ_are_marked(filled, visit):
    assert "<mark>" in visit(DUPLICATES).sent


@pytest.mark.parametrize("params", [{"d_group": "003A"}, {"d_record": "003B"}])
def test_a_group_has_an_address_by_itself_and_by_its_cards(filled, visit, params):
    page = visit(DUPLICATES, **params)
    assert "Groep 1 van 1" in page.text
    assert page.app.info == []


def test_a_group_that_is_gone_says_so_and_shows_the_first(filled, visit):
    page = visit(DUPLICATES, d_group="gone")
    assert "Die groep is er niet meer" in page.app.info[0].value
    assert "Groep 1 van 1" in page.text


def test_next_goes_to_the_following_group(filled, visit, change):
    change("insert into cluster values ('contact', '003C', 'g2'), ('contact', '003D', 'g2')")
    change("insert into pair values ('contact', '003C', '003D', 0.6, '[]')")
    page = visit(DUPLICATES)
    page.app.button(key="d_after").click().run()
    assert page.app.query_params["d_group"] == "g2"
    assert "Groep 2 van 2" in page.text
    assert page.app.button(key="d_after").disabled


@pytest.fixture
def three(filled):
    """The company with two groups more."""
    db = door.connect(filled)
    twins = [("G", "Willemijn", "Hoogendoorn"), ("I", "Diederik", "Roosenboom")]
    for key, first, last in twins:
        for id in (key, chr(ord(key) + 1)):
            card = {"id": f"003{id}", "first_name": first, "last_name": last, "account_id": "001A"}
            company.insert(db, "contact", [card | {"email": f"{last}@bakker.example".lower()}])
    judge.run(db)
    db.close()


@pytest.mark.parametrize(("way", "left"), [("later", 3), ("different", 2)])
def test_after_a_decision_the_next_group_comes(three, visit, way, left):
    page = visit(DUPLICATES)
    for _ in range(2):
        page.app.button(key="d_after").click().run()
    third = page.app.query_params["d_group"]
    page.app.button(key="d_before").click().run()
    assert "Groep 2 van 3" in page.text
    [button] = [one for one in page.app.button if one.key.startswith(f"d_{way}")]
    button.click().run()
    assert page.app.query_params["d_group"] == third
    assert f"Groep 2 van {left}" in page.text
    assert page.app.info == []


@pytest.mark.parametrize("key", ["d_later", "d_different_003G_003H"])
def test_undo_returns_to_the_group_that_was_decided_on(three, visit, key):
    page = visit(DUPLICATES, d_record="003G")
    group = page.app.query_params.get("d_group")
    page.app.button(key=key).click().run()
    assert "003G" not in page.text or "d_different_003G_003H" not in keys(page)
    page.app.button(key="done_undo").click().run()
    assert "d_different_003G_003H" in keys(page)
    assert page.app.query_params.get("d_group") or group is None


def test_undo_from_another_page_leaves_that_one_as_it_is(three, visit):
    page = visit(DUPLICATES, d_record="003G")
    page.app.button(key="d_different_003G_003H").click().run()
    page.app.switch_page("settings/help.py").run()
    page.app.button(key="done_undo").click().run()
    assert page.app.title[0].value == "Help"


def keys(page):
    return [button.key for button in page.app.button]


def test_a_group_that_was_merged_does_not_come_back(three, visit):
    page = visit("review/merge.py", ids="003A,003B", group="003A")
    page.app.button(key="save").click().run()
    assert page.app.title[0].value == "Dubbelen"
    assert "Groep 1 van 2" in page.text
    assert "Johana van der Bergh" not in page.text


def test_a_card_in_no_group_is_said_to_be_in_none(filled, visit):
    page = visit(DUPLICATES, d_record="003F")
    assert "Die kaart zit in geen groep" in page.app.info[0].value


def test_no_duplicate_accounts_is_good_news(filled, visit):
    page = visit(DUPLICATES, d_kind="account")
    assert "geen waarschijnlijke dubbelen" in page.app.success[0].value


def decide(page, label):
    [button] = [button for button in page.app.button if button.label == label]
    button.click().run()
    return page


def test_not_a_duplicate_takes_the_group_off_the_list_and_can_be_undone(filled, visit):
    page = decide(visit(DUPLICATES), "Geen dubbel")
    assert "worden niet meer voorgesteld" in page.text
    assert "Groep 1 van 1" not in page.text
    page.app.button(key="done_undo").click().run()
    assert "Groep 1 van 1" in page.text


def test_a_duplicate_stays_until_it_is_merged(filled, visit):
    page = decide(visit(DUPLICATES), "Is dubbel")
    assert "Vastgelegd als dubbel, later samenvoegen." in page.text
    assert "Groep 1 van 1" in page.text


def test_certainty_counts_what_was_decided(filled, visit):
    empty = visit("settings/certainty.py")
    assert "Nog niets besloten" in empty.app.info[0].value
    decide(visit(DUPLICATES), "Is dubbel")
    assert "Besloten" in visit("settings/certainty.py").text


def test_a_group_of_three_names_its_weakest_link(filled, visit, change):
    assert "Zwakste schakel" not in visit(DUPLICATES).text
    change("insert into cluster values ('contact', '003C', '003A')")
    change("insert into pair values ('contact', '003B', '003C', 0.61, '[]')")
    assert "Zwakste schakel: B en C, 61 % zeker" in visit(DUPLICATES, d_group="003A").text


def test_the_weakest_link_can_be_decided_without_looking_for_it(filled, visit, change):
    change("insert into cluster values ('contact', '003C', '003A'), ('contact', '003D', '003A')")
    change(
        """
        insert into pair values
            ('contact', '003A', '003C', 0.98, '[]'), ('contact', '003A', '003D', 0.97, '[]'),
            ('contact', '003B', '003C', 0.96, '[]'), ('contact', '003B', '003D', 0.61, '[]')
        """
    )
    page = visit(DUPLICATES, d_group="003A")
    assert page.app.button(key="d_same_003B_003D")


def test_what_was_left_out_is_told_at_the_bottom(filled, visit, change):
    assert "te groot" not in visit(DUPLICATES).text
    change(
        """
        update matching
        set dropped = '[{"key": "stratum+sound", "blocks": 4, "records": 812}]',
            oversize = '[{"records": 260, "ids": ["003D", "003F"]}]'
        where record_kind = 'contact'
        """
    )
    page = visit(DUPLICATES)
    assert "4 groepen van samen 812 kaarten waren te groot" in page.text
    assert "260 kaarten lijken één groep" in page.text
    assert "Fatima Yildiz" in page.text
    assert "te groot" not in visit(DUPLICATES, d_kind="account").text


def test_what_was_left_out_is_told_where_there_are_no_groups_too(filled, visit, change):
    change(
        """
        update matching
        set dropped = '[{"key": "name", "blocks": 1, "records": 90}]'
        where record_kind = 'account'
        """
    )
    page = visit(DUPLICATES, d_kind="account")
    assert "1 groep van 90 kaarten was te groot" in page.text


def test_a_name_is_asked_once_before_the_first_decision(three, visit, stored):
    page = visit(DUPLICATES, d_record="003G")
    page.app.session_state["who"] = ""
    page.app.button(key="d_different_003G_003H").click().run()
    assert stored("select count(*) from decision") == [(0,)]
    page.app.text_input(key="who_now").set_value(" Anna  de Wit")
    page.app.button(key="who_go").click().run()
    assert stored("select actor from change order by id desc limit 1") == [("Anna de Wit",)]
    assert stored("select count(*) from decision") == [(1,)]
    [another] = [key for key in keys(page) if key.startswith("d_different_")]
    page.app.button(key=another).click().run()
    assert stored("select count(*) from decision") == [(2,)]


def test_who_gives_no_name_is_not_asked_again(three, visit, stored):
    page = visit(DUPLICATES, d_record="003G")
    page.app.session_state["who"] = ""
    page.app.button(key="d_different_003G_003H").click().run()
    page.app.button(key="who_go").click().run()
    [another] = [key for key in keys(page) if key.startswith("d_different_")]
    page.app.button(key=another).click().run()
    assert stored("select count(*) from decision") == [(2,)]
