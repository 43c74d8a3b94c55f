import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from dq import intake
from dq.judging import judge
from dq.store import opening
from tests.intake import weekly

UPLOAD = "exchange/upload.py"
CONTACTS = (
    "Id,AccountId,FirstName,LastName,Email,Title,Birthdate\n"
    "003A,001A,Jan,Bakker,jan@bakker.example,Planner,1970-01-01\n"
    "003B,001A,Ines,Nieuw,ines@bakker.example,,1971-01-01\n"
    ",001A,Zonder,Sleutel,zs@bakker.example,,1972-01-01\n"
)
STRANGE = "Foo;Bar\n1;2\n3;4\n"


def upload(page, *files):
    """Drop files (name, text) on the page."""
    for name, text in files:
        page.app.file_uploader[0].upload(name, text.encode())
    page.app.run()
    return page


def load(page):
    """Load what is on the page; doubts about the columns of so small a file are waved away."""
    for box in keyed(page.app.checkbox, "up_sure"):
        box.check().run()
    page.app.button(key="up_load").click().run()


def counted(path, table="contact"):
    db = opening.connect(path)
    [(number,)] = db.execute(f"select count(*) from {table}").fetchall()
    db.close()
    return number


def test_the_preview_says_what_a_file_holds_before_anything_is_written(path, visit):
    page = upload(visit(UPLOAD), ("contacts.csv", CONTACTS))
    assert page.app.selectbox[0].value == "contact"
    assert "2 nieuw · 0 gewijzigd · 0 ongewijzigd · 1 geweigerd" in page.text
    assert "niet gebruikt: Birthdate" in str(page.app.expander[0].label)
    assert counted(path) == 0


def test_a_preview_of_a_database_that_shut_itself_down_is_made_again(path, visit):
    page = upload(visit(UPLOAD), ("contacts.csv", CONTACTS))
    page.app.session_state["up_db"].close()
    page.app.run()
    assert not page.app.exception and not page.app.error
    page.app.button(key="up_load").click().run()
    assert counted(path) == 2


def test_a_rejected_row_is_shown_with_its_reason(path, visit):
    page = upload(visit(UPLOAD), ("contacts.csv", CONTACTS))
    assert "1 geweigerde rij" in str([one.label for one in page.app.expander])
    assert "Zonder · Sleutel" in page.text


def test_a_cell_that_is_not_understood_is_told(path, visit):
    text = "Id,LastName,CreatedDate\n003A,Bakker,ooit\n"
    page = upload(visit(UPLOAD, "en"), ("contacts.csv", text))
    assert "CreatedDate: no date, so left empty: 1 ×, such as ooit in row 2." in page.text


def test_a_hostile_file_is_refused_beside_the_others(path, visit):
    wide = ",".join(map(str, range(2000)))
    page = upload(visit(UPLOAD, "en"), ("wide.csv", wide), ("contacts.csv", CONTACTS))
    assert "wide.csv has more than 1,000 columns" in page.text
    assert "2 new" in page.text


def test_loading_writes_judges_and_says_what_changed(path, visit):
    page = upload(visit(UPLOAD), ("contacts.csv", CONTACTS))
    page.app.button(key="up_load").click().run()
    assert not page.app.exception
    assert "Ingelezen en gecontroleerd" in page.text
    assert counted(path) == 2
    assert counted(path, "finding where check_id = 'missing_title'") == 1
    page.app.button(key="up_overview").click().run()
    assert page.app.title[0].value == "Overzicht"


def test_a_load_in_english_leads_to_the_overview_too(path, visit):
    page = upload(visit(UPLOAD, "en"), ("contacts.csv", CONTACTS))
    page.app.button(key="up_load").click().run()
    page.app.button(key="up_overview").click().run()
    assert [error.value for error in page.app.error] == []
    assert page.app.title[0].value == "Overview"


