"""Names of sheets and files, of whatever people are called."""

import pytest

from dq.handover.report import names


@pytest.mark.parametrize(
    ("name", "sheet", "file"),
    [
        ("Sanne de Wit", "Sanne de Wit", "Sanne de Wit"),
        ("a[b]:c*d?e/f\\g", "a b c d e f g", "a[b] c d e f g"),
        ("'Jan'", "Jan", "Jan"),
        ("History", "History (2)", "History"),
        ("..", "..", "-"),
        ("", "-", "-"),
        ("CON", "CON", "_CON"),
        ("Karin\r\nBcc: x", "Karin Bcc x", "Karin Bcc x"),
        ("x" * 200, "x" * 31, "x" * 80),
        ("😀" * 40, "😀" * 15, "😀" * 40),
    ],
    ids=["plain", "signs", "quotes", "excels own", "points", "none", "windows", "lines", "long",
         "emoji"],
)  # fmt: skip
def test_a_name_that_excel_and_windows_have(name, sheet, file):
    assert names.sheets([name]) == [sheet]
    assert names.files([name]) == [file]


def test_names_that_differ_in_case_alone_get_a_number():
    alike = ["Jan Bos", "JAN BOS", "jan bos"]
    assert names.files(alike) == ["Jan Bos", "JAN BOS (2)", "jan bos (3)"]
    long = ["y" * 40 + "1", "y" * 40 + "2"]
    first, second = names.sheets(long)
    assert first != second
    assert {len(first), len(second)} == {31}


def test_a_sheet_gets_no_name_that_another_has():
    assert names.sheets(["Bevindingen"], ["bevindingen"]) == ["Bevindingen (2)"]
