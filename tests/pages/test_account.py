ACCOUNT = "cards/account.py"


def test_an_account_lists_its_people_own_ones_first(filled, visit):
    page = visit(ACCOUNT, id="001C")
    table = page.app.dataframe[0].value
    assert list(table["Relatie"]) == ["eigen account"] * 3 + ["gerelateerd"]
    assert table["Naam"].iloc[-1] == "Johanna van der Bergh"
    assert "Contactpersonen (4)" in page.text


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


def test_an_account_that_does_not_exist_is_one_sentence(filled, visit):
    assert "Er is geen kaart met ID 001ZZZ." in visit(ACCOUNT, id="001ZZZ").text
