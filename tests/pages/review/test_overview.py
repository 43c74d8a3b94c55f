from datetime import date, timedelta

import pytest

from dq.checks import all_checks
from dq.commands import dispose
from dq.commands.dispose import Dispose
from dq.store import opening

OVERVIEW = "review/overview.py"


def links(page):
    """What each link says, and where it leads."""
    return {
        link.proto.label: (link.proto.page, link.proto.query_string)
        for link in page.app.get("page_link")
    }


def test_an_empty_box_says_how_to_fill_it(path, visit):
    page = visit(OVERVIEW)
    assert "Lees de exports van deze week" in page.text
    assert any("Naar Inlezen" in label for label in links(page))


def test_the_review_begins_with_the_number_of_cases_and_the_minutes(filled, visit):
    page = visit(OVERVIEW)
    assert page.app.button(key="start").label == "Start de review: 4 punten, ± 2 min"


def test_the_button_leads_to_the_worst_case(filled, visit):
    page = visit(OVERVIEW)
    page.app.button(key="start").click().run()
    assert page.app.title[0].value == "Review"
    assert page.app.query_params["case"] == "contact~003C"


def test_a_tile_shows_its_count_and_leads_to_its_findings(filled, visit):
    page = visit(OVERVIEW)
    [link] = [
        one
        for one in page.app.container(key="first_now").get("page_link")
        if one.proto.query_string == "f_check=leaver_still_approves"
    ]
    assert link.proto.label.startswith("**1** ")
    assert "*Uit dienst, keurt nog goed*" in link.proto.label
    assert link.proto.query_string == "f_check=leaver_still_approves"


def test_a_solved_check_has_no_tile_but_is_in_order(filled, visit):
    page = visit(OVERVIEW)
    assert "f_check=invalid_email" not in str(page.app)
    assert "Geen bevindingen:" in page.text and "E-mailadres klopt niet" in page.text


def test_it_says_what_changed_since_the_export_before(filled, visit):
    text = visit(OVERVIEW).text
    assert "1 nieuw" in text
    assert "3 opgelost" in text
    assert "0 teruggekomen" in text


def test_what_changed_leads_to_those_findings(filled, visit):
    page = visit(OVERVIEW)
    [target] = [where for label, where in links(page).items() if "opgelost" in label]
    assert "f_state=solved_now" in target[1]


def test_the_score_has_a_change_and_five_dimensions(filled, visit):
    page = visit(OVERVIEW)
    assert page.app.metric[0].value.endswith("%")
    for name in ("Volledigheid", "Geldigheid", "Uniciteit", "Consistentie", "Actualiteit"):
        assert any(name in label for label in links(page))


def test_data_that_was_not_judged_is_judged_by_opening_the_page(filled, visit, change):
    change("update judged set load_id = 1")
    page = visit(OVERVIEW)
    assert page.app.button(key="start").label.startswith("Start de review")
    assert "Voer de controles uit" not in page.text


def test_checks_that_fail_are_told_with_a_button_to_try_again(filled, visit, change):
    change("update judged set load_id = 1")
    change("drop table placeholder")
    page = visit(OVERVIEW)
    assert len(page.app.error) == 1
    assert page.app.button(key="judge_again").label == "Voer de controles uit"
    assert not [one for one in page.app.button if one.key == "start"]


def test_tiles_come_in_the_order_of_the_checks(filled, visit):
    found = [target[1] for target in links(visit(OVERVIEW)).values() if "f_check=" in target[1]]
    checks = [query.split("f_check=")[1].split("&")[0] for query in found]
    assert checks == [id for id in all_checks() if id in checks]
    assert checks[:2] == ["leaver_still_approves", "username_clash"]


@pytest.mark.parametrize(("days", "told"), [(9, True), (5, False)])
def test_it_says_that_the_export_is_old(filled, visit, change, days, told):
    change("insert into setting values ('export_days', '7')")
    change("update load set exported = ? where id = 2", [date.today() - timedelta(days=days)])
    text = visit(OVERVIEW, "en").text
    assert ("The export is 9 days old. Load a new one." in text) is told


def test_the_formula_is_told_with_the_numbers_of_the_export(filled, visit, stored):
    text = visit(OVERVIEW).text.replace("\N{NBSP}", " ")
    assert "een fout kost 100 % van het record" in text
    [(asked, errors)] = stored(
        "select asked, errors from tally"
        " where load_id = 2 and grouping = 'all' and dimension = 'completeness'"
    )
    row = text[text.index(">Volledigheid<") :][:300]
    assert f"<span>{asked}</span>" in row and f"<span>{errors}</span>" in row
    assert "omgerekend" not in text


def test_scores_of_an_earlier_formula_are_called_so(filled, visit, change):
    change("update tally set estimated = true where load_id = 1")
    assert "Tot en met 16 nov. 2026 gold een andere formule" in visit(OVERVIEW).text


def test_it_tells_how_long_findings_stay_open(filled, visit):
    text = visit(OVERVIEW, "en").text
    assert "Median days open: 7 · Median days until solved: 7 · Came back: 0" in text


def test_what_is_put_off_is_neither_open_nor_nothing(filled, visit):
    db = opening.connect(filled)
    keys = db.execute(
        "select concat_ws('~', check_id, record_kind, record_id, coalesce(other_id, ''))"
        " from open_finding"
    ).fetchall()
    dispose.run(db, Dispose(tuple(key for (key,) in keys), "later"), "anna")
    opening.close(db)
    page = visit(OVERVIEW)
    assert "Er staat niets open" in page.text
    assert any("f_state=later" in target[1] for target in links(page).values())
    [calm] = [line for line in page.text.splitlines() if line.startswith("Geen bevindingen")]
    assert "Uit dienst, keurt nog goed" not in calm
