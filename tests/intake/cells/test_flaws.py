"""Rows that are left out, with their reasons; the others are loaded."""

import pytest

from dq import intake


def reasons(sheet):
    return [(reject.line, str(reject)) for reject in sheet.rejects]


@pytest.mark.parametrize(
    ("header", "good", "bad", "reason"),
    [
        ("Id,LastName", "1,Bakker", ",Smit", "The row has no key."),
        ("Id,LastName", "1,Bakker", "2,a,b", "The row has 3 cells where the header has 2."),
        (
            "Id,LastName",
            "1,Bakker",
            "1,Smit",
            "The key 1 is there twice in these files with different content; the first row"
            " of the newest file is used.",
        ),
        (
            "Id,AccountId,ContactId",
            "1,2,3",
            "2,,3",
            "The row has no account ID, without which it means nothing.",
        ),
        (
            "Id,AccountId,ContactId",
            "1,2,3",
            "2,2,",
            "The row has no contact ID, without which it means nothing.",
        ),
        (
            "Id,ProjectId,ContactId,Kind",
            "1,2,3,uren",
            "2,,3,uren",
            "The row has no project ID, without which it means nothing.",
        ),
        (
            "Id,ProjectId,ContactId,Kind",
            "1,2,3,uren",
            "2,2,3,",
            "The row has no kind, without which it means nothing.",
        ),
    ],
)
def test_a_bad_row_is_left_out_with_its_reason(upload, header, good, bad, reason):
    [sheet] = upload.load(file=f"{header}\n{bad}\n{good}\n").sheets
    turned = bad.startswith("1,") and "twice" in reason

    assert reasons(sheet) == [(3 if turned else 2, reason)]
    assert (sheet.counts.new, sheet.counts.rejected) == (1, 1)
    assert len(upload.rows(f"main.{sheet.object}")) == 1


@pytest.mark.parametrize(
    ("header", "row", "field", "value", "remark"),
    [
        ("Id,LastName,CreatedDate", "1,Bakker,ooit", "created", None,
         "CreatedDate: no date, so left empty: 1 ×, such as ooit in row 3."),
        ("Id,AccountId,ContactId,IsActive", "1,2,3,soms", "active", None,
         "IsActive: neither yes nor no, so left empty: 1 ×, such as soms in row 3."),
        ("Id,Name,AccountId,StartDate", "1,P,2,morgen", "start_date", None,
         "StartDate: no date, so left empty: 1 ×, such as morgen in row 3."),
        ("Id,Name,AccountId,StartDate", "1,P,2,31-02-2026", "start_date", None,
         "StartDate: no date, so left empty: 1 ×, such as 31-02-2026 in row 3."),
        ("Id,ProjectId,ContactId,Kind", "1,2,3,pauze", "kind", "pauze",
         "Kind: no known kind of approval, and kept as it is: 1 ×, such as pauze in row 3."),
        ("Id,LastName,Kaartsoort", "1,Bakker,Fax", "kind", None,
         "Kaartsoort: no known word, so left empty: 1 ×, such as Fax in row 3."),
    ],
)  # fmt: skip
def test_a_cell_that_is_not_understood_costs_no_row(upload, header, row, field, value, remark):
    good = ",".join(["0", "A", "B", "C"][: header.count(",")] + [""])

    [sheet] = upload.load(file=f"{header}\n{good}\n{row}\n").sheets

    assert upload.rows(f"main.{sheet.object} where id = '1'", field) == [(value,)]
    assert [str(told) for told in sheet.remarks] == [remark]
    assert [reject for reject in sheet.rejects if reject.line == 3] == []


def test_remarks_count_their_cells_and_are_of_this_mapping(upload, db):
    text = "Id,LastName,CreatedDate\n1,A,ooit\n2,B,2026-01-01\n3,C,\n4,D,nooit\n"
    batch = upload.read(file=text)
    [sheet] = batch.sheets

    assert [remark.values["number"] for remark in sheet.remarks] == [2]
    intake.remap(db, batch, sheet, "contact", {**sheet.mapping, "CreatedDate": None})
    assert sheet.remarks == []


