"""A row of the scores opens by a click and by the keyboard, and is in the address."""

import re

from patience import expect


def test_a_row_opens_by_a_click_and_by_the_keyboard(page, server, ready):
    page.goto(f"{server}/progress")
    ready(page)
    rows = page.get_by_role("table", name="Scores").get_by_role("button")
    for number, choose in enumerate((lambda one: one.click(), lambda one: one.press("Enter"))):
        row = rows.nth(1 - number)
        name = row.inner_text()
        choose(row)
        expect(row).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        expect(page).to_have_url(re.compile(r"g_open="))
    expect(rows.nth(1)).to_have_attribute("aria-pressed", "false")