def test_a_file_that_nobody_knows_can_be_told_what_it_is(path, visit):
    page = upload(visit(UPLOAD), ("vreemd.csv", STRANGE))
    assert page.app.selectbox[0].value is None
    assert page.app.warning
    page.app.selectbox[0].select("account").run()
    assert page.app.selectbox[0].value == "account"


def test_a_column_can_be_mapped_by_hand(path, visit):
    page = upload(visit(UPLOAD), ("vreemd.csv", STRANGE))
    page.app.selectbox[0].select("account").run()
    for header, field in (("Foo", "id"), ("Bar", "name")):
        box = next(one for one in page.app.selectbox if one.label == header)
        box.select(field).run()
    assert "2 nieuw" in page.text
    page.app.button(key="up_load").click().run()
    assert counted(path, "account") == 2


def test_an_unreadable_file_is_one_sentence_and_stops_nothing_else(path, visit):
    page = visit(UPLOAD)
    page.app.file_uploader[0].upload("plaatje.png", bytes(range(256)))
    upload(page, ("contacts.csv", CONTACTS))
    assert len(page.app.error) == 1
    assert "plaatje.png" in page.text
    assert "2 nieuw" in page.text


@pytest.mark.parametrize(("whole", "left"), [(True, 1), (False, 6)])
def test_the_user_says_whether_missing_records_are_gone(filled, visit, whole, left):
    one = "Id,AccountId,FirstName,LastName,Email\n003A,001A,Johanna,Bergh,j@bakker.example\n"
    page = upload(visit(UPLOAD), ("contacts.csv", one))
    switch = next(
        one for one in page.app.segmented_control if (one.key or "").startswith("up_whole")
    )
    assert "5 rijen uit de vorige export" in switch.label
    switch.set_value(whole).run()
    load(page)
    assert counted(filled) == left


def test_the_records_that_go_are_named_for_those_who_ask(filled, visit):
    one = "Id,AccountId,FirstName,LastName,Email\n003A,001A,Johanna,Bergh,j@bakker.example\n"
    page = upload(visit(UPLOAD), ("contacts.csv", one))
    assert "Piet Vertrokken" not in page.text
    [switch] = keyed(page.app.segmented_control, "up_whole")
    switch.set_value(True).run()  # one of six is taken for a part of the export
    page.app.session_state["up_gone_0"] = True  # a click on "5 rijen die vervallen"
    page.app.run()
    assert "5 rijen die vervallen" in str([one.label for one in page.app.expander])
    assert "Piet Vertrokken" in page.text and "003C" in page.text
    assert "Johanna" not in page.text
    [button] = [one for one in page.app.get("download_button") if "vervallen" in one.proto.label]
    assert button.proto.label == "Download de rijen die vervallen"


def test_what_stays_is_not_listed_as_going(filled, visit):
    one = "Id,AccountId,FirstName,LastName,Email\n003A,001A,Johanna,Bergh,j@bakker.example\n"
    page = upload(visit(UPLOAD), ("contacts.csv", one))
    switch = next(
        one for one in page.app.segmented_control if (one.key or "").startswith("up_whole")
    )
    switch.set_value(False).run()
    assert "vervallen" not in str([one.label for one in page.app.expander])


def test_cancel_empties_the_page_and_writes_nothing(path, visit):
    page = upload(visit(UPLOAD), ("contacts.csv", CONTACTS))
    page.app.button(key="up_cancel").click().run()
    assert not [one for one in page.app.button if one.key == "up_load"]
    assert counted(path) == 0


def test_the_demo_company_makes_way_for_real_files(filled, visit, change):
    change("insert into setting values ('demo', 'true')")
    page = upload(visit(UPLOAD), ("contacts.csv", CONTACTS.replace("003", "003R")))
    assert "voorbeeldbedrijf wordt verwijderd" in page.app.info[0].value
    assert not page.app.error  # the demo's columns are no measure for these files
    assert "vorige export" not in str([one.label for one in page.app.segmented_control])
    page.app.button(key="up_load").click().run()
    assert counted(filled) == 2


