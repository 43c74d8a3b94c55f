"""The list of findings: by keys, in full, and where it was when one comes back."""

import re

import company
import pytest
from patience import expect

from dq.judging import judge
from dq.store import opening

MANY = 40
OPEN = ".kb-rows tr[aria-selected=true]"
PANEL = ".st-key-f_details"
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
LONG = "Stichting Samenwerkende Ondernemingen in de Bouw en de Techniek van Noordoost-Groningen"


def fill(path):
    """Many cards without a job title, one of them with a long name."""
    db = opening.connect(path)
    cards = [{"id": f"003Z{number:02}", "last_name": f"Naam {number:02}"} for number in range(MANY)]
    cards[5]["last_name"] = LONG
    company.insert(db, "contact", [card | {"account_id": "001A"} for card in cards])
    judge.run(db)
    db.execute("checkpoint")
    db.close()


@pytest.fixture(scope="module")
def server(serve):
    with serve(fill) as address:
        yield address


@pytest.fixture
def listed(page, server, ready):
    """The findings of one check, before somebody who said who they are."""
    page.context.add_cookies([{"name": "kaartenbak_name", "value": "Vera", "url": server}])
    page.goto(f"{server}/findings?f_check=missing_title")
    ready(page)
    expect(page.locator(OPEN)).to_have_count(1)
    return page


def rows(page):
    return page.get_by_role("grid").get_by_role("row").filter(has=page.get_by_role("gridcell"))


def name(page, place):
    return rows(page).nth(place).locator(".kb-row-name").inner_text()


def expect_open(page, place):
    expect(rows(page).nth(place)).to_have_attribute("aria-selected", "true")
    expect(page.locator(f"{PANEL} h2")).to_have_text(name(page, place))


def test_keys_open_another_row_and_the_address_follows(listed):
    listed.keyboard.press("j")
    listed.keyboard.press("j")
    expect_open(listed, 2)
    expect(rows(listed).nth(2)).to_be_focused()
    listed.keyboard.press("k")
    expect_open(listed, 1)
    listed.keyboard.press("ArrowDown")  # the list has the keyboard by now
    expect_open(listed, 2)
    expect(listed).to_have_url(re.compile("f_open=missing_title"))
    listed.keyboard.press("End")
    expect_open(listed, rows(listed).count() - 1)
    expect(rows(listed).last).to_be_in_viewport()
    expect(listed.locator(f"{PANEL} h2")).to_be_in_viewport()  # beside it, however far


def test_enter_goes_to_what_can_be_done_and_escape_back(listed, ready):
    listed.keyboard.press("j")
    listed.keyboard.press("Enter")
    field = listed.locator(f"{PANEL} input").first
    expect(field).to_be_focused()
    listed.keyboard.type("jk")  # a field takes its letters
    expect(field).to_have_value("jk")
    expect_open(listed, 1)
    listed.keyboard.press("Escape")
    expect(rows(listed).nth(1)).to_be_focused()
    listed.keyboard.press("?")
    expect(listed.get_by_role("note").get_by_text("volgende en vorige")).to_be_visible()


def test_after_a_decision_the_next_one_is_open_where_one_was(listed, ready):
    for _ in range(12):
        listed.keyboard.press("j")
    expect_open(listed, 12)
    ready(listed)
    after, before = name(listed, 13), listed.evaluate(SCROLLED)
    listed.keyboard.press("3")
    expect(listed.locator(f"{PANEL} h2")).to_have_text(after)
    ready(listed)
    expect_open(listed, 13)
    expect(rows(listed).nth(12).get_by_role("gridcell").first).to_have_text("Later")
    expect(rows(listed).nth(13)).to_be_focused()
    assert abs(listed.evaluate(SCROLLED) - before) < 150
    listed.keyboard.press("u")
    expect_open(listed, 12)
    expect(rows(listed).nth(12).get_by_role("gridcell").first).to_have_text("Nieuw")


def test_what_is_typed_is_saved_and_the_next_field_has_the_keyboard(listed, ready):
    listed.keyboard.press("j")
    listed.keyboard.press("Enter")
    field = listed.locator(f"{PANEL} input").first
    expect(field).to_be_focused()
    ready(listed)
    after = name(listed, 2)
    listed.keyboard.type("Planner")
    listed.keyboard.press("Enter")
    expect(listed.locator(f"{PANEL} h2")).to_have_text(after)
    ready(listed)
    expect(field).to_be_focused()
    expect(field).to_have_value("")


def test_back_from_a_card_finds_the_list_where_it_was(listed, ready):
    for _ in range(20):
        listed.keyboard.press("j")
    expect_open(listed, 20)
    ready(listed)
    listed.mouse.wheel(0, 300)
    listed.wait_for_timeout(300)
    before, chosen = listed.evaluate(SCROLLED), name(listed, 20)
    assert before > 300
    listed.get_by_role("link", name="Naar de kaart").click()
    expect(listed.get_by_role("heading", level=1)).to_have_text(chosen)
    ready(listed)
    listed.go_back()
    expect(listed.locator(f"{PANEL} h2")).to_have_text(chosen)
    listed.wait_for_function(f"Math.abs({SCROLLED} - {before}) < 3")
    expect_open(listed, 20)
    # Another row is no step of Back.
    listed.go_back()
    expect(listed.locator(".kb-rows")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 800, 1280])
def test_rows_are_there_in_full(page, server, ready, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{server}/findings?f_text=Samenwerkende")
    ready(page)
    cut = page.locator(".kb-rows").evaluate(
        """(list) => [list, ...list.querySelectorAll("table, tr, td, td > *")]
          .filter((one) => one.scrollWidth > one.clientWidth + 1)
          .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert cut == []
    expect(rows(page).first).to_contain_text(LONG)


def test_the_whole_row_is_marked_and_can_be_clicked(listed):
    row = rows(listed).nth(3)
    row.click(position={"x": 5, "y": 5})
    expect_open(listed, 3)
    ground = "(row) => getComputedStyle(row).backgroundColor"
    assert row.evaluate(ground) != rows(listed).nth(4).evaluate(ground)
    assert listed.locator(OPEN).count() == 1
