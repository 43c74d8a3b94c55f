"""Back and F5 lose nothing that was typed without a question, and a form is no step of Back."""

import re

import at_work
import pytest
from patience import expect
from test_pages import PAGES

TYPED = "Getypt"
GO = """(path) => {
  history.pushState({}, "", path)
  dispatchEvent(new PopStateEvent("popstate"))
}"""
# Fields that filter, search or say who is there lose nothing.
FIELDS = ":is(.stMainBlockContainer, [role=dialog]) :is(.stTextInput, .stTextArea)"
# Pages with a form, and where a form opens over a page or in it only after a key.
FORMS = {
    **{name: (path, None) for name, path in PAGES.items()},
    "settings": ("/settings?s_part=salesforce", None),
    "edit": ("/contact?id=003A&do=edit", None),
    "move": ("/contact?id=003A&do=move", None),
    "findings_field": ("/findings?f_check=missing_title", None),
    "findings_reason": ("/findings", "2"),
    "findings_who": ("/findings", "4"),
    "leave_remark": ("/leave?id=003B&by=003D", None),
    "general_own": ("/general?mailbox=info@zuidas.example&account=001C", None),
}
# Those that have a field to type in.
TYPES = {
    *("create", "settings", "merge", "duplicates", "edit", "move"),
    *("findings_field", "findings_reason", "findings_who", "leave_remark", "general_own"),
    "personal_data",
}


@pytest.fixture(scope="module")
def server(serve):
    with serve(at_work.fill) as address:
        yield address


@pytest.fixture
def opened(page, server, ready):
    """Open a form, before somebody who said who they are; its fields."""
    page.context.add_cookies([{"name": "kaartenbak_name", "value": "Vera", "url": server}])

    def come(name, *, within=False):
        path, key = FORMS[name]
        if within:  # from one page to the other, as by a link
            page.goto(f"{server}/help")
            ready(page)
            page.evaluate(GO, path)
            expect(page.get_by_role("heading", level=1)).not_to_have_text("Help")
        else:
            page.goto(server + path)
        ready(page)
        if key:
            page.keyboard.press(key)
            page.wait_for_timeout(500)
            ready(page)
        return page.locator(FIELDS).locator("input:not([type=search]), textarea")

    return come


def asked(page):
    """Whether the browser asks before the page is closed; it stays."""
    seen = []
    page.once("dialog", lambda dialog: (seen.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    for _ in range(20):
        if seen:
            break
        page.wait_for_timeout(100)
    return seen == ["beforeunload"]


@pytest.mark.parametrize("name", FORMS)
def test_leaving_with_something_typed_is_asked(opened, page, ready, name):
    fields = opened(name)
    places = range(fields.count())
    assert bool(places) == (name in TYPES)
    for number, place in enumerate(sorted({*places[:1], *places[-1:]})):
        if number:
            opened(name)
        fields.nth(place).press_sequentially(TYPED)
        assert asked(page)  # while one types
        if name not in ("findings_reason", "findings_who"):  # which decide as one leaves them
            fields.nth(place).press("Tab")
            page.wait_for_timeout(2500)
            ready(page)
            assert asked(page)  # and once the server has it


@pytest.mark.parametrize("name", sorted(TYPES))
def test_back_out_of_a_field_asks(opened, page, ready, name):
    field = opened(name, within=True).last
    here = page.url
    field.press_sequentially(TYPED)
    seen = []
    page.on("dialog", lambda dialog: (seen.append(dialog.type), dialog.dismiss()))
    page.evaluate("history.back()")
    page.wait_for_timeout(1500)
    ready(page)
    assert seen == ["confirm"]
    assert page.url == here
    expect(field).to_have_value(re.compile(TYPED))


@pytest.mark.parametrize("name", sorted(TYPES))
def test_who_types_fast_loses_nothing(opened, page, ready, name):
    fields = opened(name)
    texts = {
        place: str(place)
        for place in range(fields.count())
        if fields.nth(place).get_attribute("type") == "text"
    }
    for place, text in texts.items():
        fields.nth(place).fill(text, timeout=5000)  # as the page is drawn anew of the one before
    page.wait_for_timeout(1500)
    ready(page)
    assert {place: fields.nth(place).input_value() for place in texts} == texts


@pytest.mark.parametrize("name", ["create", "leave_remark"])
def test_what_the_server_has_is_there_when_one_comes_back(opened, page, ready, name):
    field = opened(name, within=True).last
    field.press_sequentially(TYPED)
    field.press("Tab")
    page.wait_for_timeout(2500)
    ready(page)
    page.evaluate("history.back()")
    expect(page.get_by_role("heading", level=1)).to_have_text("Help")
    ready(page)
    page.go_forward()
    expect(page.get_by_text("Wat je eerder typte, staat er weer.")).to_be_visible()
    expect(field).to_have_value(TYPED)


def test_what_is_saved_is_not_asked_about(opened, page, ready):
    field = opened("settings").first
    expect(field).to_be_visible()
    field.fill("https://proef.my.salesforce.example")
    field.press("Tab")
    ready(page)
    assert asked(page)
    page.locator("[class*=st-key-set_address_save] button").click()
    expect(page.get_by_text("De instelling is opgeslagen.")).to_be_visible()
    page.wait_for_timeout(2500)
    ready(page)
    expect(page.locator(".st-key-unsaved")).to_have_count(0)


def test_one_press_of_back_after_an_edit_leads_to_the_page_before(page, server, ready):
    page.goto(f"{server}/account?id=001A")
    ready(page)
    page.get_by_role("link", name="Johanna van der Bergh").first.click()
    expect(page).to_have_url(re.compile("contact"))
    ready(page)
    page.get_by_role("button", name="Wijzigen", exact=True).click()
    page.get_by_role("dialog").get_by_label("Functie").fill("Chef")
    page.keyboard.press("Tab")
    page.get_by_role("dialog").get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    ready(page)
    page.go_back()
    expect(page).to_have_url(re.compile("account"))
    expect(page.get_by_role("dialog")).to_have_count(0)