HEADER = CONTACTS.splitlines()[0] + "\n"
BIN = "Id,IsDeleted,LastName,Email\n003R,true,Weg,weg@r.example\n"
KEYLESS = HEADER + ",001R,Zonder,Sleutel,zs@r.example,,1972-01-01\n"
ACCOUNTS = "Id,Name,BillingCity,OwnerId\n"


@pytest.mark.parametrize(
    "files",
    [(HEADER,), (HEADER, ACCOUNTS), (BIN,), (BIN, ACCOUNTS), (KEYLESS,)],
    ids=["header", "two headers", "recycle bin", "recycle bin and header", "no keys"],
)
def test_nobody_is_no_reason_for_the_demo_company_to_make_way(filled, visit, change, files):
    change("insert into setting values ('demo', 'true')")
    before = counted(filled)
    page = upload(visit(UPLOAD), *((f"{n}.csv", text) for n, text in enumerate(files)))
    assert "voorbeeldbedrijf" not in page.text
    if keyed(page.app.button, "up_load"):
        load(page)
    assert counted(filled) == before


def test_what_was_deleted_and_merged_in_salesforce_is_told(filled, visit):
    rows = [("003A", "false", ""), ("003D", "true", "003A")]
    text = "Id,IsDeleted,MasterRecordId,LastName\n"
    page = upload(
        visit(UPLOAD), ("contacts.csv", text + "".join(f"{','.join(r)},x\n" for r in rows))
    )
    assert "1 verwijderd in Salesforce" in page.text
    assert "geweigerd" not in page.text
    load(page)
    assert "is in Salesforce samengevoegd met" in page.text


def many(count):
    rows = "".join(
        f"003{n:012d}AAA,001A,Jan,Jansen{n},j{n}@bouw.example,Planner,1970-01-01\n"
        for n in range(count)
    )
    return CONTACTS.splitlines(keepends=True)[0] + rows


def test_a_load_that_takes_out_much_asks_first(path, visit):
    page = upload(visit(UPLOAD), ("contacts.csv", many(100)))
    page.app.button(key="up_load").click().run()
    page = upload(visit(UPLOAD), ("contacts.csv", many(80)))
    assert "20 van de 100" in page.text
    assert page.app.button(key="up_load").disabled
    [box] = keyed(page.app.checkbox, "up_sure")
    box.check().run()
    page.app.button(key="up_load").click().run()
    assert counted(path) == 80


def test_the_same_file_as_a_part_is_not_asked_about(path, visit):
    page = upload(visit(UPLOAD), ("contacts.csv", many(100)))
    page.app.button(key="up_load").click().run()
    page = upload(visit(UPLOAD), ("contacts.csv", many(80)))
    [whole] = [one for one in page.app.get("button_group") if "whole" in str(one.key)]
    whole.set_value(False).run()
    assert not page.app.warning
    page.app.button(key="up_load").click().run()
    assert counted(path) == 100


def test_a_load_that_cannot_be_checked_is_loaded_and_checked_when_asked_again(
    path, visit, monkeypatch
):
    refresh = judge.refresh
    monkeypatch.setattr(judge, "refresh", broken)
    page = upload(visit(UPLOAD, "en"), ("contacts.csv", CONTACTS))
    page.app.button(key="up_load").click().run()
    assert not page.app.exception
    assert "The files are loaded" in page.text and "Loaded and checked" not in page.text
    assert "Nothing was changed" not in page.text
    [error] = page.app.error
    assert "The checks could not be run" in error.value
    monkeypatch.setattr(judge, "refresh", refresh)
    page.app.button(key="judge_again").click().run()
    assert "Loaded and checked" in page.text
    assert counted(path) == 2
    assert counted(path, "finding where check_id = 'missing_title'") == 1


def test_a_load_that_broke_off_says_that_nothing_was_changed(path, visit, monkeypatch):
    page = upload(visit(UPLOAD, "en"), ("contacts.csv", CONTACTS))
    monkeypatch.setattr("dq.intake.landing.write.one", broken)
    page.app.button(key="up_load").click().run()
    [error] = page.app.error
    assert "Nothing was changed" in error.value
    assert counted(path) == 0


