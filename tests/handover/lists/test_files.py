"""Files for people: safe in a spreadsheet, exact where asked."""

import csv
from datetime import date, datetime

import openpyxl
import pytest

from dq.errors import Invalid
from dq.handover.lists import files

HOSTILE = ["=1+1", "+31612345678", "-2", "@SUM(A1)", "\tx", "\rx", "plain", 'a"b;c\nd', "é€", None,
           "\nx", "＝1+1"]  # fmt: skip
SQL = "select unnest($values) as id, unnest($values) as text"


def read(path, separator=","):
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines, delimiter=separator))


def test_a_formula_start_gets_an_apostrophe(db, tmp_path):
    count = files.to_csv(db, SQL, tmp_path / "a.csv", {"values": HOSTILE})
    rows = read(tmp_path / "a.csv")
    assert count == len(HOSTILE)
    assert [text for _, text in rows[1:]] == [
        "'=1+1", "'+31612345678", "'-2", "'@SUM(A1)", "'\tx", "'\rx", "plain", 'a"b;c\nd', "é€", "",
        "'\nx", "'＝1+1",
    ]  # fmt: skip


def test_exact_columns_are_left_alone(db, tmp_path):
    files.to_csv(db, SQL, tmp_path / "a.csv", {"values": ["=1+1"]}, exact=("id",))
    assert read(tmp_path / "a.csv") == [["id", "text"], ["=1+1", "'=1+1"]]


def test_a_file_for_people_has_headings_a_mark_and_their_separator(db, tmp_path):
    files.to_csv(
        db,
        "select 'Zoë' as name, 1 as n",
        tmp_path / "a.csv",
        separator=";",
        wording=files.Wording({"name": 'Naam "kaart"'}),
    )
    assert (tmp_path / "a.csv").read_bytes() == '\ufeff"Naam ""kaart""";n\nZoë;1\n'.encode()


def test_no_rows_give_the_header(db, tmp_path):
    assert files.to_csv(db, "select 'x' as a where false", tmp_path / "a.csv") == 0
    assert read(tmp_path / "a.csv") == [["a"]]


def test_excel_holds_texts_numbers_and_dates_but_no_formula(db, tmp_path):
    sql = """
        select unnest(['=1+1', '+316', 'a' || chr(1) || 'b']) as text, 1.5 as n,
            date '2026-11-23' as day, timestamp '2026-11-23 10:00:00' as moment
    """
    assert (
        files.to_xlsx(db, sql, tmp_path / "a.xlsx", wording=files.Wording({"text": "Tekst"})) == 3
    )
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    header, *rows = sheet.iter_rows()
    assert [cell.value for cell in header] == ["Tekst", "n", "day", "moment"]
    assert [row[0].value for row in rows] == ["=1+1", "+316", "ab"]
    assert {row[0].data_type for row in rows} == {"s"}
    assert all(row[0].quotePrefix for row in rows)
    assert rows[0][1].value == 1.5
    assert rows[0][2].value == datetime(2026, 11, 23) or rows[0][2].value == date(2026, 11, 23)


def test_too_many_rows_for_excel_are_refused(db, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_EXCEL_ROWS", 2)
    with pytest.raises(Invalid, match="choose CSV"):
        files.to_xlsx(db, "select unnest([1, 2, 3]) as n", tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()


def test_codes_become_words_and_decimals_dutch(db, tmp_path):
    wording = files.Wording(
        {"n": "Getal"},
        {"status": {"left": "uit dienst"}, "general": {"true": "ja", "false": "nee"}},
    )
    sql = """
        select * from (values ('left', true, 0.5::double), ('other', null, 1.0::double))
            as rows(status, general, n)
    """
    files.to_csv(db, sql, tmp_path / "a.csv", separator=";", wording=wording)
    assert read(tmp_path / "a.csv", ";") == [
        ["status", "general", "Getal"],
        ["uit dienst", "ja", "0,5"],
        ["other", "", "1,0"],
    ]
    files.to_xlsx(db, sql, tmp_path / "a.xlsx", wording=wording)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [cell.value for cell in sheet[2]] == ["uit dienst", "ja", 0.5]
