"""Searching from any page: the answer while one types, by mouse and keys, and the way back."""

import re

import pytest
from patience import expect

BOX = "Zoek op e-mail, naam, telefoon"


def title(page):
    return page.get_by_role("heading", level=1)


@pytest.fixture
def box(page, server, ready):
    """The box in the bar of a page that has parameters of its own."""
    page.goto(f"{server}/findings?f_check=username_clash")
    ready(page)
    return page.get_by_role("searchbox", name=BOX)


def panel(page):
    return page.locator(".kb-search .panel")


def test_it_answers_while_one_types_without_leaving_the_page(page, box):
    box.press_sequentially("fatim")
    expect(panel(page).get_by_role("link", name="Fatima Yildiz")).to_be_visible()
    expect(panel(page)).to_contain_text("Teamleider · Zuidas Zorg · Actief")
    expect(title(page)).to_have_text("Bevindingen")
    expect(page).to_have_url(re.compile(r"/findings\?f_check=username_clash$"))
    box.press_sequentially("xq")
    expect(panel(page)).to_contain_text("Niemand gevonden.")


def test_a_click_opens_the_card_and_back_leads_to_the_old_page_as_it_was(page, box, server):
    box.fill("fatima")
    panel(page).get_by_role("link", name="Fatima Yildiz").click()
    expect(title(page)).to_have_text("Fatima Yildiz")
    expect(page).to_have_url(re.compile(r"/contact\?id=003D$"))
    expect(panel(page)).to_be_hidden()
    expect(box).to_have_value("")
    page.go_back()
    expect(page).to_have_url(f"{server}/findings?f_check=username_clash")
    expect(page.get_by_text("2 bevindingen")).to_be_visible()


def test_enter_leads_to_all_results_and_back_to_the_old_page_as_it_was(page, box, server):
    box.fill("bakker")
    box.press("Enter")
    expect(title(page)).to_have_text("Zoeken")
    expect(page).to_have_url(re.compile(r"/search\?q=bakker$"))
    page.go_back()
    expect(page).to_have_url(f"{server}/findings?f_check=username_clash")
    expect(page.get_by_text("2 bevindingen")).to_be_visible()


def test_all_results_and_accounts_are_in_the_panel(page, box):
    box.fill("bakker")
    accounts = panel(page).get_by_role("link", name="Bakker Bouw", exact=True)
    expect(accounts).to_be_visible()
    expect(panel(page)).to_contain_text("Utrecht · 2 personen")
    panel(page).get_by_role("link", name="Alle resultaten").click()
    expect(page).to_have_url(re.compile(r"/search\?q=bakker$"))


def test_the_panel_is_gone_through_with_the_keys(page, box):
    box.fill("fatima")
    hit = panel(page).get_by_role("link", name="Fatima Yildiz")
    expect(hit).to_be_visible()
    box.press("ArrowDown")
    expect(hit).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(box).to_be_focused()
    expect(title(page)).to_have_text("Bevindingen")


def test_a_click_elsewhere_closes_the_panel(page, box):
    box.fill("fatima")
    expect(panel(page)).to_be_visible()
    title(page).click(position={"x": 5, "y": 5})
    expect(panel(page)).to_be_hidden()


@pytest.mark.parametrize("width", [390, 900, 1280])
def test_the_panel_stays_on_the_screen(page, box, width):
    page.set_viewport_size({"width": width, "height": 800})
    box.fill("bakker")
    expect(panel(page)).to_be_visible()
    place = panel(page).bounding_box()
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= width


def test_the_language_goes_along(page, server, ready):
    page.goto(f"{server}/findings?lang=EN")
    ready(page)
    page.get_by_role("searchbox", name="Search by e-mail, name or phone").fill("fatima")
    panel(page).get_by_role("link", name="Fatima Yildiz").click()
    expect(title(page)).to_have_text("Fatima Yildiz")
    expect(page.get_by_role("radio", name="EN")).to_be_checked()


def test_a_text_from_a_file_is_no_markup_and_an_address_no_link(page, server, ready):
    page.goto(f"{server}/search?q=ster@bakker.example")
    ready(page)
    expect(page.get_by_role("link", name="*Ster* :red[Rood] <b>Vet</b>")).to_be_visible()
    expect(page.locator('a[href^="mailto:"]')).to_have_count(0)


def test_back_after_a_button_that_leads_elsewhere_is_the_old_page_as_it_was(page, server, ready):
    page.goto(f"{server}/help")
    ready(page)
    page.get_by_role("link", name="Overzicht").first.click()
    page.get_by_role("button", name=re.compile("Start de review")).click()
    expect(title(page)).to_have_text("Review")
    expect(page).to_have_url(re.compile(r"/review$"))
    page.go_back()
    expect(title(page)).to_have_text("Overzicht")
    expect(page).to_have_url(f"{server}/")
    page.go_back()
    expect(page).to_have_url(f"{server}/help")
