"""A link that somebody shares opens what its sender saw."""

import re

import pytest
from cards import change_title, copied, form, title
from patience import expect


@pytest.fixture(scope="module")
def server(cards_server):
    return cards_server


def test_the_link_of_a_search_opens_the_same_search(page, server, ready, visitor):
    page.goto(f"{server}/search")
    ready(page)
    page.get_by_label("E-mailadres, naam, telefoonnummer").fill("ursula.maas@molenaar.example")
    expect(page.get_by_text("1 kaart is precies dit.")).to_be_visible()
    ready(page)
    other = visitor(copied(page))
    expect(title(other)).to_have_text("Zoeken")
    expect(other.get_by_label("E-mailadres, naam, telefoonnummer")).to_have_value(
        "ursula.maas@molenaar.example"
    )
    expect(other.get_by_text("1 kaart is precies dit.")).to_be_visible()
    expect(other.get_by_role("link", name="Ursula Maas")).to_be_visible()


def test_the_link_of_an_opened_form_opens_the_form(page, server, ready, visitor):
    page.goto(f"{server}/contact?id=003U")
    ready(page)
    page.get_by_role("button", name="Wijzigen").click()
    expect(form(page, "Wijzigen").get_by_label("Functie")).to_have_value("Planner")
    expect(page).to_have_url(re.compile("do=edit"))
    other = visitor(page.url)
    expect(title(other)).to_have_text("Ursula Maas")
    dialog = form(other, "Wijzigen")
    expect(dialog.get_by_label("E-mail")).to_have_value("ursula.maas@molenaar.example")
    dialog.get_by_role("button", name="Sluiten").click()
    expect(dialog).to_have_count(0)
    expect(other).not_to_have_url(re.compile("do=edit"))


def test_the_link_of_the_history_opens_the_same_part_of_it(page, server, ready, visitor):
    change_title(page, server, ready, "003T", "Chef")
    page.goto(f"{server}/history")
    ready(page)
    page.get_by_label("Kaart of account").fill("prins")
    page.get_by_role("button", name="Thijs Prins · Chef · Molenaar Techniek", exact=True).click()
    expect(page.get_by_text("✓ Thijs Prins")).to_be_visible()
    expect(page.get_by_text("1 wijziging", exact=True)).to_be_visible()
    ready(page)
    other = visitor(copied(page))
    expect(title(other)).to_have_text("Geschiedenis")
    expect(other.get_by_text("✓ Thijs Prins")).to_be_visible()
    expect(other.get_by_text("1 wijziging", exact=True)).to_be_visible()
    expect(other.get_by_text("Functie: Planner → Chef")).to_be_visible()
