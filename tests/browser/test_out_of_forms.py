"""Out of a form by keyboard: where the focus goes, and Esc, which drops nothing that was typed."""

import re

import at_work
import pytest
from patience import expect
from test_drafts import GO

CASE = "case=contact~003B"
BACK = re.compile("Terug naar de review")
AGAIN = "Wat je eerder typte, staat er weer."
ESC_ESC = """async () => {
  for (const _ of [1, 2]) {
    await new Promise((done) => setTimeout(done))  // two keys are two tasks, however fast
    const key = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true })
    document.activeElement.dispatchEvent(key)
  }
}"""


@pytest.fixture(scope="module")
def server(serve):
    with serve(at_work.fill) as address:
        yield address


@pytest.fixture
def opened(page, server, ready):
    """Open a page, before somebody who said who they are."""
    page.context.add_cookies([{"name": "kaartenbak_name", "value": "Vera", "url": server}])

    def come(path):
        page.goto(server + path)
        ready(page)
        return page

    return come


def test_after_the_successor_the_keys_of_the_form_work(opened, ready):
    page = opened(f"/leave?id=003B&{CASE}")
    box = page.locator(".st-key-l_by_text input")
    expect(box).to_be_focused()
    page.keyboard.type("fatima")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("^✓ ")).nth(1)).to_be_visible()
    ready(page)
    expect(page.locator(".st-key-save button")).to_be_focused()
    page.keyboard.press("1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Review")
    opened("/contact?id=003B")
    expect(page.get_by_role("button", name="Weer in dienst")).to_be_visible()


def test_esc_leaves_the_picker_and_then_the_form(opened, ready):
    page = opened(f"/leave?id=003B&{CASE}")
    box = page.locator(".st-key-l_by_text input")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).not_to_be_focused()
    page.wait_for_timeout(500)
    expect(page.get_by_text(BACK)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text(BACK)).to_have_count(0)


@pytest.mark.parametrize("pause", [0, 800])
def test_esc_keeps_what_was_typed_in_the_form_of_a_case(opened, ready, pause):
    path = f"/general?mailbox=info@zuidas.example&account=001C&{CASE}"
    page = opened(path)
    field = page.locator("[class*=st-key-g_own_] input").first
    field.fill("eigen@zuidas.example")
    page.keyboard.press("Escape")
    page.wait_for_timeout(pause)
    if pause:
        expect(page.get_by_text(BACK)).to_be_visible()
        expect(field).to_have_value("eigen@zuidas.example")
    page.keyboard.press("Escape")
    expect(page.get_by_text(BACK)).to_have_count(0)
    ready(page)
    page.evaluate(GO, path)
    expect(page.get_by_text(AGAIN)).to_be_visible()
    expect(field).to_have_value("eigen@zuidas.example")


@pytest.mark.parametrize("pause", ["at once", 0, 800])
def test_esc_keeps_what_was_typed_over_a_card(opened, ready, pause):
    page = opened("/contact?id=003F&do=edit")
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_label("Functie")
    field.fill("Half getypt")
    if pause == "at once":  # in one message to the server, of this part of the page alone
        page.evaluate(ESC_ESC)
    else:
        page.keyboard.press("Escape")
        page.wait_for_timeout(pause)
        expect(field).to_have_value("Half getypt")
        page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page).not_to_have_url(re.compile("do=edit"))
    ready(page)
    page.get_by_role("button", name="Wijzigen", exact=True).click()
    expect(page.get_by_text(AGAIN)).to_be_visible()
    expect(field).to_have_value("Half getypt")


def test_esc_closes_a_form_at_once_where_nothing_was_typed(opened):
    page = opened("/contact?id=003F&do=edit")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Functie").focus()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
