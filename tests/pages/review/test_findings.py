from datetime import date, timedelta

import company
import pytest

from dq.store import opening
from pages.ui.words.i18n import written

FINDINGS = "review/findings.py"


def rows(page):
    """The rows of the list."""
    return next((one["rows"] for one in page.components if "rows" in one), [])


def names(page):
    """The cards in the list."""
    return [row["name"] for row in rows(page)]


@pytest.mark.parametrize("script", ["review/findings.py", "review/overview.py"])
def test_a_check_that_failed_is_named(change, visit, script):
    change("update measure set open = null where check_id = 'missing_title' and load_id = 2")
    [warning] = visit(script, "en").app.warning
    assert "No job title" in warning.value


def test_what_a_leaver_still_approves_is_a_table(filled, visit):
    text = visit("review/findings.py", "en", f_check="leaver_still_approves").text
    assert "What this contact still approves" in text
    assert "Project Haven" in text
    assert "Bas Peters" in text


def test_a_project_without_an_approver_leads_to_its_account(change, visit):
    change(
        "insert into project (id, name, account_id) values ('a0P9', 'Project Brug', '001A');"
        "delete from judged"
    )
    visit("review/overview.py")  # judges anew
    page = visit("review/findings.py", f_check="project_without_approver", f_text="brug")
    assert "Project Brug" in page.text
    assert (
        "Niemand die in dienst is keurt dit goed: uren, deelovereenkomsten, facturen." in page.text
    )
    assert "Bakker Bouw" in page.text
    assert "Project Brug: Niemand" in visit("cards/account.py", id="001A").text


def test_all_open_findings_are_listed_worst_first(filled, visit):
    page = visit(FINDINGS)
    assert "7 bevindingen" in page.text
    severities = [row["severity_word"] for row in rows(page)]
    assert severities == sorted(severities, key=["Fout", "Let op", "Kan beter"].index)


