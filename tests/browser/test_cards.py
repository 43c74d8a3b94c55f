"""The working instruction, step by step: look, create, link, general card.

Every test has people of its own in one store, so none depends on what another wrote.
"""

import re

import pytest
from cards import MAILBOX, form, pick, title
from patience import expect


@pytest.fixture(scope="module")
def server(cards_server):
    return cards_server


# 1. Look before you create


@pytest.mark.parametrize(
    ("typed", "answer", "why"),
    [
        (
            "lote.visser@molenaar.example",
            "Niet precies gevonden. Deze lijken erop:",
            re.compile(
                "^Gevonden: bijna hetzelfde geschreven|^Waarschijnlijk: e-mailadres scheelt"
            ),
        ),
        ("Lotte Visser", re.compile("kaart heet zo"), re.compile("naam")),
    ],
    ids=["mistyped address", "name"],
)
def test_the_box_in_the_bar_finds_who_is_there_already(page, server, ready, typed, answer, why):
    page.goto(server)
    ready(page)
    box = page.get_by_role("searchbox", name="Zoek op e-mail, naam, telefoon")
    box.fill(typed)
    box.press("Enter")
    expect(title(page)).to_have_text("Zoeken")
    expect(page.get_by_text(answer)).to_be_visible()
    expect(page.get_by_text(why).first).to_be_visible()
    ready(page)
    page.get_by_role("link", name="Lotte Visser").click()
    expect(title(page)).to_have_text("Lotte Visser")
    expect(page).to_have_url(re.compile("id=003L"))


# 2. Create


def begun(page, server, ready, first, last, way):
    """The form of a new card, reached by `way` from a search; only its address is to be filled."""
    page.goto(f"{server}/search")
    ready(page)
    page.get_by_label("E-mailadres, naam, telefoonnummer").fill(f"{first} {last}")
    page.get_by_role("link", name=way, exact=True).click()
    expect(title(page)).to_have_text("Nieuwe kaart")
    expect(page.get_by_label("Voornaam")).to_have_value(first)
    expect(page.get_by_label("Achternaam")).to_have_value(last)
    pick(page, ready, "Klant of afdeling (verplicht)", "molen", "Molenaar Techniek")
    page.get_by_label("Functie (verplicht)").fill("Werkvoorbereider")
    page.get_by_label("Functie (verplicht)").press("Enter")
    ready(page)


def test_a_card_is_made_from_the_search(page, server, ready):
    address = "xander.wouterlood@molenaar.example"
    begun(page, server, ready, "Xander", "Wouterlood", "Maak een nieuwe kaart")
    page.get_by_label("E-mail (verplicht)").fill(address)
    expect(page.get_by_text("Nog vrij (volgens deze export)")).to_be_visible()
    page.keyboard.press("Tab")  # a field that is left by the click itself can swallow that
    username = page.get_by_text(address, exact=True)
    expect(username).to_be_visible()
    expect(page.get_by_role("textbox", name="Gebruikersnaam")).to_have_count(0)
    assert not username.evaluate("(text) => text.isContentEditable")
    ready(page)
    page.get_by_role("button", name="Kaart maken").click()
    expect(title(page)).to_have_text("Xander Wouterlood")
    expect(page.get_by_text("De kaart van Xander Wouterlood is gemaakt.")).to_be_visible()
    expect(page.get_by_text(f"kan inloggen met {address}")).to_be_visible()
    expect(page.get_by_text("Werkvoorbereider bij")).to_be_visible()
    expect(page.get_by_role("link", name="◆ Molenaar Techniek")).to_be_visible()


