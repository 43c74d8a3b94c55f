"""Package, results and clashes: what would go, what was refused, and what waits for a choice."""

from datetime import date, timedelta
from urllib.parse import unquote

import pytest

from dq.commands import leave
from dq.store import opening
from pages.ui.words import formats

PACKAGE, RESULTS, CLASHES = "exchange/package.py", "exchange/results.py", "exchange/clashes.py"
TITLE = "update main.contact set title = 'Hoofd' where id in ('003A', '003D')"
SENT = """
    insert into package (id, made, made_by, load_id, work)
    values (1, '2026-11-24 10:00', 'Anna', 2, '[]');
    insert into package_row values (
        '1-05-00001', 1, 'contacts', 'contact', '003A', 'update', '{"title": "Planner"}',
        '{"title": "Hoofd"}', '{"Title": "Hoofd"}', 'failed', null, 'locked', 'UNABLE_TO_LOCK_ROW'
    )
"""
CLASH = """
    insert into clash values
        ('contact:003A:title', 'contact', '003A', 'title', 'Planner', 'Directeur', 'Hoofd', 2, 2),
        ('contact:003D:title', 'contact', '003D', 'title', 'Planner', 'Directeur', 'Hoofd', 2, 2)
"""


def files_of(page):
    return str([one.label for one in page.app.expander])


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (PACKAGE, "Alles staat in Salesforce"),
        (RESULTS, "Er is nog geen pakket"),
        (CLASHES, "Geen botsingen"),
    ],
)
def test_nothing_to_do_is_said(filled, visit, script, said):
    assert said in visit(script).text


def test_a_package_is_made_and_withdrawn(change, visit, stored):
    change(TITLE)
    page = visit(PACKAGE)
    assert "05 Contactpersonen: velden en account" in files_of(page)
    page.app.button(key="p_make").click().run()
    assert stored("select package_id, state from package_row") == [(1, "sent")] * 2
    assert "done_undo" not in [button.key for button in page.app.button]
    assert "2 onderweg" in page.text
    assert "Pakket 1 is onderweg" in visit(RESULTS).text
    page.app.button(key="p_back_1").click().run()
    assert "Er is geen rij geweigerd" in visit(RESULTS).text
    assert stored("select distinct state from package_row") == [("withdrawn",)]
    assert "05 Contactpersonen: velden en account" in files_of(page)


def test_what_is_for_a_later_day_waits_on_the_package_and_on_the_card(filled, visit, stored):
    day = date.today() + timedelta(days=30)
    with opening.connect(filled) as db:
        [(version,)] = db.execute("select version from contact where id = '003A'").fetchall()
        leave.run(db, leave.Leave({"003A": version}, day, day, ()), "anna")
    page = visit(PACKAGE)
    assert "Er kan nu niets mee" in page.text
    assert "wacht nog" in page.text or "wachten nog" in page.text
    after = formats.day(day + timedelta(days=1), "nl")
    assert f"vanaf {after}" in page.text
    card = visit("cards/contact.py", id="003A").text
    assert f"Wat hiervan nog wacht, gaat vanaf {after} mee naar Salesforce." in card
    assert f"gaat uit dienst per {formats.day(day, 'nl')}" in card
    page.app.date_input(key="p_day").set_value(day + timedelta(days=1)).run()
    assert "Er kan nu niets mee" not in page.text
    page.app.button(key="p_make").click().run()
    assert stored("select count(*) > 0 from package_row") == [(True,)]
    assert stored("select day from package") == [(day + timedelta(days=1),)]


def test_what_an_export_does_not_show_is_told_with_what_it_has(change, visit):
    change(SENT.replace("'failed'", "'missed'"))
    text = visit(PACKAGE).text
    assert "1 niet in de export" in text
    assert "Johanna van der Bergh" in text
    assert "Functie: Hoofd gestuurd, Planner in de export" in text


def test_the_download_is_in_the_readers_language(change, visit):
    from pages.ui.words import i18n

    say = i18n.speaker("nl")
    assert say("Package {number} for Salesforce", number=7) == "Pakket 7 voor Salesforce"


def test_a_refused_row_is_explained_with_its_own_words(change, visit):
    change(SENT)
    assert "Er is geen rij geweigerd" in visit(RESULTS).text  # nothing is to go
    change("update main.contact set title = 'Hoofd' where id = '003A'")
    text = visit(RESULTS).text
    assert "Iemand anders schreef op hetzelfde moment" in text
    assert "UNABLE_TO_LOCK_ROW" in text
    assert "1 rij is geweigerd" in text


def duplicate(words="DUPLICATES_DETECTED:Use one of these records?:--"):
    """A row that a duplicate rule refused, in these words."""
    return SENT.replace("'locked', 'UNABLE_TO_LOCK_ROW'", f"'duplicate_rule', '{words}'")


