"""Back and F5 lose nothing that was typed without a question, and a form is no step of Back."""

import re

from patience import expect


def begun(page, server, ready):
    page.goto(f"{server}/account?id=001A")
    ready(page)
    page.get_by_role("link", name="Johanna van der Bergh").first.click()
    expect(page).to_have_url(re.compile("contact"))
    ready(page)
    page.get_by_role("button", name="Wijzigen", exact=True).click()
    page.get_by_role("dialog").get_by_label("Functie").fill("Chef")
    page.keyboard.press("Tab")


def test_one_press_of_back_after_an_edit_leads_to_the_page_before(page, server, ready):
    begun(page, server, ready)
    page.get_by_role("dialog").get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    ready(page)
    page.go_back()
    expect(page).to_have_url(re.compile("account"))
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_leaving_with_something_typed_is_asked(page, server, ready):
    begun(page, server, ready)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.context.pages  # noqa: B018
    for _ in range(50):
        if asked:
            break
        page.wait_for_timeout(100)
    assert asked == ["beforeunload"]