def test_a_card_beside_one_that_looks_like_it_asks_why(page, server, ready):
    begun(page, server, ready, "Vera", "Bloom", "Geen van deze: maak een nieuwe kaart")
    page.get_by_label("E-mail (verplicht)").fill("werk@molenaar.example")
    expect(page.get_by_text("Nog vrij (volgens deze export)")).to_be_visible()
    expect(page.get_by_text("Waarschijnlijk bestaat deze persoon al.")).to_be_visible()
    expect(page.get_by_role("link", name="Vera Blom", exact=True)).to_be_visible()
    ready(page)
    page.get_by_role("button", name="Kaart maken").click()
    refusal = page.get_by_role("alert").filter(has_text="Zeg waarom dit iemand anders is dan de")
    expect(refusal).to_be_visible()
    ready(page)
    page.get_by_label("Waarom dit iemand anders is").fill("Een nichtje van Vera")
    page.get_by_role("button", name="Kaart maken").click()
    expect(title(page)).to_have_text("Vera Bloom")
    expect(page.get_by_text("Reden: Een nichtje van Vera")).to_be_visible()


def test_an_address_that_is_somebody_s_username_is_refused_in_words(page, server, ready):
    typed = {
        "Voornaam": "Zeger",
        "Achternaam (verplicht)": "Oudkerk",
        "Functie (verplicht)": "Inkoper",
        "E-mail (verplicht)": "thijs.prins@molenaar.example",
    }
    page.goto(f"{server}/create?account=001D")
    ready(page)
    for label, text in typed.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("E-mail (verplicht)").press("Tab")
    expect(page.get_by_text("Bezet: dit is de gebruikersnaam van Thijs Prins.")).to_be_visible()
    ready(page)
    page.get_by_role("button", name="Kaart maken").click()
    refusal = page.get_by_role("alert").filter(has_text="is al de gebruikersnaam")
    expect(refusal).to_contain_text(
        "thijs.prins@molenaar.example is al de gebruikersnaam van Thijs Prins; een gebruikersnaam"
        " kan maar één keer bestaan."
    )
    ready(page)
    for label, text in typed.items():
        expect(page.get_by_label(label)).to_have_value(text)
    expect(page.get_by_role("link", name="Molenaar Techniek")).to_be_visible()


# 3. Link one person to several accounts


def test_a_person_is_linked_from_the_card_and_the_relation_ended(page, server, ready):
    page.goto(f"{server}/contact?id=003M")
    ready(page)
    page.get_by_role("button", name="Account koppelen").click()
    dialog = form(page, "Accounts koppelen")
    expect(dialog.get_by_role("button", name="Koppelen")).to_be_disabled()
    pick(page, ready, "Klanten of afdelingen", "haven", "Havenbedrijf Noord")
    dialog.get_by_role("button", name="Koppelen").click()
    expect(page.get_by_text("Milan Dekker is gekoppeld.")).to_be_visible()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="◇ Havenbedrijf Noord")).to_be_visible()
    expect(page.get_by_role("link", name="◆ Molenaar Techniek")).to_be_visible()
    ready(page)

    page.get_by_role("button", name="Beëindigen").click()
    dialog = form(page, "Relatie beëindigen")
    expect(dialog.get_by_text("Havenbedrijf Noord blijft als geschiedenis")).to_be_visible()
    ready(page)
    dialog.get_by_role("button", name="Beëindigen").click()
    expect(page.get_by_text("De relatie is beëindigd.")).to_be_visible()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="◇ Havenbedrijf Noord")).to_be_visible()
    expect(page.get_by_text(re.compile("tot .*, niet meer actief"))).to_be_visible()
    expect(page.get_by_role("button", name="Beëindigen")).to_have_count(0)


def test_a_person_is_linked_from_the_account(page, server, ready):
    page.goto(f"{server}/account?id=001F")
    ready(page)
    page.get_by_role("button", name="Relatie toevoegen").click()
    dialog = form(page, "Relatie toevoegen")
    pick(page, ready, "Personen", "jansen noor", "Noor Jansen · Planner · Molenaar Techniek")
    dialog.get_by_role("button", name="Koppelen").click()
    expect(page.get_by_text("1 persoon is gekoppeld.")).to_be_visible()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Gerelateerde personen (1)")).to_be_visible()
    ready(page)
    people = page.locator(".st-key-a_people")
    people.get_by_role("link", name="Noor Jansen").click()
    expect(title(page)).to_have_text("Noor Jansen")
    expect(page.get_by_role("link", name="◇ Havenbedrijf Noord")).to_be_visible()


