"""The card of an account: its people, its projects, and people related to it at once."""

from datetime import date

ACCOUNT = "cards/account.py"


def test_an_account_lists_its_people_own_ones_first(filled, visit):
    page = visit(ACCOUNT, id="001C")
    cells = [one.value for one in page.app.get("html") if '"kb-cells"' in str(one.value)]
    assert ["eigen account" in one for one in cells] == [True, True, True, False]
    assert "gerelateerd" in cells[-1] and "1 bevinding" in cells[-1]
    assert "Gerelateerde personen (4)" in page.text
    links = {one.proto.label: one.proto.query_string for one in page.app.get("page_link")}
    assert links[":blue[**Johanna van der Bergh**]"] == "id=003A"


def test_a_department_leads_to_its_company_and_back(filled, visit):
    page = visit(ACCOUNT, id="001B")
    [up] = [one for one in page.app.get("page_link") if "Bakker Bouw ›" in one.proto.label]
    assert up.proto.query_string == "id=001A"
    assert "Bakker Bouw Planning" in visit(ACCOUNT, id="001A").text


def test_its_findings_are_one_click_away(filled, visit):
    page = visit(ACCOUNT, id="001C")
    [link] = [one for one in page.app.get("page_link") if "Alle bevindingen" in one.proto.label]
    assert link.proto.query_string == "f_account=001C"


def test_its_projects_say_whether_they_run(filled, visit):
    text = visit(ACCOUNT, id="001C").text
    assert "Project Haven" in text and "lopend" in text


def test_who_approves_on_a_project_is_a_link_that_keeps_the_language(filled, visit):
    assert (
        '<a href="contact?id=003C" target="_self">Piet Vertrokken</a>: uren'
        in visit(ACCOUNT, id="001C").sent
    )
    assert 'href="contact?id=003C&amp;lang=EN"' in visit(ACCOUNT, "en", id="001C").sent


def test_an_account_that_does_not_exist_is_one_sentence(filled, visit):
    assert "Er is geen kaart met ID 001ZZZ." in visit(ACCOUNT, id="001ZZZ").text


def test_several_people_are_related_in_one_change(filled, visit, stored):
    page = visit(ACCOUNT, id="001B")
    page.app.button(key="a_relate").click().run()
    assert page.app.query_params["do"] == "relate"
    assert page.app.button(key="form_save").disabled
    for text, id in (("Fatima Yildiz", "003D"), ("piet vertroken", "003C")):
        page.app.text_input(key="form_people_text").set_value(text).run()
        page.app.button(key=f"form_people_take_{id}").click().run()
    page.app.multiselect(key="form_roles").set_value(["Beslisser"])
    page.app.date_input(key="form_start").set_value(date(2026, 11, 2))
    page.app.button(key="form_save").click().run()
    assert stored(
        "select contact_id, roles, start_date from relation where account_id = '001B' order by 1"
    ) == [("003C", "Beslisser", date(2026, 11, 2)), ("003D", "Beslisser", date(2026, 11, 2))]
    assert stored("select command from change") == [("link",)]
    assert "2 personen zijn gekoppeld." in page.text
    assert "do" not in page.app.query_params
    assert "Fatima Yildiz: Gekoppeld aan Bakker Bouw Planning, Beslisser, sinds 2 nov." in page.text


def test_who_is_there_already_is_not_offered(filled, visit):
    page = visit(ACCOUNT, id="001B", do="relate")
    page.app.text_input(key="form_people_text").set_value("van der Bergh").run()
    offered = [one.key for one in page.app.button if "form_people_take" in (one.key or "")]
    assert "form_people_take_003A" in offered and "form_people_take_003B" not in offered


def test_every_project_can_be_reached(change, visit):
    change(
        "insert into project (id, name, account_id)"
        " select 'P' || n, 'Werk ' || n, '001B' from range(1000, 1120) t(n)"
    )
    pages = [visit(ACCOUNT, id="001B", a_projects=str(place)).text for place in (1, 2, 3)]
    for number in range(1000, 1120):
        assert sum(f"Werk {number}" in text for text in pages) == 1
