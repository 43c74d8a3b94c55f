import pytest

from dq import store

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


def counted(path, table="contact"):
    db = store.connect(path)
    [(number,)] = db.execute(f"select count(*) from {table}").fetchall()
    db.close()
    return number


def test_the_preview_says_what_a_file_holds_before_anything_is_written(path, visit):
    page = upload(visit(UPLOAD), ("contacts.csv", CONTACTS))
    assert page.app.selectbox[0].value == "contact"
    assert "2 nieuw · 0 gewijzigd · 0 ongewijzigd · 1 geweigerd" in page.text
    assert "niet gebruikt: Birthdate" in str(page.app.expander[0].label)
    assert counted(path) == 0


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
    page.app.button(key="up_load").click().run()
    assert counted(filled) == left


def test_the_records_that_go_are_named_for_those_who_ask(filled, visit):
    one = "Id,AccountId,FirstName,LastName,Email\n003A,001A,Johanna,Bergh,j@bakker.example\n"
    page = upload(visit(UPLOAD), ("contacts.csv", one))
    assert "Piet Vertrokken" not in page.text
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
    assert "maakt plaats" in page.app.info[0].value
    assert "vorige export" not in str([one.label for one in page.app.segmented_control])
    page.app.button(key="up_load").click().run()
    assert counted(filled) == 2


def test_what_was_deleted_and_merged_in_salesforce_is_told(filled, visit):
    rows = [("003A", "false", ""), ("003D", "true", "003A")]
    text = "Id,IsDeleted,MasterRecordId,LastName\n"
    page = upload(
        visit(UPLOAD), ("contacts.csv", text + "".join(f"{','.join(r)},x\n" for r in rows))
    )
    assert "1 verwijderd in Salesforce" in page.text
    assert "geweigerd" not in page.text
    page.app.button(key="up_load").click().run()
    assert "is in Salesforce samengevoegd met" in page.text
