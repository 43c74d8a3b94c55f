"""What is shown of a file before it is loaded."""

from datetime import datetime

from dq import intake
from dq.intake.landing import preview

CONTACTS = (
    "Id;Voornaam;Achternaam;E-mailadres;Status\n"
    "1;Jan;Jansen;jan@x.example;Actief\n"
    "2;Piet;Pieters;piet@x.example;Actief\n"
    "3;Els;Smit;els@x.example;Actief\n"
)


def test_the_first_values_of_each_column_are_shown_once(upload):
    [sheet] = upload.read(contacts=CONTACTS.replace("Jan;Jansen", ";Jansen")).sheets

    found = preview.first_values(upload.db, sheet)

    assert found["Voornaam"] == ["Piet", "Els"]
    assert found["Status"] == ["Actief"]
    assert found["Id"] == ["1", "2", "3"]


def test_a_column_that_was_there_and_is_missing_now_is_named(upload):
    upload.load(contacts=CONTACTS)
    batch = upload.read(contacts=CONTACTS.replace("E-mailadres", "Electronisch adres"))
    [sheet] = batch.sheets

    missing = preview.lacking(upload.db, batch, sheet)

    assert missing == ["email"]
    assert preview.instead(upload.db, sheet, missing) == {"email": "Electronisch adres"}


def test_another_column_with_other_values_is_not_taken_for_it(upload):
    upload.load(contacts=CONTACTS)
    text = CONTACTS.replace("E-mailadres", "Electronisch adres").replace("@x.", "@privé.")
    [sheet] = upload.read(contacts=text).sheets

    assert preview.instead(upload.db, sheet, ["email"]) == {}


def test_nothing_is_missing_from_the_first_export_or_of_another_object(upload):
    upload.load(contacts=CONTACTS)
    batch = upload.read(contacts=CONTACTS, accounts="Id,Name\n1,Alfa\n")

    assert [preview.lacking(upload.db, batch, sheet) for sheet in batch.sheets] == [[], []]


def test_two_files_of_one_object_have_their_columns_together(upload):
    upload.load(contacts=CONTACTS)
    batch = upload.read(
        contacts=CONTACTS.replace("Status", "Kleur"),
        extra="Id;Achternaam;Status\n1;Jansen;Actief\n",
    )

    assert preview.lacking(upload.db, batch, batch.sheets[0]) == []


def test_the_last_export_of_the_object_counts(upload):
    upload.load(contacts=CONTACTS)
    upload.load(contacts="Id;Achternaam\n1;Jansen\n2;Pieters\n3;Smit\n")
    batch = upload.read(contacts=CONTACTS)

    assert preview.lacking(upload.db, batch, batch.sheets[0]) == []


def test_what_changed_is_shown_field_by_field(upload):
    upload.load(contacts=CONTACTS)
    text = CONTACTS.replace("Jansen;jan@", "Janssen;j.janssen@").replace("Piet;", ";")
    [sheet] = upload.read(contacts=text).sheets

    found = preview.changed(upload.db, sheet, 10)

    assert [(one.id, one.name) for one in found] == [("1", "Jan Jansen"), ("2", "Piet Pieters")]
    assert found[0].fields == [
        ("last_name", "Jansen", "Janssen"),
        ("email", "jan@x.example", "j.janssen@x.example"),
    ]
    assert found[1].fields == [("first_name", "Piet", None)]


def test_what_changed_is_shown_a_page_at_a_time(upload):
    text = "Id,LastName\n" + "".join(f"{n:02},A\n" for n in range(30))
    upload.load(contacts=text)
    [sheet] = upload.read(contacts=text.replace(",A\n", ",B\n")).sheets

    pages = [preview.changed(upload.db, sheet, 20, skip) for skip in (0, 20)]

    assert [len(page) for page in pages] == [20, 10]
    assert [one.id for page in pages for one in page] == [f"{n:02}" for n in range(30)]


def test_every_object_can_be_shown(upload):
    files = {
        "account": ("Id,Name\n1,{x}\n", "name"),
        "contact": ("Id,LastName\n1,{x}\n", "last_name"),
        "relation": ("Id,AccountId,ContactId,Roles\n1,1,1,{x}\n", "roles"),
        "user": ("Id,Username,Email\n1,a,{x}\n", "email"),
        "project": ("Id,Name,Status\n1,{x},Open\n", "name"),
        "approval": ("Id,ProjectId,ContactId,Kind\n1,1,{x},uren\n", "contact_id"),
        "bc": ("Nr.,Name,Email\n1,{x},b\n", "name"),
    }
    upload.load(**{name: text.format(x="x") for name, (text, _) in files.items()})
    batch = upload.read(**{name: text.format(x="y") for name, (text, _) in files.items()})

    for sheet, (_, field) in zip(batch.sheets, files.values(), strict=True):
        [one] = preview.changed(upload.db, sheet, 9)
        assert one.fields == [(field, "x", "y")]


def test_the_order_of_day_and_month_is_shown_by_a_value_that_has_two(upload):
    text = "Id,AccountId,ContactId,StartDate,EndDate\n1,1,1,25/12/2026,\n2,1,2,3/4/2026,5/6/2026\n"
    [sheet] = upload.read(relation=text).sheets

    assert (sheet.dates["start_date"].american, sheet.dates["end_date"].american) == (False, False)
    value, read = preview.reading(upload.db, sheet, "start_date")
    assert (value, read.isoformat()) == ("3/4/2026", "2026-04-03")


def test_a_column_that_tells_nothing_is_read_as_the_rest_of_its_file(upload):
    text = "Id,AccountId,ContactId,StartDate,EndDate\n1,1,1,12/25/2026,\n2,1,2,3/4/2026,5/6/2026\n"
    [sheet] = upload.read(relation=text).sheets

    value, read = preview.reading(upload.db, sheet, "end_date")
    assert (value, read.isoformat()) == ("5/6/2026", "2026-05-06")


def test_each_column_is_decided_as_a_whole(upload):
    text = "Id,AccountId,ContactId,StartDate,EndDate\n1,1,1,12/25/2026,25/12/2026\n"
    upload.load(relation=text + "2,1,2,3/4/2026,3/4/2026\n3,1,3,13/13/2026,\n")

    rows = upload.rows("upstream.relation", "start_date::varchar", "end_date::varchar")
    known = [("2026-12-25", "2026-12-25"), ("2026-03-04", "2026-04-03")]
    assert rows == [*known, (None, None)]


def test_moments_of_a_day_are_shown_too(upload):
    [sheet] = upload.read(contacts="Id,LastName,CreatedDate\n1,A,3-4-2026 10:00\n").sheets

    assert preview.reading(upload.db, sheet, "created") == (
        "3-4-2026 10:00",
        datetime(2026, 4, 3, 10),
    )


def test_a_sheet_that_waits_for_the_user_can_be_looked_at(upload):
    batch = upload.read(file="Kleur,Maat\nrood,M\n")
    [sheet] = batch.sheets

    assert preview.first_values(upload.db, sheet) == {"Kleur": ["rood"], "Maat": ["M"]}
    assert preview.lacking(upload.db, batch, sheet) == []
    assert preview.changed(upload.db, sheet, 9) == []
    assert intake.fields("contact")
