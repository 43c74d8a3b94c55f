"""The page Report: the numbers of the store on screen, and what it gives to take along."""

import re

REPORT = "exchange/report.py"


def forms(page):
    return {button.key: button for button in page.app.get("download_button")}


def test_the_report_is_on_screen_in_either_language(filled, visit):
    page = visit(REPORT)
    assert "Week 48, export van 23 nov. 2026" in page.text
    assert "Verschillen sinds de export van 16 nov. 2026." in page.text
    assert "Bevindingen per controle" in page.text
    assert "Findings per check" in visit(REPORT, "en").text


def test_it_says_how_many_are_open(visit, stored, filled):
    page = visit(REPORT, "en")
    [(number,)] = stored("select count(*) from open_finding")
    assert f"<dt>Open</dt><dd>{number}</dd>" in page.text


def test_the_address_says_of_whom_and_since_when(filled, visit):
    page = visit(REPORT, f_owner="Bas Peters", f_since="2026-11-16")
    assert "Open bevindingen" in page.text
    assert "Per eigenaar" not in page.text
    assert page.app.selectbox(key="f_owner_nl").value == "Bas Peters"
    page.app.selectbox(key="f_owner_nl").set_value(None).run()
    assert "f_owner" not in page.app.query_params


def test_a_wrong_address_is_the_whole_report(filled, visit):
    assert "Per eigenaar" in visit(REPORT, f_owner="Piet", f_since="gisteren").text


def test_what_it_gives_to_take_along(filled, visit, monkeypatch):
    page = visit(REPORT)
    known = forms(page)
    assert {"report_xlsx", "report_html", "report_zip"} <= set(known)
    assert known["report_zip"].label == "2 berichten"


def test_whose_message_has_no_address_is_said_until_it_is_set(change, filled, visit):
    page = visit(REPORT)
    assert "Nog geen e-mailadres bekend van Bas Peters en Karin de Wit." in page.text
    addresses = '["Bas Peters: bas@kantoor.example", "Karin de Wit: karin@kantoor.example"]'
    change("insert into setting values ('owner_addresses', ?)", [addresses])
    assert "Nog geen e-mailadres" not in visit(REPORT).text


def test_names_are_text(visit, change):
    change("update main.account set owner = '<script>alert(1)</script>' where id = '001C'")
    change("update upstream.account set owner = '<script>alert(1)</script>' where id = '001C'")
    change("update review_case set owner = '<script>alert(1)</script>' where owner = 'Bas Peters'")
    assert not re.search(r"(?<!\\)<script", visit(REPORT).sent)


def test_an_empty_store_leads_to_upload(path, visit):
    page = visit(REPORT)
    assert "Naar Inlezen" in page.text
    assert not forms(page)
