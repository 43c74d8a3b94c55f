"""Every view has an address, and an address opens the same view."""

import re

import pytest
from patience import expect
from server import serving


def test_a_deep_link_works_as_the_very_first_visit_after_a_start(page, built, tmp_path, ready):
    store = tmp_path / "store.duckdb"
    store.write_bytes(built.read_bytes())
    with serving(store) as address:
        page.goto(f"{address}/findings?f_check=username_clash")
        ready(page)
        expect(page.get_by_role("heading", name="Bevindingen")).to_be_visible()
        expect(page.get_by_text("2 bevindingen")).to_be_visible()
        expect(page.get_by_text("Page not found")).to_have_count(0)
        page.goto("about:blank")


def test_a_deep_link_asks_for_nothing_that_is_not_there(page, server, ready):
    missing = []
    page.on("response", lambda answer: answer.ok or missing.append(answer.url))
    page.goto(f"{server}/findings?f_check=username_clash")
    ready(page)
    assert missing == []


def test_a_filter_goes_into_the_address_and_a_reload_keeps_it(page, server, ready):
    page.goto(f"{server}/findings")
    ready(page)
    page.get_by_role("combobox", name="Controle").click()
    page.get_by_role("option", name="Gebruikersnaam dubbel").click()
    expect(page).to_have_url(re.compile("f_check=username_clash"))
    expect(page.get_by_text("2 bevindingen")).to_be_visible()
    page.reload()
    ready(page)
    expect(page.get_by_text("2 bevindingen")).to_be_visible()


def test_going_back_undoes_a_filter(page, server, ready):
    page.goto(f"{server}/findings?f_check=username_clash")
    ready(page)
    page.get_by_role("combobox", name="Status").click()
    page.get_by_role("option", name="Nu opgelost").click()
    expect(page.get_by_text("Met deze filters is er niets gevonden.")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("2 bevindingen")).to_be_visible()


def test_a_click_on_a_row_opens_it_and_its_link_opens_it_again(page, server, ready):
    page.goto(f"{server}/findings?f_check=username_clash")
    ready(page)
    row = page.locator(".kb-rows tbody tr").nth(1)
    name = row.locator(".kb-row-name").inner_text()
    row.click()
    expect(page).to_have_url(re.compile("f_open="))
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    page.goto(page.url)
    ready(page)
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def test_a_name_in_the_account_s_list_leads_to_the_card(page, server, ready):
    page.goto(f"{server}/account?id=001C")
    ready(page)
    page.locator(".st-key-a_people").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/contact\?.*id=003"))


@pytest.mark.parametrize("lang", ["NL", "EN"])
def test_the_language_of_the_page_is_told_to_the_browser(page, server, ready, lang):
    page.goto(f"{server}/help?lang={lang}")
    ready(page)
    expect(page.locator("html")).to_have_attribute("lang", lang.lower())


def test_english_is_one_click_away_and_stays_on_the_next_page(page, server, ready):
    page.goto(server)
    ready(page)
    page.get_by_role("radio", name="EN").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    page.get_by_role("link", name="Usernames").click()
    expect(page.get_by_role("heading", name="Usernames")).to_be_visible()


def test_english_stays_when_a_button_leads_to_another_page(page, server, ready):
    page.goto(f"{server}/?lang=EN")
    ready(page)
    page.get_by_role("button", name=re.compile("Start the review")).click()
    expect(page.get_by_role("heading", name="Review", level=1)).to_be_visible()
    expect(page.get_by_label("Your name, for the history")).to_be_visible()
    page.get_by_role("link", name="Usernames").click()
    expect(page.get_by_role("heading", name="Usernames")).to_be_visible()


def test_the_copied_link_leaves_the_language_to_its_reader(page, server, ready):
    page.goto(f"{server}/findings?f_check=username_clash&lang=EN")
    ready(page)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{server}/findings?f_check=username_clash"
