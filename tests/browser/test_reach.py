"""Without a mouse, and on a telephone: what is in reach, what is in sight, and what is said."""

import re

import at_work
import pytest
from patience import expect


@pytest.fixture(scope="module")
def server(serve):
    with serve(at_work.fill) as address:
        yield address


@pytest.fixture
def narrow(page):
    page.set_viewport_size({"width": 390, "height": 800})
    return page


def skipping(page):
    """Past the menu by the page's first link, as soon as that leads past the bar too."""
    expect(page.get_by_test_id("stSkipToContent")).to_have_text("Naar de pagina")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_the_main_action_is_within_five_presses(page, server, ready):
    page.goto(server)
    ready(page)
    skipping(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=re.compile("Start de review"))).to_be_focused()
    page.goto(f"{server}/duplicates")
    ready(page)
    expect(page.get_by_role("button", name=re.compile("^Samenvoegen"))).to_be_focused()
    page.goto(f"{server}/package")
    ready(page)
    skipping(page)
    page.keyboard.press("Tab")
    expect(
        page.get_by_role("button", name=re.compile("^Pakket 2 maken|^Maak pakket 2"))
    ).to_be_focused()


def test_where_the_keys_are_is_seen_on_every_link(page, server, ready):
    page.goto(server)
    ready(page)
    unseen = set()
    for _ in range(25):
        page.keyboard.press("Tab")
        seen, what = page.evaluate(
            """() => {
              const one = document.activeElement, style = getComputedStyle(one)
              const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
              const link = one.matches("a, button")
              return [!link || shown || style.boxShadow !== "none", one.outerHTML.slice(0, 90)]
            }"""
        )
        if not seen:
            unseen.add(what)
    assert unseen == set()


def test_the_search_page_takes_what_is_typed_at_once(page, server, ready):
    page.goto(f"{server}/search")
    ready(page)
    expect(page.locator(".st-key-s_text input")).to_be_focused()


def test_a_page_that_is_not_there_is_said_in_our_words(page, server, ready):
    page.goto(f"{server}/nergens")
    ready(page)
    expect(page.get_by_text("Pagina nergens bestaat niet. Dit is het overzicht.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_tab_is_called_as_its_page(page, server, ready):
    for path, title in (("findings", "Bevindingen"), ("contact?id=003A", "Johanna van der Bergh")):
        page.goto(f"{server}/{path}")
        ready(page)
        expect(page).to_have_title(f"{title} · Kaartenbak")


def test_only_figures_are_of_one_width(page, server, ready):
    page.goto(server)
    ready(page)
    kind = "(one) => getComputedStyle(one).fontVariantNumeric"
    assert page.get_by_role("heading", level=1).evaluate(kind) == "normal"
    assert page.locator(".st-key-first_now strong").first.evaluate(kind) == "tabular-nums"


def test_the_menu_of_a_telephone_closes_after_a_choice(narrow, server, ready):
    narrow.goto(server)
    ready(narrow)
    narrow.get_by_test_id("stExpandSidebarButton").click()
    link = narrow.get_by_test_id("stSidebarNavLink").filter(has_text="Bevindingen")
    link.click()
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Bevindingen")
    expect(link).not_to_be_in_viewport()


def test_on_a_telephone_a_row_that_is_tapped_shows_its_details(narrow, server, ready):
    narrow.goto(f"{server}/findings")
    ready(narrow)
    details = narrow.locator(".st-key-f_details")
    table = narrow.locator(".kb-rows")
    narrow.set_viewport_size({"width": 390, "height": 560})
    table.scroll_into_view_if_needed()
    expect(details).not_to_be_in_viewport(ratio=0.2)
    table.get_by_role("row").nth(3).click()
    expect(details).to_be_in_viewport(ratio=0.2)
    ready(narrow)
    narrow.evaluate("document.querySelector('.stMain').scrollTo(0, 0)")
    table.scroll_into_view_if_needed()
    expect(details).not_to_be_in_viewport(ratio=0.2)
    table.get_by_role("row").nth(3).click()  # which is open already
    expect(details).to_be_in_viewport(ratio=0.2)