def broken(*_given):
    raise ZeroDivisionError


def test_results_of_data_loader_may_be_dropped_here_too(filled, visit, change, stored):
    change(
        "insert into package_row (key, package_id, record_table, record_id, operation, state)"
        " values ('1-05-00001', 1, 'contact', '003A', 'update', 'sent')"
    )
    result = "ID,KAARTENBAK_KEY,STATUS\n003A,1-05-00001,Item Updated\n"
    page = upload(visit(UPLOAD, "en"), ("success.csv", result), ("contacts.csv", CONTACTS))
    assert "Results of Data Loader: success.csv" in page.text
    page.app.button(key="up_read_results").click().run()
    assert "1 row is done." in page.text and "Results of Data Loader" not in page.text
    assert stored("select state from package_row") == [("done",)]
    load(page)
    assert "Loaded and checked" in page.text


def keyed(elements, start):
    """The elements whose key starts so."""
    return [one for one in elements if (one.key or "").startswith(start)]


WEEK = "Id,LastName,Email,Title,LastModifiedDate\n"


def people(*rows):
    return WEEK + "".join(f"{','.join(row)}\n" for row in rows)


@pytest.fixture
def loaded(path, visit):
    """A store with two contacts of the twentieth."""
    page = upload(
        visit(UPLOAD),
        (
            "contacts.csv",
            people(
                ("003A", "Bakker", "b@x.example", "Planner", "2026-11-20T08:00:00Z"),
                ("003B", "Visser", "v@x.example", "Planner", "2026-11-20T08:00:00Z"),
            ),
        ),
    )
    page.app.button(key="up_load").click().run()
    return path


def test_a_column_of_the_last_export_that_is_missing_is_in_red(loaded, visit):
    text = "Id,LastName,Electronisch adres\n003A,Bakker,b@x.example\n003B,Visser,v@x.example\n"
    page = upload(visit(UPLOAD), ("contacts.csv", text))

    [said] = [error.value.replace("\\", "") for error in page.app.error]
    assert "E-mail" in said and "Electronisch adres" in said and "Functie" in said


def test_what_changes_is_shown_field_by_field_for_those_who_ask(loaded, visit):
    new = people(
        ("003A", "Bakker", "b@x.example", "Teamleider", "2026-11-21T08:00:00Z"),
        ("003B", "Visser", "v@x.example", "Planner", "2026-11-20T08:00:00Z"),
    )
    page = upload(visit(UPLOAD), ("contacts.csv", new))
    assert "Teamleider" not in page.text
    page.app.session_state["up_changed_1_0"] = True  # a click on the records that change
    page.app.run()
    assert not page.app.exception
    assert "Bakker" in page.text and "Teamleider" in page.text and "Planner" in page.text
    assert "Visser" not in page.text


def test_older_data_is_loaded_after_a_confirmation_only(loaded, visit):
    old = people(
        ("003A", "Bakker", "b@x.example", "Planner", "2026-10-01T08:00:00Z"),
        ("003B", "Visser", "v@x.example", "Planner", "2026-11-20T08:00:00Z"),
    )
    page = upload(visit(UPLOAD), ("contacts.csv", old))
    assert page.app.button(key="up_load").disabled
    [box] = keyed(page.app.checkbox, "up_sure")
    box.check().run()
    assert not page.app.button(key="up_load").disabled


def test_a_header_alone_offers_to_replace_nothing(loaded, visit):
    page = upload(visit(UPLOAD), ("contacts.csv", WEEK))
    assert keyed(page.app.segmented_control, "up_whole") == []
    assert keyed(page.app.button, "up_load") == []
    assert counted(loaded) == 2


def test_the_first_values_and_the_order_of_a_date_stand_at_the_columns(path, visit):
    text = "Id,LastName,CreatedDate\n1,Bakker,12/25/2026\n2,Visser,3/4/2026\n"
    page = upload(visit(UPLOAD), ("contacts.csv", text))
    page.app.session_state["up_columns_1_0"] = True
    page.app.run()
    assert "Bakker · Visser" in page.text
    assert "3/4/2026 = 4 mrt. 2026" in page.text


