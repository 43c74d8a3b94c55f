"""One small company in every dialect: whatever wrote the file, the same rows arrive."""

from datetime import date, datetime

import pytest

from dq import intake
from dq.errors import Invalid
from dq.intake.landing import load
from dq.reading import dialect

COMPANY = [
    (
        "0038D000009JPquQAG",
        "001x0000002xLCVAA2",
        "Mevr.",
        "Zoë",
        None,
        "d'Ancona",
        "Hoofd inkoop",
        "zoe@abel.example",
        "020-5550101",
        "active",
        datetime(2022, 4, 12),
    ),
    (
        "0038D000009JPqvQAG",
        "001x0000002xLCVAA2",
        "Dhr.",
        "Jan",
        "van der",
        "Meer",
        "Planner, nacht",
        "jan@abel.example",
        None,
        "left",
        datetime(2021, 11, 3),
    ),
    (
        "0038D00000A1Bm7QAF",
        None,
        None,
        "Noor",
        None,
        "Bakker",
        None,
        "noor@abel.example",
        "06-55501234",
        "Op proef",
        datetime(2023, 7, 22),
    ),
]
COLUMNS = (
    "id, account_id, salutation, first_name, middle_name, last_name, title, email, phone,"
    " status, created"
)
# Beside the company's own columns each file may have others, which are kept out and named.
LEFT_OUT = {
    "quoted_newlines_and_json.csv": ["MailingAddress", "Level__c", "OtherStreet"],
    "shuffled.csv": ["Birthdate", "HomePhone"],
}
SKIPPED = {
    "data_export.zip": ["data_export.zip: Task.csv"],
    "workbook_title_rows.xlsx": ["workbook_title_rows.xlsx: Toelichting"],
}
NAMES = [
    "blank_lines.csv",
    "case_lost.csv",
    "data_export.zip",
    "data_loader.csv",
    "dutch_semicolon_cp1252.csv",
    "excel_sep_line.csv",
    "excel_title_rows.csv",
    "loose_quotes.csv",
    "mixed_line_ends.csv",
    "na_for_empty.csv",
    "old_mac_returns.csv",
    "pipe.txt",
    "plain_lf.csv",
    "quoted_newlines_and_json.csv",
    "report_dutch_cp1252.csv",
    "report_english.csv",
    "shuffled.csv",
    "trailing_separator.csv",
    "trailing_spaces.csv",
    "utf16_le_no_mark.txt",
    "utf16_tab.txt",
    "workbook.xlsx",
    "workbook_title_rows.xlsx",
]


