"""The search page: who is there already, why they are shown, and what to do with them."""

import pytest

from dq.matching.searching.search import Hit
from pages.ui.frame import search_box

SEARCH = "cards/search.py"


def links(page, label):
    """The page and the address of each link that says `label`."""
    return [
        (link.proto.page, link.proto.query_string)
        for link in page.app.get("page_link")
        if label in link.proto.label
    ]


def hit(page, id):
    """The row of a card among those found."""
    [found] = [row for group in page.groups for row in group["rows"] if row.get("id") == id]
    return found


def test_an_empty_box_says_what_it_is_for(filled, visit):
    page = visit(SEARCH, "en")
    assert "Is somebody there already?" in page.text
    assert links(page, "new card") == []


def test_an_exact_hit_says_who_where_and_why(filled, visit):
    page = visit(SEARCH, "en", q="Fatima@zuidas.example")
    assert "1 card is exactly this" in page.text
    row = hit(page, "003D")
    assert "Teamleider · Zuidas Zorg · Active" in row["text"]
    assert "can log in with info@zuidas.example" in row["text"]
    assert row["why"] == "Found: same e-mail address"


def test_a_slip_is_likely_and_says_why(filled, visit):
    page = visit(SEARCH, "en", q="fatma@zuidas.example")
    assert "Not found exactly" in page.text
    assert hit(page, "003D")["why"].startswith("Likely: ")


def test_typing_finds_and_is_kept_in_the_address(filled, visit):
    page = visit(SEARCH, "en")
    page.app.text_input(key="s_text").set_value("Vertrokken").run()
    assert page.app.query_params["q"] == "Vertrokken"
    assert "Piet Vertrokken" in page.text
    assert "Left" in page.text and "cannot log in: has left" in page.text


def test_a_hit_leads_to_its_card_and_its_forms(filled, visit):
    page = visit(SEARCH, "en", q="fatima@zuidas.example")
    row = hit(page, "003D")
    assert (row["title"], row["href"]) == ("Fatima Yildiz", "contact?id=003D")
    assert row["links"] == [
        ["Link to an account", "contact?id=003D&do=link"],
        ["Change company", "contact?id=003D&do=move"],
    ]


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


def test_for_an_account_a_hit_is_linked_with_one_click(filled, visit):
    row = hit(visit(SEARCH, "en", q="fatima@zuidas.example", account="001A"), "003D")
    assert row["button"] == "Link to Bakker Bouw"
    assert row["links"][0] == ["with a role or date", "contact?id=003D&to=001A&do=link"]


def test_who_is_at_the_account_already_is_not_linked_again(filled, visit):
    row = hit(visit(SEARCH, "en", q="fatima@zuidas.example", account="001C"), "003D")
    assert (row["here"], row["button"]) == ("is at Zuidas Zorg already", "")


def test_accounts_are_found_by_name_below_the_people(filled, visit):
    people, accounts = visit(SEARCH, "en", q="bakker").groups
    assert accounts["head"] == "Accounts"
    [company, department] = accounts["rows"]
    assert (company["title"], company["href"]) == ("Bakker Bouw", "account?id=001A")
    assert company["text"] == "Utrecht · 2 people"
    assert department["text"] == "part of Bakker Bouw · 1 person"


def test_a_name_at_a_company_says_so(filled, visit):
    row = hit(visit(SEARCH, "en", q="johanna bakker bouw"), "003A")
    assert row["why"] == "Found: this name at this company"


def test_the_box_is_on_every_page_and_empty(filled, visit):
    page = visit("review/findings.py", "en")
    assert page.groups == []
    assert "Search by e-mail, name or phone" in [one.get("label") for one in page.components]


def test_a_name_from_a_file_is_text(filled, visit):
    row = hit(visit(SEARCH, "en", q="ster@bakker.example"), "003F")
    assert row["title"] == "*Ster* :red[Rood] <b>Vet</b>"  # the browser puts it there as text


def test_the_very_name_is_found(filled, visit):
    page = visit(SEARCH, "en", q="fatima yildiz")
    assert "Found: 1 card has this name" in page.text
    assert "Not found exactly" not in page.text
    assert hit(page, "003D")["why"] == "Found: this is the name"


def test_a_list_that_is_cut_off_says_so(filled, visit, change):
    change(
        "insert into contact (id, first_name, last_name, kind, version)"
        " select 'many' || i, 'Jan', 'Veelgenoemd' || i, 'person', 1 from range(30) as t(i)"
    )
    assert (
        "The first 20 of 20 or more; type on to see others"
        in visit(SEARCH, "en", q="jan veelgenoemd").text
    )
    assert "The first 20" not in visit(SEARCH, "en", q="fatima").text


@pytest.mark.parametrize(("hits", "head"), [(3, "Contacts"), (9, "5 of 9"), (20, "20 or more")])
def test_the_panel_says_of_how_many_it_shows_five(monkeypatch, hits, head):
    answer = search_box.Answer([Hit("x", 1, None, 0.0, ())] * hits)
    monkeypatch.setattr(search_box, "plain", lambda text, **values: text.format(**values))
    assert head in search_box._head(min(hits, search_box.MOST_IN_BAR), answer)
