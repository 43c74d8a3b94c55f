"""The review: a case at a time, its way out, the four decisions, and what comes of them."""

import pytest

REVIEW = "review/review.py"


def title(page):
    return page.app.header[0].value


def press(page, key):
    page.app.button(key=key).click().run()


def first(page, check):
    """Go on to the first case with this finding."""
    for _ in range(30):
        if check in page.text:
            return
        press(page, "review_after")
    raise AssertionError(f"No case with {check}")


@pytest.fixture
def page(filled, visit):
    return visit(REVIEW)


def test_an_empty_box_says_how_to_fill_it(path, visit):
    assert "Lees de exports van deze week" in visit(REVIEW).text


def test_the_worst_case_is_first_with_its_way_out(page):
    assert "Punt 1 van" in page.text
    assert "Uit dienst, keurt nog goed" in page.text
    assert [one.label for one in page.app.button if one.key.startswith("review_")][-3:] == [
        "Niet nodig", "Later", "Geef aan",
    ]  # fmt: skip


def test_what_is_done_is_written_and_the_next_case_is_there(page, rows):
    first(page, "Geen functie")
    field = page.app.text_input[-1]
    before = title(page)
    field.set_value("Planner")
    [save] = [one for one in page.app.button if one.label == "Opslaan"]
    save.click().run()
    assert "Functie: Planner" in page.text
    assert title(page) != before or "Nagekeken" in page.text
    assert ("Planner",) in rows("select title from contact")


def test_not_needed_asks_why_and_keeps_the_reason(page, rows):
    first(page, "Geen functie")
    press(page, "review_why")
    press(page, "why_2")
    assert rows("select state, reason from disposition") == [("accepted", "Bekend, zo bedoeld")]


def test_later_waits_for_the_next_export(page, rows):
    press(page, "review_later")
    assert {state for (state,) in rows("select state from disposition")} == {"later"}
    assert "Punt 2 van" in page.text


def test_a_case_is_given_to_a_colleague_with_a_day(page, rows):
    press(page, "review_who")
    press(page, "who_1")
    assert rows("select distinct assignee, due > current_date from assignment") == [
        ("Binnendienst", True)
    ]


def test_undo_brings_the_case_back(page, rows):
    before = title(page)
    press(page, "review_later")
    press(page, "review_undo")
    assert title(page) == before
    assert rows("select count(*) from disposition") == [(0,)]


def test_at_the_end_it_says_what_was_done_and_what_was_passed_over(page):
    press(page, "review_later")
    while [one for one in page.app.button if one.key == "review_after"]:
        press(page, "review_after")
    assert "1 later" in page.text
    assert "overgeslagen" in page.text
    press(page, "review_again")
    assert "Punt 1 van" in page.text


def test_not_a_duplicate_is_decided_of_every_pair(page, rows):
    first(page, "Waarschijnlijk dubbel")
    press(page, "review_why")
    press(page, "why_1")
    assert rows("select count(*) > 0, bool_or(same) from decision") == [(True, False)]


def test_a_link_opens_its_case_by_any_of_its_records(filled, visit):
    page = visit(REVIEW)
    first(page, "Geen functie")
    case = page.app.query_params["case"]
    case = case[0] if isinstance(case, list) else case
    assert title(visit(REVIEW, case=case)) == title(page)


def test_a_case_that_is_settled_is_said_to_be(filled, visit):
    assert "inmiddels afgehandeld" in visit(REVIEW, case="contact~nobody").text