def test_a_line_with_broken_letters_is_left_out(upload):
    good = "".join(f"{number},Zoë\n" for number in range(9))

    [sheet] = upload.load(file=f"Id,LastName\n{good}".encode() + b"10,Zo\xeb\n").sheets

    assert reasons(sheet) == [(11, "The row has characters that cannot be read.")]
    assert sheet.counts.new == 9


def test_an_unclosed_quote_costs_its_own_line_only(upload):
    [sheet] = upload.load(file='Id,LastName\n1,Bakker\n2,"Smit\n3,Visser\n4,Mulder\n').sheets

    assert reasons(sheet) == [(3, "The row has a quotation mark that is never closed.")]
    assert upload.rows("main.contact", "id") == [("1",), ("3",), ("4",)]


def test_an_unclosed_quote_that_a_later_one_closes_costs_few_lines(upload):
    text = 'Id,LastName\n1,"Bak\n2,"Smit"\n3,Visser\n4,"Mulder"\n'

    [sheet] = upload.load(file=text).sheets

    assert upload.rows("main.contact", "id") == [("2",), ("3",), ("4",)]
    assert [line for line, _ in reasons(sheet)] == [2]


def test_the_same_row_twice_is_loaded_once(upload):
    [sheet] = upload.load(file="Id,LastName\n1,Bakker\n1,Bakker\n2,Smit\n").sheets

    assert (sheet.rejects, sheet.counts.new) == ([], 2)
    assert upload.rows("main.contact", "id") == [("1",), ("2",)]


def test_keys_that_differ_in_form_only_are_one(upload):
    text = "Id,LastName\n0038D000009JPqu,Bakker\n0038D000009JPquQAG,Bakker\n"

    [sheet] = upload.load(file=text).sheets

    assert upload.rows("main.contact", "id") == [("0038D000009JPquQAG",)]
    assert sheet.rejects == []


def test_several_files_of_one_object_are_taken_together(upload):
    batch = upload.load(
        contact1="Id,LastName\n1,Bakker\n2,Smit\n", contact2="Id,LastName\n2,Smit\n3,Visser\n"
    )

    assert [sheet.counts.new for sheet in batch.sheets] == [2, 1]
    assert upload.rows("main.contact", "id") == [("1",), ("2",), ("3",)]


def test_files_that_contradict_each_other_are_told(upload):
    batch = upload.load(contact1="Id,LastName\n1,Bakker\n", contact2="Id,LastName\n1,Smit\n")

    assert reasons(batch.sheets[1])[0][1].startswith("The key 1 is there twice")
    assert upload.rows("main.contact", "last_name") == [("Bakker",)]


def test_files_with_other_columns_of_one_object_complete_each_other(upload):
    upload.load(contact1="Id,LastName\n1,Bakker\n", contact2="Id,Email\n1,a@x.example\n2,b\n")

    expected = [("1", "Bakker", "a@x.example"), ("2", None, "b")]
    assert upload.rows("main.contact", "id", "last_name", "email") == expected
    assert upload.rows("upstream.contact", "id", "last_name", "email") == expected


def test_empty_rows_are_no_rows(upload):
    [sheet] = upload.load(file="Id;LastName\n;\n1;Bakker\n ; \n\n#N/A;#N/A\n").sheets

    assert [reject.cells for reject in sheet.rejects] in ([], [[" ", " "]])
    assert sheet.counts.new == 1


def test_what_lies_in_the_recycle_bin_is_not_there(upload):
    upload.load(file="Id,LastName\n1,Bakker\n2,Smit\n")

    [sheet] = upload.load(file="Id,IsDeleted,LastName\n1,false,Bakker\n2,true,Smit\n").sheets

    assert (sheet.counts.gone, sheet.rejects) == (1, [])
    assert upload.rows("main.contact", "id") == [("1",)]


def test_lines_are_counted_as_a_spreadsheet_does(upload):
    text = 'Titel,\nId,LastName\n1,"Bak\nker"\n,Smit\n3,a,b\n,Visser\n'

    [sheet] = upload.read(file=text).sheets

    assert [line for line, _ in reasons(sheet)] == [4, 5, 6]


