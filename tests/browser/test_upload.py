"""An upload's preview outlives a change of language."""

import re

from playwright.sync_api import expect

STRANGE = "Foo;Bar\n1;Bakker Bouw\n2;Zuidas Zorg\n"


def choose(page, ready, label, option):
    """Pick `option` in the drop-down `label`, once the page stands still."""
    ready(page)
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_a_preview_keeps_its_object_and_columns_through_a_change_of_language(
    page, server, tmp_path, ready
):
    path = tmp_path / "vreemd.csv"
    path.write_text(STRANGE, "utf-8")
    page.goto(f"{server}/upload")
    ready(page)
    page.locator('input[type="file"]').set_input_files([path])
    choose(page, ready, "Bevat", "Accounts")
    choose(page, ready, "Foo", "ID")
    choose(page, ready, "Bar", "Naam")
    expect(page.get_by_role("button", name="Inlezen", exact=True).last).to_be_visible()

    page.get_by_role("radio", name="EN", exact=True).click()
    expect(page.get_by_role("heading", name="Upload", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Load", exact=True)).to_be_visible()
    page.get_by_role("radio", name="NL", exact=True).click()
    expect(page.get_by_role("heading", name="Inlezen", level=1)).to_be_visible()
    expect(page.get_by_test_id("stMain").get_by_role("button", name="Inlezen")).to_be_visible()
    expect(page.get_by_role("combobox", name="Bevat")).to_have_value("Accounts")
    ready(page)
    for header, field in (("Foo", "ID"), ("Bar", "Naam")):
        expect(page.get_by_role("combobox", name=re.compile(header))).to_have_value(field)
