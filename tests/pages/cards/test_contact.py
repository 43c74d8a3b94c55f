CONTACT = "cards/contact.py"


def test_a_card_says_who_it_is_and_how_they_log_in(filled, visit):
    page = visit(CONTACT, id="003A")
    assert page.app.title[0].value == "Johanna van der Bergh"
    assert "Planner bij" in page.text
    assert "kan inloggen met j.vandenbergh@bakker.example" in page.text


def test_a_leaver_cannot_log_in_and_still_approves(filled, visit):
    page = visit(CONTACT, "en", id="003C")
    assert "Left · cannot log in: left" in page.text
    assert ":red[●] :blue[Error · Left, but still approves]" in page.text


def test_the_own_account_comes_before_related_ones(filled, visit):
    text = visit(CONTACT, id="003A").text
    assert text.index("◆ Bakker Bouw") < text.index("◇ Zuidas Zorg")
    assert "Beslisser, sinds 1 mrt. 2025" in text


def test_approvals_business_central_and_lookalikes_are_there(filled, visit):
    text = visit(CONTACT, id="003A").text
    assert "uren, facturen" in text
    assert "CT001 · actief · zelfde e-mail" in text
    assert "Lijkt op Johana van der Bergh" in text


def test_a_card_with_nothing_wrong_says_so(filled, visit, change):
    change("update finding set solved_load = 2")
    assert "Op deze kaart is niets te doen." in visit(CONTACT, id="003C").text


def test_a_card_that_does_not_exist_is_one_sentence(filled, visit):
    page = visit(CONTACT, id="003ZZZ")
    assert page.app.title[0].value == "Kaart niet gevonden"
    assert "Naar de bevindingen" in page.text
    assert "Er is geen kaart met ID 003ZZZ." in page.text


def test_a_card_that_was_merged_says_where_it_is(filled, visit, change):
    change("delete from main.contact where id = '003B'")
    change("insert into merged values ('003B', 'contact', '003A', 1)")
    page = visit(CONTACT, id="003B")
    assert page.app.title[0].value == "Kaart samengevoegd"
    assert "Deze kaart is samengevoegd met een andere." in page.text
    assert "Johanna van der Bergh" in page.text


def test_a_card_s_page_without_a_card_says_where_to_choose_one(filled, visit):
    page = visit(CONTACT)
    assert page.app.title[0].value == "Geen kaart gekozen"
    assert "Kies een kaart" in page.text


def test_a_name_from_a_file_is_text_in_the_title(filled, visit):
    page = visit(CONTACT, id="003F")
    assert page.app.title[0].value == r"\*Ster\* \:red\[Rood\] \<b\>Vet\<\/b\>"


def test_what_no_export_shows_is_unknown(change, visit):
    change(
        """update load set files = '[{"object": "contact", "fields": ["last_name", "title"]}]'"""
    )
    change("update main.contact set title = null, department = null where id = '003A'")
    text = visit("cards/contact.py", id="003A").text
    assert "onbekend" in text.split("<dt>Afdeling</dt>")[1][:40]
    assert "onbekend" not in text.split("<dt>Functie</dt>")[1][:40]


def test_a_card_without_an_account_has_no_own_one(change, visit):
    change("update main.contact set account_id = null where id = '003A'")
    change("update main.relation set direct = true where contact_id = '003A'")
    text = visit(CONTACT, "en", id="003A").text
    assert "own account by the relation, not by the card" in text
    assert "◆" not in text


def test_all_that_is_known_is_one_click_away(filled, visit):
    page = visit("cards/contact.py", "en", id="003A")
    assert "All that is known" in [one.proto.label for one in page.app.get("download_button")]
