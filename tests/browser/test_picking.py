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
    expect(box).to_be_focused()  # by itself
    page.keyboard.type(text)
    return box


@pytest.mark.parametrize("downs", [0, 2])
def test_after_one_of_several_the_next_field_has_the_focus(page, server, ready, downs):
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
    page.wait_for_function(f"({FOCUS})().includes('form_roles')")


def test_a_form_with_a_picker_opens_in_it(page, server, ready):
    page.goto(f"{server}/account?id=001A")
    ready(page)
    page.get_by_role("button", name="Relatie toevoegen", exact=True).click()
    typed(page, "a")


def test_after_the_only_choice_the_next_field_has_the_focus(page, server, ready):
    page.goto(f"{server}/contact?id=003F&do=move")
    ready(page)
    typed(page, "zuidas")
    page.keyboard.press("Enter")
    expect(page.get_by_text("✓ Zuidas Zorg")).to_be_visible()
    page.wait_for_function(f"({FOCUS})().includes('form_keep')")