def test_people_without_a_key_are_loaded_when_the_user_says_so(path, visit):
    page = upload(visit(UPLOAD), ("lijst.csv", "Voornaam;Naam;E-mail\nJan;Jansen;j@x.example\n"))
    [button] = keyed(page.app.button, "up_list")
    button.click().run()
    page.app.button(key="up_load").click().run()
    assert not page.app.exception
    assert counted(path, "contact where starts_with(id, 'list-')") == 1


def drop(page, name, content):
    page.app.file_uploader[0].upload(name, content)
    page.app.run()
    return page


def test_a_weekly_export_loads_and_the_rest_is_named_on_demand(path, visit):
    page = drop(visit(UPLOAD), "WE_00D.zip", weekly.export(tables=40))
    assert [box.value for box in keyed(page.app.selectbox, "up_object")] == [
        "account",
        "approval",
        "contact",
        "project",
    ]
    assert "40" in str([one.label for one in page.app.expander])
    assert "Opportunity.csv" not in page.text
    page.app.session_state["up_aside_1"] = True
    page.app.run()
    assert "Opportunity.csv" in page.text
    page.app.button(key="up_load").click().run()
    assert not page.app.exception
    assert counted(path) == 20


def test_what_may_be_the_projects_is_asked(path, visit):
    content = weekly.export(tables=20, projects="Klus__c", approvals="Foo__c")
    kept = {name: text for name, text in weekly.members(content).items() if name != "Foo__c.csv"}
    page = drop(visit(UPLOAD), "WE_00D.zip", weekly.packed(kept))
    [box] = keyed(page.app.radio, "up_asked")
    assert "Klus" in box.label
    box.set_value("WE_00D.zip: Klus__c.csv").run()
    assert not page.app.exception
    assert "project" in [one.value for one in keyed(page.app.selectbox, "up_object")]


def test_files_of_another_kind_in_a_zip_are_named(path, visit):
    page = visit(UPLOAD, "en")
    members = {"Contact.csv": CONTACTS} | {f"foto{n}.png": "x" for n in range(8)}
    page.app.file_uploader[0].upload("w.zip", weekly.packed(members))
    page.app.run()
    labels = str([one.label for one in page.app.expander]).replace("\\", "")
    assert "Not read: w.zip: foto0.png, " in labels and "w.zip: foto5.png and 2 more." in labels
    page.app.session_state["up_unread_1"] = True
    page.app.run()
    assert "w.zip: foto7.png" in page.text


def test_the_reasons_in_the_download_are_in_the_users_language(path, visit, monkeypatch):
    seen = []
    monkeypatch.setattr(intake, "rejected_csv", lambda sheet, say: seen.append((sheet, say)) or b"")
    upload(visit(UPLOAD), ("goedkeuringen.csv", "Id,Project ID,Contact ID,Type\n1,P1,,Uren\n"))

    [(sheet, say)] = seen
    [reject] = sheet.rejects
    assert say(reject.reason, reject.values) == (
        "De regel heeft geen ID contactpersoon; zonder dat zegt hij niets."
    )


def test_the_scripts_that_fetch_the_exports_can_be_downloaded(path, visit):
    assert "up_scripts" in [one.key for one in visit(UPLOAD).app.get("download_button")]


def test_what_was_uploaded_is_freed_once_it_is_put_away(filled, visit, monkeypatch):
    freed = []
    monkeypatch.setattr(
        MemoryUploadedFileManager, "remove_file", lambda self, session, name: freed.append(name)
    )
    one = "Id,AccountId,FirstName,LastName,Email\n003A,001A,Johanna,Bergh,j@bakker.example\n"
    page = upload(visit(UPLOAD), ("contacts.csv", one))
    page.app.run()
    assert freed == []
    page.app.button(key="up_cancel").click().run()
    page.app.run()
    assert len(freed) == 1