def test_a_duplicate_rule_means_the_card_that_looks_most_like_it(change, visit):
    change(duplicate())
    change("update main.contact set title = 'Hoofd' where id = '003A'")
    page = visit(RESULTS, "en")
    assert "Likely meant:" in page.text and "Johana van der Bergh" in page.text
    assert "Merge the two" in page.text
    [way] = [link for link in page.app.get("page_link") if "Merge" in link.proto.label]
    assert "003B,003A" in unquote(way.proto.query_string)


def test_a_card_that_the_error_names_comes_first(change, visit):
    words = "DUPLICATES_DETECTED: record with id: 003000000000XyZ, or 005000000000aBc"
    change(duplicate(words))
    change("update main.contact set title = 'Hoofd' where id = '003A'")
    change("insert into main.contact (id, last_name) values ('003000000000XyZAAU', 'Genoemd')")
    text = visit(RESULTS, "en").text
    assert "Salesforce means:" in text and "Genoemd" in text
    assert "Johana van der Bergh" not in text


def test_nobody_is_meant_where_nobody_looks_like_it(change, visit):
    change(duplicate().replace("003A", "003C"))
    change("update main.contact set title = 'Hoofd' where id = '003C'")
    assert "No card here looks like it" in visit(RESULTS, "en").text


def test_what_fits_several_rows_is_said_with_the_rows(change, visit):
    change(SENT.replace("'failed'", "'sent'").replace("1-05-00001", "1-05-00002"))
    change("insert into package_row select * replace ('1-05-00003' as key) from package_row")
    answer = b"sf__Id,sf__Created,Id,Title\n003A,false,003A,Hoofd\n003B,false,003B,x\n"
    page = visit(RESULTS, "en")
    page.app.file_uploader[0].upload("r.csv", answer, "text/csv").run()
    page.app.button(key="r_read").click().run()
    assert "1 line fits several rows" in page.text
    row = "Package 1 · Contacts: fields and account · Johanna van der Bergh"
    assert f"r.csv, line 2: {row} / {row}" in page.text
    assert "1 row is of no package" in page.text


def test_clashes_are_settled_several_at_once(change, visit, stored):
    change(TITLE)
    change(CLASH)
    page = visit(CLASHES)
    assert "2 velden zijn hier én in Salesforce gewijzigd" in page.text
    page.app.checkbox(key="k_all").check().run()
    page.app.button(key="k_ours").click().run()
    assert stored("select count(*) from clash") == [(0,)]
    assert stored("select distinct title from contact where id in ('003A', '003D')") == [("Hoofd",)]


def test_one_clash_takes_what_salesforce_has(change, visit, stored):
    change(TITLE)
    change("update upstream.contact set title = 'Directeur' where id = '003A'")
    change(CLASH)
    page = visit(CLASHES)
    page.app.checkbox(key="k_contact:003A:title").check().run()
    page.app.button(key="k_theirs").click().run()
    assert stored("select title from contact where id = '003A'") == [("Directeur",)]
    assert stored("select record_id from clash") == [("003D",)]


def test_a_card_with_the_address_of_another_is_named(change, visit):
    change(
        "insert into main.contact (id, account_id, last_name, email)"
        " select 'kb-9-1', account_id, 'Gedeeld', username from main.contact where id = '003A'"
    )
    text = visit(PACKAGE).text
    assert "Gedeeld" in text and "gebruikersnaam" in text


def test_an_address_that_goes_for_its_username_says_so(change, visit):
    change("update main.contact set username = email where id = '003D'")
    shown = '[{"name": "c.csv", "object": "contact", "fields": ["username", "email"]}]'
    change("update load set files = ?", [shown])
    page = visit(PACKAGE, "en")
    page.app.session_state["p_file_contacts"] = True
    page.app.run()
    assert "E-mail: fatima@zuidas.example, again for the username" in page.text


def test_every_package_can_be_reached_and_what_is_not_shown_of_one_is_counted(change, visit):
    change(
        "insert into package (id, made, made_by)"
        " select n, timestamp '2026-11-02 09:00:00', 'anna' from range(1, 46) t(n)"
    )
    change(
        "insert into package_row (key, package_id, record_table, operation, fields, state)"
        " select 'k' || n, 45, 'contact', 'delete', '{}', 'missed' from range(23) t(n)"
    )
    assert "en nog 3" in visit(PACKAGE).text
    shown = [
        [one.key for one in visit(PACKAGE, p_p=str(place)).app.get("download_button")]
        for place in (1, 2, 3)
    ]
    assert [key for keys in shown for key in keys] == [f"p_zip_{n}" for n in range(45, 0, -1)]
    assert [len(keys) for keys in shown] == [20, 20, 5]
