"""The search page: who is there already, why they are shown, and what to do with them."""

SEARCH = "cards/search.py"


def links(page, label):
    """The page and the address of each link that says `label`."""
    return [
        (link.proto.page, link.proto.query_string)
        for link in page.app.get("page_link")
        if label in link.proto.label
    ]


def test_an_empty_box_says_what_it_is_for(filled, visit):
    page = visit(SEARCH, "en")
    assert "Is somebody there already?" in page.text
    assert links(page, "new card") == []


def test_an_exact_hit_says_who_where_and_why(filled, visit):
    page = visit(SEARCH, "en", q="Fatima@zuidas.example")
    assert "1 card is exactly this" in page.text
    hit = page.app.container(key="s_hit_003D")
    text = "\n".join(str(one.value) for one in hit.get("html"))
    assert "Teamleider · Zuidas Zorg · Active" in text
    assert "can log in with info@zuidas.example" in text
    assert "Found: same e-mail address" in text


def test_a_slip_is_likely_and_says_why(filled, visit):
    page = visit(SEARCH, "en", q="fatma@zuidas.example")
    assert "Not found exactly" in page.text
    hit = page.app.container(key="s_hit_003D")
    assert "Likely: " in "\n".join(str(one.value) for one in hit.get("html"))


def test_typing_finds_and_is_kept_in_the_address(filled, visit):
    page = visit(SEARCH, "en")
    page.app.text_input(key="s_text").set_value("Vertrokken").run()
    assert page.app.query_params["q"] == "Vertrokken"
    assert "Piet Vertrokken" in page.text
    assert "Left" in page.text and "is switched off" in page.text


def test_a_hit_leads_to_its_card_and_its_forms(filled, visit):
    page = visit(SEARCH, "en", q="fatima@zuidas.example")
    assert links(page, "Fatima")[0][1] == "id=003D"
    assert links(page, "Link to an account")[0][1] == "id=003D&do=link"
    assert links(page, "Change company")[0][1] == "id=003D&do=move"


def test_a_new_card_is_offered_below_what_was_found_with_what_was_typed(filled, visit):
    page = visit(SEARCH, "en", q="fatima")
    [(_, address)] = links(page, "None of these: make a new card")
    assert address == "text=fatima"
    assert "make a new card" in page.app.get("page_link")[-1].proto.label


def test_nobody_found_leads_to_a_new_card(filled, visit):
    page = visit(SEARCH, "en", q="xqzw@nergens.example", account="001C")
    assert "Nobody found." in page.text
    [(_, address)] = links(page, "Make a new card")
    assert "account=001C" in address


def test_for_an_account_a_hit_is_linked_with_one_click_and_undone_with_another(
    filled, visit, stored
):
    page = visit(SEARCH, "en", q="fatima@zuidas.example", account="001A")
    page.app.button(key="s_link_003D").click().run()
    relations = "select account_id, active, direct from relation where contact_id = '003D'"
    assert stored(relations) == [("001A", True, False)]
    assert "Fatima Yildiz is linked to Bakker Bouw." in page.text
    assert "is at Bakker Bouw already" in page.text
    assert stored("select actor, command from change") == [("Vera", "link")]
    page.app.button(key="done_undo").click().run()
    assert stored(relations) == []
    assert page.app.button(key="s_link_003D")


def test_who_is_at_the_account_already_is_not_linked_again(filled, visit):
    page = visit(SEARCH, "en", q="fatima@zuidas.example", account="001C")
    assert "is at Zuidas Zorg already" in page.text
    assert [one for one in page.app.button if one.key == "s_link_003D"] == []


def test_the_box_on_every_page_leads_here(filled, visit):
    page = visit("review/findings.py", "en")
    page.app.text_input(key="find").set_value("fatima").run()
    assert page.app.title[0].value == "Search"
    assert "Fatima Yildiz" in page.text


def test_a_name_from_a_file_is_text(filled, visit):
    page = visit(SEARCH, "en", q="ster@bakker.example")
    assert ":red[Rood] <b>Vet</b>" in page.text
    assert "<b>Vet</b>" not in page.sent