def test_every_golden_file_is_tested(golden):
    assert sorted(path.name for path in golden.iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_dialect_gives_the_same_rows(db, golden, name):
    batch = intake.read(db, [(name, golden / name)])

    assert batch.refused == []
    assert batch.skipped == SKIPPED.get(name, [])
    for sheet in batch.sheets:
        assert (sheet.object, sheet.rejects) == ("contact", [])
        assert sheet.unknown == LEFT_OUT.get(name, [])
    load.run(db, load.Load(batch, date(2026, 11, 23), sure=True), "test")
    assert db.execute(f"select {COLUMNS} from upstream.contact order by id").fetchall() == COMPANY
    assert db.execute(f"select {COLUMNS} from main.contact order by id").fetchall() == COMPANY


def sniffed(folder, content):
    path = folder / "file.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return dialect.sniff(path, folder, "file.csv")


@pytest.mark.parametrize(
    ("text", "delimiter", "skip", "headers"),
    [
        ("Id,Email\n1,a\n", ",", 1, ["Id", "Email"]),
        ("Id;Email\n1;a,b,c,d\n", ";", 1, ["Id", "Email"]),
        ("Onze klanten\n\nNr.;Naam\n1;Klant\n", ";", 3, ["Nr.", "Naam"]),
        ("Id\tFoo\n", "\t", 1, ["Id", "Foo"]),
        ("Foo;Bar\n1;2\n", ";", 1, ["Foo", "Bar"]),
        ("Id,Email,x\nKlant,Naam,y\n", ",", 1, ["Id", "Email", "x"]),
        ('Id,"First\nName",Email\n1,a,b\n', ",", 1, ["Id", "First Name", "Email"]),
        ("Id,Name,Name,,\n", ",", 1, ["Id", "Name", "Name (2)", "(4)", "(5)"]),
    ],
    ids=[
        "comma",
        "semicolon_with_commas_in_cells",
        "title_row",
        "tab",
        "unknown_words",
        "cells_with_our_words_are_no_header",
        "newline_in_the_header",
        "repeated_and_empty_names",
    ],
)
def test_header_is_found(tmp_path, text, delimiter, skip, headers):
    found = sniffed(tmp_path, text)

    assert (found.delimiter, found.skip, found.headers) == (delimiter, skip, headers)


@pytest.mark.parametrize(
    ("content", "email"),
    [
        ("Id,LastName\n1,Zoë €\n".encode("cp1252"), "Zoë €"),
        ("Id,LastName\n1,Zoë €\n".encode(), "Zoë €"),
        ("Id,LastName\n1,Zoë €\n".encode("utf-8-sig"), "Zoë €"),
        ("Id,LastName\n1,Zoë €\n".encode("utf-16-be"), "Zoë €"),
        ("Id,LastName\n1,Zoë €\n".encode("utf-16"), "Zoë €"),
    ],
    ids=["cp1252", "utf8", "utf8_mark", "utf16_be_without_mark", "utf16_mark"],
)
def test_encoding_is_found(upload, content, email):
    upload.load(contacts=content)

    assert upload.rows("upstream.contact", "last_name") == [(email,)]


@pytest.mark.parametrize("content", [b"", b"\n\n \n", b"\xef\xbb\xbf"], ids=["", "blank", "mark"])
def test_an_empty_file_is_refused_with_what_was_expected(tmp_path, content):
    with pytest.raises(Invalid) as refusal:
        sniffed(tmp_path, content)
    assert str(refusal.value) == "file.csv is empty; a header row with column names was expected."


def test_a_picture_is_refused(tmp_path):
    with pytest.raises(Invalid) as refusal:
        sniffed(tmp_path, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\1\0\0")
    assert str(refusal.value) == (
        "file.csv is not text; a .csv, .tsv, .tab, .txt, .xlsx or .zip was expected."
    )


@pytest.mark.parametrize("letter", ["e", "é"])
def test_stray_nuls_are_left_out(upload, letter):
    text = f"Id,LastName,Title\n1,Z\0o{letter},Planner of the night shift\n"
    for content in (text.encode(), text.encode("cp1252")):
        upload.load(contacts=content)

        assert upload.rows("upstream.contact", "last_name") == [(f"Zo{letter}",)]


@pytest.mark.parametrize(
    ("content", "removed"),
    [
        ("Id,LastName\n1,Bos\n", 0),
        ("\ufeffId,LastName\n1,Bos\n", 0),
        ("Id,Last\u200bName\n1,\u2028Bos\u00a0\n2,\u2003\n", 4),
        ("Id,LastName\n1,Bo\0s\n\n\n\n\n\n\n", 1),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_signs_that_nobody_sees_go_and_are_counted(upload, content, removed, encoding):
    batch = upload.load(contacts=content.encode(encoding))

    [sheet] = batch.sheets
    assert (sheet.headers, sheet.invisible) == (["Id", "LastName"], removed)
    assert upload.rows("upstream.contact", "last_name")[0] == ("Bos",)
    assert upload.rows("upstream.contact", "last_name")[1:] in ([], [(None,)])


@pytest.mark.parametrize("total", ["Grand Totals (1 records)", "Eindtotalen (1 records)"])
def test_a_report_total_is_no_record(upload, total):
    footer = f'"{total}","",""\n\n\n"Contacten"\n"Copyright (c) 2000-2026 salesforce.com"\n"Abel"\n'

    batch = upload.read(contacts=f'"Id","Email","Naam"\n"1","a@x.example","A"\n{footer}')

    assert (batch.sheets[0].counts.new, batch.sheets[0].rejects) == (1, [])


@pytest.mark.parametrize(
    "last",
    ["Totaal;2", "Totaal;;2", "totaal: 2", "Eindtotaal;€ 2,00;", "Grand Total;2\n", ";Totaal;2",
     "Aantal records;2", "Totaal;2;2;2;2", "Totaal", "Total: 2\n"],
)  # fmt: skip
def test_a_last_row_that_adds_up_is_no_record(upload, last):
    [sheet] = upload.load(bc=f"Nr.;Naam;E-mail\nC1;Vera;v@x.example\nC2;Bas;\n{last}").sheets

    assert (sheet.rejects, sheet.cut) == ([], False)
    assert upload.rows("main.bc_contact", "id") == [("C1",), ("C2",)]


@pytest.mark.parametrize("last", ["C3;Totaal Techniek;", "C3;Totaal;2", "Totaal1;Totaal;Bouw"])
@pytest.mark.parametrize("before", ["", "\n", ";;\n"], ids=["", "blank", "separators"])
def test_a_last_row_with_a_customer_called_totaal_is_a_record(upload, last, before):
    upload.load(bc=f"Nr.;Naam;E-mail\nC1;Vera;v@x.example\nC2;Bas;\n{before}{last}\n")

    assert len(upload.rows("main.bc_contact", "id")) == 3


def test_a_last_row_with_only_a_key_is_no_footer(upload):
    batch = upload.read(contacts="Id,Email\n1,a@x.example\n2,b@x.example\n3,\n4,\n")

    assert batch.sheets[0].counts.new == 4


def test_a_footer_padded_by_excel_is_left_out(upload):
    text = "Id;Email;Naam\n1;a@x.example;A\n2;;\n;;\nVertrouwelijk;;\nAbel B.V.;;\n"

    batch = upload.read(contacts=text)

    assert (batch.sheets[0].counts.new, batch.sheets[0].rejects) == (2, [])


def test_a_cut_last_line_is_rejected_and_not_taken_for_a_footer(upload):
    [sheet] = upload.read(contacts="Id,Email\n1,a@x.example\n2,b@x.example\n3").sheets

    assert (sheet.counts.new, sheet.cut) == (2, True)
    assert [(reject.line, reject.cells) for reject in sheet.rejects] == [(4, ["3"])]


@pytest.mark.parametrize("lost", [1, 2, 9, 12, 20])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_file_cut_in_its_last_row_is_known(upload, lost, encoding):
    text = "Id;LastName;Email\n1;Zoë;a@x.example\n2;Bakker;b@x.example\n".replace(";", '";"')
    text = "".join(f'"{line}"\n' for line in text.splitlines())
    content = text.encode(encoding)
    width = 2 if encoding == "utf-16" else 1

    [sheet] = upload.read(contacts=content[: -(lost + 1) * width]).sheets

    assert (sheet.cut, sheet.counts.new) == (True, 1)
    assert not upload.read(contacts=content).sheets[0].cut


def test_a_whole_file_is_not_cut(upload):
    [sheet] = upload.read(contacts="Id,Email\n1,a@x.example\n2,b@x.example\n3\n").sheets

    assert (sheet.counts.new, sheet.cut) == (3, False)


def test_rows_cut_short_by_excel_are_whole(upload, cases):
    [sheet] = upload.load(contacts=(cases / "11-contacts.csv").read_bytes()).sheets

    assert (sheet.rejects, sheet.cut) == ([], False)
    assert upload.rows("main.contact", "last_name", "email", "phone", "title") == [
        ("Een", "jan@x.example", None, None),
        ("Twee", "piet@x.example", "06 12345678", "Baas"),
    ]
