"""Changes of a card: undo, two who make them at once, and who is told to have made them."""

import re

import pytest
from cards import change_title, form
from patience import expect


@pytest.fixture(scope="module")
def server(cards_server):
    return cards_server


def test_undo_from_the_bar_and_from_the_history(page, server, ready):
    change_title(page, server, ready, "003R", "Chef")
    bar = page.locator(".st-key-done_box")
    bar.get_by_role("button", name="Maak ongedaan").click()
    expect(bar.get_by_text("Ongedaan gemaakt.")).to_be_visible()
    expect(page.get_by_text("Planner bij")).to_be_visible()
    bar.get_by_role("button", name="Toch weer doen").click()
    expect(bar.get_by_text("Toch weer gedaan.")).to_be_visible()
    expect(page.get_by_text("Chef bij")).to_be_visible()
    ready(page)
    bar.get_by_role("button", name="Maak ongedaan").click()
    expect(page.get_by_text("Planner bij")).to_be_visible()

    change_title(page, server, ready, "003R", "Directeur")
    page.goto(f"{server}/history?h_id=003R")
    ready(page)
    newest = page.get_by_test_id("stMain").get_by_role("button", name="Maak ongedaan").first
    newest.click()
    expect(page.get_by_text("Ongedaan gemaakt.", exact=True).first).to_be_visible()
    page.goto(f"{server}/contact?id=003R")
    ready(page)
    expect(page.get_by_text("Planner bij")).to_be_visible()


def test_two_who_edit_one_card_the_second_is_told_and_writes_only_their_own(server, ready, visitor):
    card = f"{server}/contact?id=003S"
    anna, bert = visitor(card, "Anna"), visitor(card, "Bert")
    for page in (anna, bert):
        page.get_by_role("button", name="Wijzigen").click()
        expect(form(page, "Wijzigen").get_by_label("Functie")).to_have_value("Planner")
        ready(page)

    form(anna, "Wijzigen").get_by_label("Functie").fill("Chef")
    form(anna, "Wijzigen").get_by_role("button", name="Opslaan").click()
    expect(anna.get_by_text("Sanne Bos is opgeslagen.")).to_be_visible()

    dialog = form(bert, "Wijzigen")
    dialog.get_by_label("Mobiel").fill("06 87654321")
    dialog.get_by_role("button", name="Opslaan").click()
    expect(dialog.get_by_text(re.compile("Anna wijzigde functie in ‘Chef’ op"))).to_be_visible()
    expect(dialog.get_by_text("Sla nog een keer op")).to_be_visible()
    expect(dialog.get_by_label("Mobiel")).to_have_value("06 87654321")
    ready(bert)
    anna.reload()
    ready(anna)
    expect(anna.get_by_text("06 87654321")).to_have_count(0)

    dialog.get_by_role("button", name="Opslaan").click()
    expect(bert.get_by_text("Sanne Bos is opgeslagen.")).to_be_visible()
    expect(dialog).to_have_count(0)
    expect(bert.get_by_text("Chef bij")).to_be_visible()
    expect(bert.get_by_text("Mobiel: leeg → 06 87654321")).to_be_visible()
    expect(bert.get_by_text(re.compile("Gewijzigd door Anna"))).to_be_visible()
    expect(bert.get_by_text(re.compile("Gewijzigd door Bert"))).to_be_visible()
    expect(bert.get_by_text(re.compile("Functie: .* → Planner"))).to_have_count(0)


def test_who_has_no_name_yet_gives_it_beside_the_button(page, server, ready):
    page.goto(f"{server}/contact?id=003W&do=edit")
    ready(page)
    dialog = form(page, "Wijzigen")
    dialog.get_by_label("Functie").fill("Chef")
    dialog.get_by_label("Je naam, voor de geschiedenis").fill("Karin")
    dialog.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Wim Vos is opgeslagen.")).to_be_visible()
    expect(page.get_by_text(re.compile("Gewijzigd door Karin"))).to_be_visible()
    expect(page.get_by_role("button", name="Karin")).to_be_visible()
    page.reload()
    ready(page)
    expect(page.get_by_role("button", name="Karin")).to_be_visible()


def test_a_paste_that_is_too_long_is_refused_and_stays(page, server, ready):
    page.goto(f"{server}/contact?id=003W&do=edit")
    ready(page)
    dialog = form(page, "Wijzigen")
    dialog.get_by_label("Functie").fill("x" * 129)
    dialog.get_by_role("button", name="Opslaan").click()
    expect(dialog.get_by_text("Functie mag hooguit 128 tekens hebben.")).to_be_visible()
    expect(dialog.get_by_label("Functie")).to_have_value("x" * 129)
