"""Cells become values."""

import csv
import io
from datetime import date, datetime

import pytest

# What a row of each object has at least.
ROWS = {
    "contact": {"Id": "1", "LastName": "Bakker", "Email": "noor@abel.example"},
    "relation": {"Id": "1", "AccountId": "2", "ContactId": "3"},
    "portal_user": {"Id": "1", "Username": "noor@abel.example", "ContactId": "3"},
    "project": {"Id": "1", "Name": "Nachtdienst", "AccountId": "2"},
    "approval": {"Id": "1", "ProjectId": "2", "ContactId": "3", "Kind": "uren"},
    "bc_contact": {"No.": "1", "Name": "Noor Bakker"},
}


def written(rows):
    """Rows as a CSV file with every cell quoted."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def arrives(upload, name, header, cell):
    """What becomes of one cell of one row."""
    batch = upload.load(file=written([{**ROWS[name], header: cell}]))
    [sheet] = batch.sheets
    assert (sheet.object, sheet.rejects) == (name, [])
    [(value,)] = upload.rows(f"upstream.{name}", sheet.mapping[header])
    return value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Jan", "Jan"),
        (" Jan ", "Jan"),
        ("\u00a0Jan\u00a0", "Jan"),
        ("Jan\r\n", "Jan"),
        ("Jan\t", "Jan"),
        ("\u200bJan", "Jan"),
        ("Zoë", "Zoë"),
        ("é", "é"),
        ("~", "~"),
        ("", None),
        ("  ", None),
        ("\u00a0", None),
        ("#N/A", None),
        (" #N/A ", None),
        ("#N/B", None),
        ("*", "*"),
        ('a "b" c', 'a "b" c'),
        ("=1+1", "=1+1"),
    ],
)
def test_text_is_trimmed_and_empty_is_null(upload, cell, value):
    assert arrives(upload, "contact", "FirstName", cell) == value


# Source: https://gammone.com/en/programming/how-to-convert-salesforce-id-from-15-to-18-chars
# and the samples of Data Loader.
@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("a0D30000001n7Pi", "a0D30000001n7PiEAI"),
        ("001x0000002xLCV", "001x0000002xLCVAA2"),
        ("005x0000000fNSi", "005x0000000fNSiAAM"),
        ("005x0000000fNSi ", "005x0000000fNSiAAM"),
        ("005x0000000fNSiAAM", "005x0000000fNSiAAM"),
        ("005X0000000FNSIAAM", "005x0000000fNSiAAM"),
        ("005x0000000fnsiaam", "005x0000000fNSiAAM"),
        ("A0D30000001N7PIEAI", "a0D30000001n7PiEAI"),
        ("0038D000009JPquQAG", "0038D000009JPquQAG"),
        ("24fd290f-c43c-4f8e-9f1a-2f0b3a1d5e6f", "24fd290f-c43c-4f8e-9f1a-2f0b3a1d5e6f"),
        ("KLANT0000000123", "KLANT0000000123"),
        ("123456789012345", "123456789012345"),
        ("CT000001", "CT000001"),
        ("x' or 1=1 --", "x' or 1=1 --"),
        ("005x0000000fNSi   ", "005x0000000fNSiAAM"),
        ("005x0000000fNSiAAM   ", "005x0000000fNSiAAM"),
        ("005x0000000\u00a0fNSi", "005x0000000fNSiAAM"),
        ("005x 0000 000f NSi AAM", "005x0000000fNSiAAM"),
        ('"005x0000000fNSi"', "005x0000000fNSiAAM"),
        ("'005x0000000fNSiAAM", "005x0000000fNSiAAM"),
        ('="005X0000000FNSIAAM"', "005x0000000fNSiAAM"),
        ("\t005x0000000fNSi\n", "005x0000000fNSiAAM"),
        ("CT 000 001", "CT 000 001"),
        ("000000000000000AAA", None),
        ("000000000000000aaa ", None),
        ("000000000000000", None),
        ("000000000000000000", None),
        ("NULL", None),
        ("null", None),
        ("\\N", None),
        ("#N/A", None),
        (" N/A ", None),
        ("-", None),
    ],
)
def test_keys_get_the_form_with_18_characters(upload, cell, value):
    assert arrives(upload, "contact", "AccountId", cell) == value
    assert arrives(upload, "bc_contact", "External ID", cell) == value


@pytest.mark.parametrize("cell", ["NULL", "null", "\\N", "#N/A", "n/a", " - ", "None", "NaN"])
def test_nothing_is_nothing_where_it_can_be_nothing_else(upload, cell):
    for name, header in [
        ("contact", "CreatedDate"),
        ("contact", "Phone"),
        ("contact", "MailingCity"),
        ("relation", "IsActive"),
        ("relation", "StartDate"),
        ("contact", "Status"),
    ]:
        assert arrives(upload, name, header, cell) is None


@pytest.mark.parametrize(
    "cell",
    ["\\N", "(null)", "(NULL)", "(Null)", "<null>", "[null]", "NULL", " NULL ", "#REF!", "#VALUE!",
     "#N/B", "#NV", "#NAAM?", "undefined", "(leeg)", "(Leeg)", "niet ingevuld", "Niet ingevuld",
     "_x0020_", '=""', '="NULL"'],
)  # fmt: skip
def test_a_word_for_nothing_is_nothing_in_every_column(upload, cell):
    for name, header in [
        ("contact", "FirstName"),
        ("contact", "Email"),
        ("contact", "Title"),
        ("contact", "Phone"),
        ("contact", "Status"),
        ("project", "StartDate"),
        ("bc_contact", "Blocked"),
    ]:
        batch = upload.load(file=written([{**ROWS[name], header: cell}]))
        assert batch.sheets[0].remarks == []
        assert upload.rows(f"upstream.{name}", batch.sheets[0].mapping[header]) == [(None,)]


@pytest.mark.parametrize(
    "cell", ["Null", "null", "Undefined B.V.", "#1", "(Jan)", "<b>", "\\x", "_"]
)
def test_what_only_resembles_nothing_is_a_name(upload, cell):
    assert arrives(upload, "contact", "FirstName", cell) == cell


@pytest.mark.parametrize(
    ("name", "header", "text", "value"),
    [
        ("contact", "FirstName", "Jan", "Jan"),
        ("contact", "LastName", " van der Berg ", "van der Berg"),
        ("contact", "Phone", "0612345678", "0612345678"),
        ("contact", "MailingPostalCode", "1000 AB", "1000 AB"),
        ("contact", "Status", "Uit dienst", "left"),
        ("contact", "CreatedDate", "2024-01-10T08:00:00.000Z", datetime(2024, 1, 10, 8)),
        ("contact", "CreatedDate", "2024-01-10T08:00:00+02:00", datetime(2024, 1, 10, 6)),
        ("project", "StartDate", "28-8-2025", date(2025, 8, 28)),
        ("relation", "IsActive", "ja", True),
        ("bc_contact", "Company No.", "00012", "00012"),
    ],
)
def test_a_text_that_was_forced_on_excel_is_that_text(upload, name, header, text, value):
    assert arrives(upload, name, header, f'="{text}"') == value


def test_a_forced_text_after_a_blank_is_one_too(upload):
    assert arrives(upload, "contact", "FirstName", ' ="Jan" ') == "Jan"


def test_quotation_marks_in_a_forced_text_are_its_own(upload):
    assert arrives(upload, "contact", "FirstName", '="Jan ""Jo"" Bos"') == 'Jan "Jo" Bos'
    assert arrives(upload, "contact", "FirstName", '="Jan') == '="Jan'


def test_somebody_may_be_called_null(upload):
    assert arrives(upload, "contact", "LastName", "Null") == "Null"
    assert arrives(upload, "contact", "Email", "geen") == "geen"


def test_a_master_of_zeros_is_no_merge(upload):
    batch = upload.load(
        contacts="Id,LastName,MasterRecordId\n0038D000009JPqu,Bos,000000000000000AAA\n"
        "0038D000009JPqv,Vis,0038D000009JPqu\n"
    )
    assert upload.rows("upstream.contact", "last_name") == [("Bos",)]
    assert batch.sheets[0].counts.deleted == 1


def test_references_fit_whatever_system_wrote_them(upload):
    upload.load(
        contacts="Id,LastName\n0038D000009JPqu,Bakker\n",
        bc="No.,External ID,Name\nCT1,0038D000009JPQUQAG,Bakker\n",
        relations="Account ID,Contact ID\n001x0000002xLCV,0038D000009JPqu\n",
    )

    assert upload.rows("upstream.bc_contact", "salesforce_id") == [("0038D000009JPquQAG",)]
    assert upload.rows("upstream.relation", "contact_id") == [("0038D000009JPquQAG",)]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2024-02-01", date(2024, 2, 1)),
        ("01-02-2024", date(2024, 2, 1)),
        ("1-2-2024", date(2024, 2, 1)),
        ("1/2/2024", date(2024, 2, 1)),
        ("01.02.2024", date(2024, 2, 1)),
        ("1-2-24", date(2024, 2, 1)),
        ("1-2-70", date(1970, 2, 1)),
        ("01-02-2024 00:00:00", date(2024, 2, 1)),
        ("2024-02-01 10:00", date(2024, 2, 1)),
        ("2024-02-01T10:00:00.000+0000", date(2024, 2, 1)),
        ("2024/02/01", date(2024, 2, 1)),
        ("20240201", date(2024, 2, 1)),
        ("45323", date(2024, 2, 1)),
        ("", None),
        ("#N/A", None),
        ("0001-01-01", None),
        ("9999-12-31", None),
        ("1-1-1753", None),
    ],
)
def test_dates(upload, cell, value):
    assert arrives(upload, "project", "StartDate", cell) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2022-04-12T15:11:57.000+0000", datetime(2022, 4, 12, 15, 11, 57)),
        ("2022-04-12T15:11:57.000Z", datetime(2022, 4, 12, 15, 11, 57)),
        ("2022-04-12T15:11:57+02:00", datetime(2022, 4, 12, 13, 11, 57)),
        ("2022-04-12T15:11:57.000-0530", datetime(2022, 4, 12, 20, 41, 57)),
        ("12-04-2022 15:11", datetime(2022, 4, 12, 15, 11)),
        ("12-04-2022, 15:11:57", datetime(2022, 4, 12, 15, 11, 57)),
        ("12/4/2022 3:11 PM", datetime(2022, 4, 12, 15, 11)),
        ("12/4/2022 12:05 a.m.", datetime(2022, 4, 12, 0, 5)),
        ("44663.5", datetime(2022, 4, 12, 12, 0)),
        ("gisteren", None),
        ("31-02-2022", None),
        ("1-2", None),
    ],
)
def test_moments(upload, cell, value):
    assert arrives(upload, "contact", "CreatedDate", cell) == value


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["4/12/2022", "7/22/70"], [datetime(2022, 4, 12), datetime(1970, 7, 22)]),
        (["4/12/2022", "22/7/1970"], [datetime(2022, 12, 4), datetime(1970, 7, 22)]),
        (["4/12/2022", "5/6/2022"], [datetime(2022, 12, 4), datetime(2022, 6, 5)]),
        (["4/12/2022", "2022-07-22", "7/22/70"], [datetime(2022, 4, 12), datetime(2022, 7, 22)]),
    ],
    ids=["month_first", "day_first", "dutch_when_nothing_tells", "beside_iso"],
)
def test_a_column_shows_whether_its_month_comes_first(upload, cells, values):
    rows = "\n".join(f"{number},{cell}" for number, cell in enumerate(cells))

    upload.load(contacten=f"Id,CreatedDate\n{rows}\n")

    assert [row[0] for row in upload.rows("upstream.contact", "created")][: len(values)] == values


@pytest.mark.parametrize(
    "cell",
    ["ja", "Ja", "JA", "j", "waar", "WAAR", "true", "1", "yes", "y", "1.0", "1,0", "-1", "✓",
     "Aangevinkt", "Checked", "WAHR"],
)  # fmt: skip
def test_yes(upload, cell):
    assert arrives(upload, "relation", "IsActive", cell) is True


@pytest.mark.parametrize(
    "cell",
    ["nee", "Nee", "n", "onwaar", "false", "0", "no", "N", "0.0", "Niet aangevinkt", "Not Checked",
     "Unchecked", "☐"],
)  # fmt: skip
def test_no(upload, cell):
    assert arrives(upload, "portal_user", "IsActive", cell) is False


@pytest.mark.parametrize("cells", [["1.0", "0.0"], ["-1", "0"], ["Checked", "Not Checked"]])
def test_a_column_says_yes_and_no_in_one_way(upload, cells):
    rows = [{**ROWS["relation"], "Id": str(n), "IsActive": cell} for n, cell in enumerate(cells)]
    upload.load(file=written(rows))
    assert upload.rows("upstream.relation", "active") == [(True,), (False,)]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1.0", "active"),
        ("Niet aangevinkt", "inactive"),
        ("Actief", "active"),
        ("uit dienst", "left"),
        ("Uitdienst", "left"),
        ("UIT-DIENST", "left"),
        ("Vertrokken", "left"),
        ("Left", "left"),
        ("Inactief", "inactive"),
        ("niet actief", "inactive"),
        ("Op proef", "Op proef"),
        ("", None),
    ],
)
def test_status_words(upload, cell, value):
    assert arrives(upload, "contact", "Status", cell) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("hours", "hours"),
        ("Uren", "hours"),
        ("DEELOVEREENKOMST", "sub_agreement"),
        ("sub_agreement", "sub_agreement"),
        ("factuur", "invoice"),
        ("Facturen", "invoice"),
    ],
)
def test_kinds_of_approval(upload, cell, value):
    assert arrives(upload, "approval", "Kind", cell) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [("Afgerond", "closed"), ("beëindigd", "closed"), ("Lopend", "active"), ("Idee", "Idee")],
)
def test_project_status_words(upload, cell, value):
    assert arrives(upload, "project", "Status", cell) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [("10,", "10"), ("10.", "10"), ("K0010", "K0010"), ("1,5", "1,5"), ("Inc.", "Inc.")],
)
def test_whole_numbers_lose_the_decimal_sign_of_business_central(upload, cell, value):
    assert arrives(upload, "bc_contact", "Company No.", cell) == value
    assert arrives(upload, "bc_contact", "No.", cell) == value
