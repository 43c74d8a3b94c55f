import company
import pytest

from dq.judging import judge
from dq.queries.review.duplicates import Pair
from dq.store import opening
from pages.review.parts.grouped import telling

DUPLICATES = "review/duplicates.py"


def test_a_group_is_shown_side_by_side_with_its_reasons(filled, visit):
    page = visit(DUPLICATES)
    assert "Groep 1 van 1" in page.text
    assert "99\N{NBSP}% zeker" in page.text
    assert "Kaart A, blijft" in page.text
    assert "+ zelfde mobiele nummer" in page.text


@pytest.mark.parametrize(
    ("names", "by"),
    [
        (("Vera Smit", "Vera Smit-Bos"), False),
        (("V. Smit", "Vera Smit"), True),
        (("Vera Smit", "V.A. Smit"), True),
        (("René Smit", "Rene Smit"), False),
        (("Dr. Vera Smit", "Vera Smit"), False),
        (("Smit, Vera", "Vera Smit"), False),
        (("Vera", "Vera"), False),
        (("Smit Vera", "Vera Smit"), False),
        (("Annemarie Smit", "Anne Marie Smit"), False),
    ],
)
def test_a_first_name_that_only_the_address_tells_is_said_to_be_of_it(names, by):
    item = {"field": "given_name", "level": "exact", "points": 5.0}
    pair = Pair("a", "b", 0.99, [item])
    said = telling.rows("contact", pair, [{"name": name} for name in names])["name"]
    assert ("volgens het e-mailadres" in said) == by


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
    change("insert into pair values ('contact', '003C', '003D', 0.9999, '[]')")
    page = visit(DUPLICATES)
    page.app.button(key="d_after").click().run()
    assert page.app.query_params["d_group"] == "g2"
    assert "Groep 2 van 2" in page.text
    assert page.app.button(key="d_after").disabled


@pytest.fixture
def three(filled):
    """The company with two groups more."""
    company.build(filled, "three groups", _three)


def _three(db):
    company.fill(db)
    twins = [("G", "Willemijn", "Hoogendoorn"), ("I", "Diederik", "Roosenboom")]
    for key, first, last in twins:
        for id in (key, chr(ord(key) + 1)):
            card = {"id": f"003{id}", "first_name": first, "last_name": last, "account_id": "001A"}
            company.insert(db, "contact", [card | {"email": f"{last}@bakker.example".lower()}])
    judge.run(db)


@pytest.mark.parametrize("way", ["later", "different"])
def test_after_a_decision_the_next_group_comes(three, visit, way):
    page = visit(DUPLICATES)
    for _ in range(2):
        page.app.button(key="d_after").click().run()
    third = page.app.query_params["d_group"]
    page.app.button(key="d_before").click().run()
    assert "Groep 2 van 3" in page.text
    page.app.button(key=f"d_{way}").click().run()
    assert page.app.query_params["d_group"] == third
    assert "Groep 2 van 2" in page.text
    assert page.app.info == []


def test_what_waits_or_is_given_away_is_a_list_of_its_own(three, visit):
    page = visit(DUPLICATES)
    first = page.app.query_params["d_group"]
    page.app.button(key="d_later").click().run()
    page = visit(DUPLICATES, d_sure="off")
    assert page.app.query_params["d_group"] == first
    assert "Groep 1 van 1" in page.text
    page.app.button(key="d_merge").click().run()
    assert "Groep 1 van 2" in page.text  # of the others


@pytest.mark.parametrize("key", ["d_later", "d_different", "d_merge", "d_same_003G_003H"])
def test_undo_returns_to_the_group_that_was_decided_on(three, visit, key):
    page = visit(DUPLICATES, d_record="003G")
    group = page.app.query_params["d_group"]
    page.app.button(key=key).click().run()
    if key != "d_same_003G_003H":
        assert page.app.query_params["d_group"] != group
    page.app.button(key="d_undo").click().run()
    assert page.app.query_params["d_group"] == group
    assert "d_same_003G_003H" in keys(page)
    assert "d_undo" not in keys(page)


def test_undo_returns_after_the_checks_were_run_too(three, visit):
    page = visit(DUPLICATES, d_record="003G")
    page.app.button(key="d_merge").click().run()
    page.app.switch_page("settings/help.py").run()
    page.app.switch_page(DUPLICATES).run()
    assert "d_same_003G_003H" not in keys(page)
    page.app.button(key="d_undo").click().run()
    assert "d_same_003G_003H" in keys(page)


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
    page.app.button(key="d_undo").click().run()
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
    change("insert into cluster values ('contact', '003C', '003A')")
    change("insert into pair values ('contact', '003B', '003C', 0.61, '[]')")
    assert "Zwakste schakel: B en C, 61\N{NBSP}% zeker" in visit(DUPLICATES, d_group="003A").text


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
    page.app.button(key="d_different").click().run()
    assert stored("select count(*) from decision") == [(0,)]
    page.app.text_input(key="who_now").set_value(" Anna  de Wit")
    page.app.button(key="who_go").click().run()
    assert stored("select actor from change order by id desc limit 1") == [("Anna de Wit",)]
    assert stored("select count(*) from decision") == [(1,)]
    page.app.button(key="d_different").click().run()
    assert stored("select count(*) from decision") == [(2,)]