def test_rejected_rows_come_back_in_the_files_own_columns(upload):
    text = "Id,Kleur,LastName\n,rood,Smit\nblauw\n3,groen,Bakker\n4,wit,Mulder,over\n"

    [sheet] = upload.read(file=text).sheets

    assert intake.rejected_csv(sheet).decode("utf-8-sig") == (
        "Id;Kleur;LastName;reason\r\n"
        ";rood;Smit;The row has no key.\r\n"
        "blauw;;;The row has 1 cells where the header has 3.\r\n"
        "4;wit;Mulder;The row has 4 cells where the header has 3.;over\r\n"
    )


def test_reasons_are_said_in_the_users_words(upload):
    [sheet] = upload.read(file="Id,LastName\n,Smit\n").sheets

    told = intake.rejected_csv(sheet, lambda message, values: message.upper())

    assert told.endswith(b";Smit;THE ROW HAS NO KEY.\r\n")


def test_corrected_rejects_can_be_loaded(upload):
    [sheet] = upload.load(file="Id,LastName\n,Smit\n2,Bakker\n").sheets
    corrected = intake.rejected_csv(sheet).replace(b"\n;Smit", b"\n1;Smit")

    [again] = upload.load(corrected=corrected).sheets

    assert (again.object, again.unknown, again.counts.new) == ("contact", ["reason"], 1)


@pytest.mark.parametrize(
    ("text", "column", "codes", "remark"),
    [
        (
            "Id,LastName,Status\n1,A,Ex\n2,B,Oud-medewerker\n3,C,Niet meer actief\n4,D,Parti\n"
            "5,E,Uit dienst per 1-1\n",
            ("contact", "status"),
            ["left", "left", "inactive", "left", "Uit dienst per 1-1"],
            "Status: no known word, and kept as it is: 1 ×, such as Uit dienst per 1-1 in row 6.",
        ),
        (
            "Projekt-ID;Projektname;Account-ID;Projektstatus\n1;P;1;Aktiv\n2;Q;1;Abgeschlossen\n"
            "3;R;1;clôturé\n4;S;1;Wartet\n",
            ("project", "status"),
            ["active", "closed", "closed", "Wartet"],
            "Projektstatus: no known word, and kept as it is: 1 ×, such as Wartet in row 5.",
        ),
    ],
)
def test_a_word_that_stands_for_no_code_is_told_and_stays(upload, text, column, codes, remark):
    [sheet] = upload.load(file=text).sheets
    table, field = column
    assert [code for (code,) in upload.rows(f"main.{table}", field)] == codes
    assert [str(one) for one in sheet.remarks] == [remark]


def test_words_for_codes_are_told_of_nothing(upload):
    [sheet] = upload.load(file="Id,LastName,Status\n1,A,Uit dienst\n2,B,\n").sheets
    assert sheet.remarks == []


def test_a_word_of_a_list_of_ones_own_is_not_told(upload):
    [sheet] = upload.load(
        file="Id,LastName,Status\n1,A,Prospect\n2,B,Klant\n3,C,Actief\n4,D,\n"
    ).sheets
    assert sheet.remarks == []
    assert upload.rows("main.contact", "status") == [
        ("Prospect",),
        ("Klant",),
        ("active",),
        (None,),
    ]


def test_a_column_of_which_no_word_is_known_is_told(upload):
    [sheet] = upload.load(file="Id,LastName,Status\n1,A,Prospect\n2,B,01 - Actief\n3,C,\n").sheets
    assert [str(one) for one in sheet.remarks] == [
        "Status: no known word, and kept as it is: 2 ×, such as Prospect in row 2."
    ]


@pytest.mark.parametrize("word", ["Contact", "Persoonlijk", "Personal", "Afdeling", "Department"])
def test_a_doubtful_word_says_no_kind_of_card(upload, word):
    upload.load(file=f"Id,LastName,Contact Type\n1,Receptie,{word}\n2,Bakker,{word}\n")
    assert upload.rows("main.contact", "kind") == [(None,), (None,)]
