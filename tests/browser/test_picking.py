"""A picker by keyboard alone: arrows and Enter choose, and the focus goes on, never to Close."""

import re

import pytest
from patience import expect

FOCUS = """() => {
  const at = document.activeElement
  const key = [...(at.closest('[class*="st-key-"]')?.classList ?? [])]
  return key.join(" ")
}"""


def typed(page, text):
    box = page.get_by_role("dialog").get_by_role("searchbox").first
    box.focus()
    page.keyboard.type(text)
    return box


@pytest.mark.parametrize("downs", [0, 2])
def test_one_of_several_is_chosen_and_the_box_asks_for_the_next(page, server, ready, downs):
    page.goto(f"{server}/contact?id=003F&do=link")
    ready(page)
    box = typed(page, "zuidas" if not downs else "a")
    if downs:
        page.keyboard.type("a")
        box.fill("ba")
        expect(page.locator('[class*="_take_"]').first).to_be_visible()
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("^✓ ")).first).to_be_visible()
    ready(page)
    page.wait_for_function(f"({FOCUS})().includes('form_accounts_text')")


def test_after_the_only_choice_the_next_field_has_the_focus(page, server, ready):
    page.goto(f"{server}/contact?id=003F&do=move")
    ready(page)
    typed(page, "zuidas")
    page.keyboard.press("Enter")
    expect(page.get_by_text("✓ Zuidas Zorg")).to_be_visible()
    page.wait_for_function(f"({FOCUS})().includes('form_keep')")