@pytest.mark.parametrize(
    ("filter", "found"),
    [
        ({"f_check": "username_clash"}, {"Fatima Yildiz", "Zuidas Zorg"}),
        ({"f_state": "new"}, {"*Ster* :red[Rood] <b>Vet</b>"}),
        ({"f_state": "solved_now", "f_check": "invalid_email"}, {"Johanna van der Bergh"}),
        ({"f_text": "YILDIZ"}, {"Fatima Yildiz"}),
        ({"f_text": "info@zuidas"}, {"Fatima Yildiz", "Zuidas Zorg"}),
        ({"f_account": "001B"}, {"Johana van der Bergh"}),
        ({"f_account": "zuidas"}, {"Fatima Yildiz", "Zuidas Zorg", "Piet Vertrokken"}),
        (
            {"f_owner": "Karin de Wit", "f_dimension": "completeness"},
            {"*Ster* :red[Rood] <b>Vet</b>"},
        ),
        ({"f_severity": "notice"}, {"*Ster* :red[Rood] <b>Vet</b>"}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_the_address_holds_the_filter(filled, visit, filter, found):
    assert set(names(visit(FINDINGS, **filter))) == found


def test_a_choice_is_written_to_the_address_as_its_code(filled, visit):
    page = visit(FINDINGS)
    page.app.selectbox(key="f_check_nl").select("missing_title").run()
    assert page.app.query_params["f_check"] == "missing_title"
    assert names(page) == ["*Ster* :red[Rood] <b>Vet</b>"]


def test_a_filter_survives_the_change_of_language(filled, visit):
    page = visit(FINDINGS, f_check="username_clash")
    page.app.segmented_control(key="lang").set_value("EN").run()
    assert page.app.selectbox(key="f_check_en").value == "username_clash"
    assert len(rows(page)) == 2


def test_an_unknown_filter_in_the_address_does_not_count(filled, visit):
    page = visit(FINDINGS, f_check="no_such_check", f_state="?", f_p="x")
    assert "7 bevindingen" in page.text
    assert "een controle die niet (meer) bestaat" in page.app.warning[0].value


@pytest.mark.parametrize("wanted", ["-1", "0", "2.5", "9" * 5000])
def test_a_page_that_is_not_there_is_the_nearest_one(filled, visit, wanted):
    page = visit(FINDINGS, f_p=wanted)
    assert "7 bevindingen" in page.text
    assert len(rows(page)) == 7


def test_the_state_is_in_one_word(filled, visit):
    assert {row["state"] for row in rows(visit(FINDINGS))} <= {"Nieuw", "Teruggekomen", "Open"}


def test_of_one_check_alone_the_check_goes_without_saying(filled, visit):
    assert all(row["title"] for row in rows(visit(FINDINGS)))
    assert not any(row["title"] for row in rows(visit(FINDINGS, f_check="username_clash")))


@pytest.mark.parametrize(
    ("check", "target"),
    [
        ("username_clash", ("usernames", "u_kind=username_clash")),
        ("duplicate_person", ("duplicates", "d_record=003A")),
    ],
)
def test_cards_in_each_other_s_way_are_one_click_from_side_by_side(filled, visit, check, target):
    page = visit(FINDINGS, f_check=check)
    links = [one.proto for one in page.app.get("page_link") if "naast elkaar" in one.proto.label]
    assert {link.page for link in links} == {target[0]}
    assert any(target[1] in link.query_string for link in links)


def test_a_new_filter_starts_at_the_first_page(filled, visit):
    page = visit(FINDINGS, f_p="3")
    page.app.selectbox(key="f_severity_nl").select("error").run()
    assert "f_p" not in page.app.query_params


def test_a_finding_says_why_what_to_do_and_shows_its_row(filled, visit):
    page = visit(FINDINGS, f_open="leaver_still_approves~contact~003C~")
    assert "Uit dienst, keurt nog goed" in page.text
    assert "Project Haven" in page.text
    assert "Waarom het telt" in page.text and "Wat te doen" in page.text
    assert "<dd>piet<wbr>@zuidas<wbr>.example</dd>" in page.sent


def test_the_address_says_which_row_is_open(filled, visit):
    page = visit(FINDINGS, f_open="username_clash~contact~003E~003D")
    assert page.app.header[0].value == "Zuidas Zorg"
    [told] = [one for one in page.components if "rows" in one]
    assert told["open"] == "username_clash~contact~003E~003D"


def test_after_a_decision_the_next_one_is_open_and_undo_leads_back(filled, visit):
    page = visit(FINDINGS)
    first, second, *_rest = [row["key"] for row in rows(page)]
    page.app.button(key="way_later").click().run()
    assert page.app.query_params["f_open"] == second
    page.app.button(key="done_undo").click().run()
    assert page.app.query_params["f_open"] == first
    assert first in [row["key"] for row in rows(page)]


def test_after_the_last_of_the_list_the_first_that_is_left_is_open(filled, visit):
    page = visit(FINDINGS)
    first, *_rest, last = [row["key"] for row in rows(page)]
    page = visit(FINDINGS, f_open=last)
    page.app.button(key="way_later").click().run()
    assert page.app.query_params["f_open"] == first


def test_a_name_from_a_file_is_text_and_not_markup(filled, visit):
    page = visit(FINDINGS, f_check="missing_title")
    assert page.app.header[0].value == r"\*Ster\* \:red\[Rood\] \<b\>Vet\<\/b\>"
    assert "<b>Vet</b>" not in page.sent


def test_nothing_found_says_so(filled, visit):
    page = visit(FINDINGS, f_text="bestaat niet", f_severity="error")
    assert "is er niets gevonden" in page.text
    page.app.button(key="clear").click().run()
    assert "7 bevindingen" in page.text


def test_a_thousand_findings_come_fifty_at_a_time(filled, visit):
    db = opening.connect(filled)
    company.insert(
        db,
        "contact",
        [{"id": f"003X{number:04}", "last_name": f"Naam {number:04}"} for number in range(120)],
    )
    db.execute(
        "insert into finding select 'missing_title', 'contact', id, null, null, 2, 2, null, null,"
        " null, null, null from contact where starts_with(id, '003X')"
    )
    db.close()
    page = visit(FINDINGS, f_check="missing_title", f_p="3")
    assert "121 bevindingen" in page.text
    assert len(rows(page)) == 21


def test_a_finding_is_decided_on_where_it_is_read_and_taken_up_again(filled, visit, stored):
    page = visit(FINDINGS, f_check="missing_title")
    page.app.button(key="way_why").click().run()
    page.app.button(key="why_1").click().run()
    assert stored("select check_id, state from disposition") == [("missing_title", "accepted")]
    assert "Het klopt zo" in page.text
    page = visit(FINDINGS, f_check="missing_title", f_state="accepted")
    page.app.button(key="f_again").click().run()
    assert stored("select count(*) from disposition") == [(0,)]
    assert stored("select disposed from finding where check_id = 'missing_title'") == [(None,)]


def test_what_is_not_needed_or_waits_does_so_until_a_day_where_one_is_chosen(filled, visit, stored):
    day = date.today() + timedelta(weeks=4)
    page = visit(FINDINGS, f_check="missing_title")
    page.app.button(key="way_why").click().run()
    [field] = [one for one in page.app.date_input if one.key.startswith("why_until_")]
    assert field.value is None
    field.set_value(day).run()
    page.app.button(key="why_2").click().run()
    kept = "select state, reason, until from disposition"
    assert stored(kept) == [("accepted", "Known, and meant so", day)]
    page = visit(FINDINGS, f_check="missing_title", f_state="accepted")
    assert f"Niet nodig: Bekend, zo bedoeld, tot en met {written(day)}" in page.text
    page.app.button(key="f_again").click().run()
    page = visit(FINDINGS, f_check="missing_title")
    page.app.button(key="way_when").click().run()
    page.app.button(key="when_2").click().run()
    assert stored(kept) == [("later", None, day)]


def test_it_is_given_for_a_week_or_until_another_day(filled, visit, stored):
    for asked in (None, date.today() + timedelta(days=20)):
        page = visit(FINDINGS, f_check="missing_title")
        page.app.button(key="way_who").click().run()
        field = page.app.date_input(key="who_due")
        assert field.value == date.today() + timedelta(weeks=1)
        if asked:
            field.set_value(asked).run()
        page.app.button(key="who_1").click().run()
        [(due,)] = stored("select due from assignment")
        assert due == (asked or date.today() + timedelta(weeks=1))


def test_a_reason_is_read_in_the_language_of_who_reads(filled, visit, change):
    change(
        "insert into disposition values ('missing_title~contact~003F~', 'missing_title',"
        " 'contact', '003F', null, 'accepted', 'Het klopt zo', null, 1,"
        """ '{"detail": null, "title": "Planner", "kind": null}')"""
    )
    page = visit(FINDINGS, "en", f_check="missing_title")
    assert "It was not needed: It is right as it is." in page.text


def test_what_is_typed_beside_a_finding_is_written(filled, visit, stored):
    page = visit(FINDINGS, f_check="missing_title")
    [field] = [one for one in page.app.text_input if one.key.startswith("way_")]
    field.set_value("Metselaar")
    [save] = [one for one in page.app.button if one.label == "Opslaan"]
    save.click().run()
    assert stored("select count(*) from contact where title = 'Metselaar'") == [(1,)]
    assert "functie: Metselaar" in page.text


def test_who_decides_is_asked_once_before_the_first_decision(filled, visit):
    page = visit(FINDINGS)
    page.app.session_state["who"] = ""
    page.app.run()
    assert not [one for one in page.app.button if one.key == "way_later"]
    page.app.text_input(key="who_now").set_value("Vera")
    page.app.button(key="who_go").click().run()
    assert [one for one in page.app.button if one.key == "way_later"]


def test_a_refusal_is_said_beside_the_finding(filled, visit, stored):
    page = visit(FINDINGS, f_check="missing_title")
    [save] = [one for one in page.app.button if one.label == "Opslaan"]
    save.click().run()
    assert "Typ wat het moet worden" in page.text
    assert stored("select count(*) from change where command = 'edit'") == [(0,)]


def test_what_was_decided_before_is_said_with_what_changed_since(filled, visit, change):
    change(
        "insert into disposition values ('missing_title~contact~003F~', 'missing_title',"
        " 'contact', '003F', null, 'accepted', 'Doet van alles.', null, 1,"
        """ '{"detail": null, "title": "Planner", "kind": null}')"""
    )
    for script in (FINDINGS, "review/review.py"):
        page = visit(script, f_check="missing_title", case="contact~003F")
        assert "Het was niet nodig: Doet van alles." in page.text
        assert "Functie was Planner en is nu –." in page.text


def test_all_of_a_kind_are_shown_first_and_then_done_at_once(filled, visit, change, stored):
    for table in ("main.contact", "upstream.contact"):
        change(
            f"update {table} set email = replace(email, '@bakker.example', '@gmial.com')"
            " where id in ('003A', '003F')"
        )
    change("delete from judged")
    page = visit(FINDINGS, f_check="email_domain_typo")
    page.app.button(key="f_all").click().run()
    assert "ster@gmail.com" in page.app.checkbox(key="f_all_on_003F").label
    assert stored("select count(*) from contact where email like '%@gmail.com'") == [(0,)]
    page.app.button(key="f_all_done").click().run()
    assert stored("select count(*) from contact where email like '%@gmail.com'") == [(2,)]
    page.app.button(key="done_undo").click().run()
    assert stored("select count(*) from contact where email like '%@gmail.com'") == [(0,)]
    page.app.button(key="f_all").click().run()
    page.app.checkbox(key="f_all_on_003A").uncheck().run()
    page.app.button(key="f_all_done").click().run()
    assert stored("select id from contact where email like '%@gmail.com'") == [("003F",)]
