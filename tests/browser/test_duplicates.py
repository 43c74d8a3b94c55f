"""Duplicates and namesakes by keyboard alone: every key of a group, and all that are sure."""

import re

import pytest
from patience import expect
from server import serving

from dq.cli.load import load_files
from dq.domain import demo
from dq.judging import judge
from dq.store import opening

HEAD = ".st-key-d_head p"
TITLE = ".st-key-case h2"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A server with the demo company's third week, judged."""
    path = tmp_path_factory.mktemp("demo") / "store.duckdb"
    db = opening.connect(path)
    day, files = demo.weeks()[2]
    load_files(db, files, day, actor=demo.ACTOR, sure=True)
    judge.refresh(db)
    opening.close(db)
    with serving(path) as at:
        yield at


def place(page):
    """The number of the group on screen, and of how many."""
    return tuple(map(int, re.findall(r"\d+", page.locator(HEAD).first.inner_text())[:2]))


def press(page, ready, key, number, total):
    """Press a key, after which this group is on screen."""
    page.keyboard.press(key)
    expect(page.locator(HEAD).first).to_contain_text(f"Groep {number} van {total}")
    ready(page)


def title(page):
    return page.locator(TITLE).first.inner_text()


@pytest.fixture
def duplicates(page, address, ready):
    page.goto(f"{address}/duplicates")
    expect(page.locator(HEAD).first).to_contain_text("Groep 1 van")
    ready(page)
    return page


def test_the_first_decision_asks_who_and_goes_on(duplicates, ready):
    page, first = duplicates, title(duplicates)
    total = place(page)[1]
    page.keyboard.press("3")
    expect(page.get_by_label("Je naam, voor de geschiedenis")).to_be_focused()
    page.keyboard.type("Vera")
    page.keyboard.press("Enter")
    expect(page.locator(TITLE).first).not_to_have_text(first)
    ready(page)
    press(page, ready, "u", 1, total)
    expect(page.locator(TITLE).first).to_have_text(first)


@pytest.fixture
def known(duplicates, ready):
    """The page of somebody who said who they are."""
    duplicates.keyboard.press("3")
    expect(duplicates.get_by_label("Je naam, voor de geschiedenis")).to_be_visible()
    duplicates.get_by_label("Je naam, voor de geschiedenis").fill("Vera")
    duplicates.keyboard.press("Enter")
    expect(duplicates.locator(".st-key-d_last")).to_be_visible()
    ready(duplicates)
    duplicates.keyboard.press("u")
    expect(duplicates.locator(".st-key-d_last")).to_be_hidden()
    ready(duplicates)
    return duplicates


def test_every_key_of_a_group(known, ready):
    page, first, total = known, title(known), place(known)[1]
    press(page, ready, "ArrowRight", 2, total)
    press(page, ready, "ArrowLeft", 1, total)
    for key in ("1", "2"):  # merged; no duplicates
        press(page, ready, key, 1, total - 1)
        assert title(page) != first
        press(page, ready, "u", 1, total)
        assert title(page) == first
    page.keyboard.press("4")
    expect(page.get_by_text("Wie zorgt ervoor?")).to_be_visible()
    ready(page)
    page.keyboard.press("Escape")
    expect(page.get_by_text("Wie zorgt ervoor?")).to_be_hidden()
    ready(page)
    page.keyboard.press("4")
    expect(page.get_by_text("Wie zorgt ervoor?")).to_be_visible()
    ready(page)
    page.keyboard.press("1")
    expect(page.locator(TITLE).first).not_to_have_text(first)
    ready(page)
    press(page, ready, "u", 1, total)
    expect(page.locator(TITLE).first).to_have_text(first)
    page.keyboard.press("?")
    expect(page.get_by_role("note").get_by_text("deze lijst")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("note")).to_be_hidden()


def test_all_that_are_sure_are_merged_with_one_key_each(known, ready):
    page, total = known, place(known)[1]
    for left in range(total - 1, 0, -1):
        press(page, ready, "1", 1, left)
    page.keyboard.press("1")
    expect(page.get_by_text("Hier is niets meer te doen.")).to_be_visible()
    ready(page)
    page.keyboard.press("u")
    expect(page.locator(HEAD).first).to_contain_text("Groep 1 van 1")


def test_namesakes_are_decided_by_keyboard(known, address, ready):
    page = known
    page.goto(f"{address}/perhaps")
    expect(page.locator(HEAD).first).to_contain_text("Groep 1 van")
    ready(page)
    first, total = title(page), place(page)[1]
    press(page, ready, "2", 1, total - 1)
    assert title(page) != first
    press(page, ready, "u", 1, total)
    assert title(page) == first


def test_a_key_works_while_a_choice_has_the_keyboard(known, ready):
    page = known
    page.get_by_role("radio", name=re.compile("^Kijk even")).click()
    expect(page.locator(HEAD).first).to_contain_text("kijk even:")
    ready(page)
    total = place(page)[1]
    page.get_by_role("radio", name=re.compile("^Kijk even")).focus()
    press(page, ready, "2", 1, total - 1)
    page.get_by_role("radio", name=re.compile("^Kijk even")).focus()
    press(page, ready, "u", 1, total)