def test_who_gives_no_name_is_not_asked_again(three, visit, stored):
    page = visit(DUPLICATES, d_record="003G")
    page.app.session_state["who"] = ""
    page.app.button(key="d_different").click().run()
    page.app.button(key="who_go").click().run()
    page.app.button(key="d_different").click().run()
    assert stored("select count(*) from decision") == [(2,)]


def test_the_group_is_merged_on_the_page_with_what_is_proposed(three, visit, stored):
    page = visit(DUPLICATES, d_record="003A", d_sure="sure")
    assert options(page, "d_stays_003A") == ["A · keurt 2 goed", "B"]
    page.app.button(key="d_merge").click().run()
    assert stored("select id, survivor_id from merged") == [("003B", "003A")]
    assert page.app.title[0].value == "Dubbelen"
    assert "Johanna van der Bergh blijft, 1 kaart is erin samengevoegd." in page.text


def options(page, key):
    [control] = [one for one in page.app.get("button_group") if one.key == key]
    return [option.content for option in control.proto.options]


def control(page, key):
    [found] = [one for one in page.app.get("button_group") if one.key == key]
    return found


def test_another_card_and_other_values_can_be_chosen_in_place(three, visit, stored):
    page = visit(DUPLICATES, d_record="003A")
    control(page, "d_stays_003A").set_value("003B").run()
    assert "Kaart B, blijft" in page.text
    control(page, "d_003A_email_003B").set_value("003A").run()
    page.app.button(key="d_merge").click().run()
    assert stored("select id, survivor_id from merged") == [("003A", "003B")]
    assert stored("select first_name, email from contact where id = '003B'") == [
        ("Johana", "j.vandenbergh@bakker.example")
    ]


def test_the_reason_goes_along_once(three, visit, stored):
    page = visit(DUPLICATES, d_record="003G")
    page.app.text_input(key="d_reason").set_value("Vader en zoon")
    page.app.button(key="d_different").click().run()
    assert stored("select reason from change where command = 'decide'") == [("Vader en zoon",)]
    assert page.app.text_input(key="d_reason").value == ""


def test_where_none_can_be_proposed_the_form_opens(filled, visit, change):
    change(
        "insert into portal_user (id, contact_id, username, active, version) values"
        " ('u1', '003A', 'een', true, 1), ('u2', '003B', 'twee', true, 1)"
    )
    page = visit(DUPLICATES, d_record="003A")
    assert "meer dan één kaart logt in" in page.text
    page.app.button(key="d_merge").click().run()
    assert page.app.title[0].value == "Samenvoegen"


def test_sure_and_not_so_sure_stand_apart_with_their_numbers(three, visit, change):
    change("update contact set title = id, account_id = '001' || last_name where id = '003G'")
    change("update contact set title = id where id = '003H'")
    page = visit(DUPLICATES)
    assert options(page, "d_sure_nl") == ["Zeker (2)", "Kijk even (1)"]
    assert "Groep 1 van 2" in page.text
    control(page, "d_sure_nl").set_value("look").run()
    assert "Groep 1 van 1" in page.text
    assert "kijk even: ander account en andere functie" in page.text


def test_a_link_to_a_group_shows_the_sort_that_it_is_of(three, visit, change):
    change("update contact set title = id, account_id = '001' || last_name where id = '003G'")
    change("update contact set title = id where id = '003H'")
    page = visit(DUPLICATES, d_record="003H")
    assert page.app.query_params["d_sure"] == "look"
    assert "Willemijn Hoogendoorn" in page.text


def test_a_number_in_another_notation_is_not_marked(filled, visit):
    page = visit(DUPLICATES, d_record="003A")
    assert "<mark>+316" not in page.sent
    assert "+31612345678" in page.text


def test_a_group_is_given_to_a_colleague_and_comes_last(three, visit, stored):
    page = visit(DUPLICATES, d_record="003G")
    page.app.button(key="d_give").click().run()
    page.app.button(key="who_1").click().run()
    assert stored("select count(*), min(assignee) from assignment") == [(2, "Back office")]
    page = visit(DUPLICATES, d_record="003G")
    assert "Binnendienst zorgt ervoor" in page.text or "Back office zorgt ervoor" in page.text


def test_after_later_of_somebody_new_the_next_group_comes(three, visit, stored):
    page = visit(DUPLICATES, d_record="003G")
    group = page.app.query_params["d_group"]
    page.app.session_state["who"] = ""
    page.app.button(key="d_later").click().run()
    assert stored("select count(*) from later") == [(0,)]
    page.app.text_input(key="who_now").set_value("Anna")
    page.app.button(key="who_go").click().run()
    assert stored("select id from later") == [(group,)]
    assert page.app.query_params["d_group"] != group


def test_not_a_duplicate_settles_every_pair_of_a_larger_group(filled, visit, change, stored):
    db = opening.connect(filled)
    card = {"id": "003G", "account_id": "001A", "first_name": "Johanna", "last_name": "Bergh"}
    card |= {"email": "j.vandenbergh@bakker.example", "mobile": "0612345678"}
    company.insert(db, "contact", [card])
    judge.run(db)
    db.close()
    page = visit(DUPLICATES, d_record="003G")
    page.app.button(key="d_different").click().run()
    assert stored("select count(*) from decision where not same") == [(3,)]
    assert "geen waarschijnlijke dubbelen" in page.text