def test_a_change_of_company_keeps_the_old_one_as_history(page, server, ready):
    page.goto(f"{server}/contact?id=003Q")
    ready(page)
    page.get_by_role("button", name="Verplaatsen").click()
    pick(page, ready, "Nieuwe klant of afdeling", "haven", "Havenbedrijf Noord")
    dialog = form(page, "Verplaatsen")
    expect(dialog.get_by_role("radio", name="blijft als geschiedenis, beëindigd")).to_be_checked()
    dialog.get_by_role("button", name="Verplaatsen").click()
    expect(page.get_by_text("Quinten Hoek is verplaatst.")).to_be_visible()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="◆ Havenbedrijf Noord")).to_be_visible()
    expect(page.get_by_role("link", name="◇ Molenaar Techniek")).to_be_visible()
    expect(page.get_by_text(re.compile("tot .*, niet meer actief"))).to_be_visible()


# 4. A general mailbox


def test_a_mailbox_on_two_people_s_cards_becomes_a_general_card(page, server, ready):
    page.goto(f"{server}/findings?f_check=general_card_missing")
    ready(page)
    page.get_by_role("link", name=re.compile("algemene kaart", re.I)).click()
    expect(title(page)).to_have_text("Algemene kaart")
    expect(page.get_by_label("Gedeelde mailbox")).to_have_value(MAILBOX)
    expect(page.get_by_text("De mailbox staat op de kaarten van 2 personen")).to_be_visible()
    ready(page)
    own = page.get_by_label("Eigen e-mailadres; leeg: geen, en geen gebruikersnaam")
    expect(own).to_have_count(2)
    olga = page.locator(".st-key-g_person_003O")
    olga.get_by_role("textbox").fill("olga.smit@debrug.example")
    olga.get_by_role("textbox").press("Tab")
    expect(page.get_by_role("checkbox", name="Project Brug: uren")).to_have_count(2)
    for sentence in (
        f"Er komt een algemene kaart Flexbureau De Brug, met {MAILBOX} als adres",
        "Olga Smit krijgt olga.smit@debrug.example als adres en gebruikersnaam.",
        "Pieter Mulder houdt de kaart, zonder adres en gebruikersnaam.",
        "2 goedkeuringen gaan naar de algemene kaart.",
    ):
        expect(page.get_by_text(sentence)).to_be_visible()
    ready(page)
    page.get_by_role("button", name="Algemene kaart maken").click()
    expect(page.get_by_text("De algemene kaart is in orde.")).to_be_visible()
    expect(title(page)).to_have_text("Flexbureau De Brug")
    expect(page.get_by_text(f"kan inloggen met {MAILBOX}")).to_be_visible()
    expect(page.get_by_role("cell", name="Project Brug")).to_be_visible()
    for id, name, login in (
        ("003O", "Olga Smit", "kan inloggen met olga.smit@debrug.example"),
        ("003P", "Pieter Mulder", "kan niet inloggen: geen gebruikersnaam"),
    ):
        page.goto(f"{server}/contact?id={id}")
        ready(page)
        expect(title(page)).to_have_text(name)
        expect(page.get_by_text(login)).to_be_visible()
        expect(page.get_by_text("Keurt niets goed.")).to_be_visible()


def test_who_approves_on_a_project_leads_to_the_card_in_the_reader_s_language(page, server, ready):
    page.goto(f"{server}/account?id=001C&lang=EN")
    ready(page)
    page.get_by_role("table").get_by_role("link", name="Johanna van der Bergh").click()
    expect(title(page)).to_have_text("Johanna van der Bergh")
    expect(page.get_by_role("button", name="Change company or department")).to_be_visible()
