"""The workbook, opened again, says what the store says; and nothing in it is a formula."""

import math
from datetime import datetime

import openpyxl
import pytest
import reported

from dq.handover.report import summary, tables, workbook
from dq.queries.review import scores
from dq.words import formats
from dq.words.voice import Voice


@pytest.fixture
def opened(tmp_path):
    """Write a report and open it again: opened(db, code, **asked)."""

    def make(db, code="nl", **asked):
        found = reported.read(db, **asked)
        target = tmp_path / "week.xlsx"
        workbook.write(found, Voice(code), target)
        return found, openpyxl.load_workbook(target)

    return make


def rows(sheet, first):
    """The rows of a table as dicts, by the heading that its first column has."""
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(at for at, row in enumerate(values) if row[0] == first and row[1] is not None)
    head = [one for one in values[start] if one is not None]
    found = []
    for row in values[start + 1 :]:
        if row[0] is None:
            break
        found.append(dict(zip(head, row, strict=False)))
    return found


def slow(db, check_id):
    of = [row for row in reported.table(db, "finding") if row["check_id"] == check_id]
    return reported.slow_count([reported.slow_state(row, 1) for row in of])


def test_the_sheets_in_either_language(firm, opened):
    _, book = opened(firm)
    owners = ["Bas Peters", "Karin de Wit"]
    assert book.sheetnames == [
        *("Samenvatting", "Bevindingen", "Beslissingen", "Naar Salesforce"),
        *owners,
    ]
    _, book = opened(firm, "en")
    assert book.sheetnames == ["Summary", "Findings", "Decisions", "To carry over", *owners]


def test_the_summary_has_the_numbers_of_the_store(firm, opened):
    found, book = opened(firm, "en")
    sheet = book["Summary"]
    states = [reported.slow_state(row, 1) for row in reported.table(firm, "finding")]
    said = {row[0].value: row[1].value for row in sheet.iter_rows(max_row=24) if row[1].value}
    wanted = reported.slow_count(states)
    for name, title in summary.COUNTED.items():
        assert said.get(title, 0) == wanted[name]
    each = {one.dimension: one.value for one in scores.scores(firm)}
    for name, value in (
        ("Score", scores.trend(firm)[-1][1]),
        ("Completeness", each["completeness"]),
    ):
        assert said[name] == formats.tenth(value) / 1000
    assert said["Cases"] == len(reported.table(firm, "review_case")) == len(found.cases)


def test_the_table_of_checks_has_the_numbers_of_the_store(firm, opened):
    found, book = opened(firm, "en")
    ids = {one.check.title: one.check.id for one in found.checks}
    listed = rows(book["Summary"], "Check")
    assert [row["Check"] for row in listed] == [
        one.check.title for one in summary.shown(found.checks)
    ]
    for row in listed:
        wanted = slow(firm, ids[row["Check"]])
        said = {name: row[title] for name, title in summary.COUNTED.items()}
        assert said == wanted


def test_the_table_of_owners_has_the_numbers_of_the_store(firm, opened):
    _, book = opened(firm, "en")
    of = reported.table(firm, "finding")
    for row in rows(book["Summary"], "Owner"):
        name = "" if row["Owner"] == "Nobody" else row["Owner"]
        mine = [one for one in of if reported.slow_owner(firm, one) == name]
        wanted = reported.slow_count([reported.slow_state(one, 1) for one in mine])
        assert {key: row[title] for key, title in summary.COUNTED.items()} == wanted
        assert row["Cases"] == len(reported.slow_cases(firm, name))


def test_every_finding_is_a_row_that_a_filter_finds(firm, opened):
    _, book = opened(firm, "en")
    sheet = book["Findings"]
    listed = rows(sheet, "Owner")
    every = [row for row in reported.table(firm, "finding") if (row["solved_load"] or 2) > 1]
    assert sorted((row["ID"], row["Owner"]) for row in listed) == sorted(
        (row["record_id"], reported.slow_owner(firm, row) or "Nobody") for row in every
    )
    [table] = sheet.tables.values()
    assert table.ref == f"A1:L{len(listed) + 1}"
    assert table.autoFilter.ref == table.ref
    assert [column.name for column in table.tableColumns] == list(tables.FINDINGS)
    assert {row["State"] for row in listed} >= {"New", "Open", "Under way", "Not needed", "Later"}


def test_an_owners_sheet_has_their_findings(firm, opened):
    _, book = opened(firm, "en")
    listed = rows(book["Findings"], "Owner")
    for name in ("Bas Peters", "Karin de Wit"):
        mine = [row for row in listed if row["Owner"] == name]
        assert rows(book[name], "Owner") == mine


def test_every_table_of_the_book_has_a_name_of_its_own(firm, opened):
    _, book = opened(firm)
    names = [table.displayName for sheet in book for table in sheet.tables.values()]
    assert len(names) == len({name.casefold() for name in names}) == 5


def test_the_charts_are_of_the_rows_that_hold_the_numbers(firm, opened):
    _, book = opened(firm, "en")
    sheet = book["Summary"]
    assert len(sheet._charts) == 3
    line, owners, checks = sheet._charts
    assert [numbers(sheet, one) for one in line.series] == [
        [row["Score"] for row in rows(sheet, "Export")],
        [row["Target"] for row in rows(sheet, "Export")],
    ]
    assert numbers(sheet, owners.series[0]) == [row["Open"] for row in rows(sheet, "Owner")]
    assert numbers(sheet, checks.series[0]) == [
        row["Open"] for row in rows(sheet, "Check") if row["Open"]
    ]


def numbers(sheet, series):
    """The cells that a series of a chart is drawn from."""
    area = series.val.numRef.f.rpartition("!")[2].replace("$", "")
    return [row[0].value for row in sheet[area]]


def test_the_charts_stand_on_no_number(crowd, opened):
    _, book = opened(crowd, "en")
    sheet = book["Summary"]
    end = max(
        chart.anchor._from.row + math.ceil(chart.anchor.ext.height / 9525 / 20)
        for chart in sheet._charts
    )
    first = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Export")
    assert end < first


def test_decisions_and_what_is_carried_over(firm, opened):
    found, book = opened(firm)
    listed = rows(book["Beslissingen"], "Wanneer")
    assert len(listed) == len(found.decisions) == 5
    assert {row["Wie"] for row in listed} == {"Vera", "Tom", "iemand"}
    given = next(row for row in listed if row["Wat"] == "gegeven aan Tom")
    assert given["Tot en met"] == datetime(2999, 1, 1)
    carried = rows(book["Naar Salesforce"], "Bestand")
    assert len(carried) == len(found.carried.rows)
    address = next(row for row in carried if row["Wordt"] == "f.yildiz@zuidas.example")
    assert (address["Eigenaar"], address["Was"]) == ("Bas Peters", "fatima@zuidas.example")


def test_no_text_is_a_formula_and_every_sheet_has_a_name_that_excel_has(hostile, opened):
    _, book = opened(hostile)
    for sheet in book:
        assert len(sheet.title) <= 31
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    assert cell.quotePrefix
    owners = {row["Eigenaar"] for row in rows(book["Bevindingen"], "Eigenaar")}
    assert any(name.startswith("=cmd") for name in owners)


def test_with_sixty_owners_the_column_filters(crowd, opened):
    found, book = opened(crowd)
    assert len(book.sheetnames) == 4
    assert len(found.owners) > 60
    owners = {row["Eigenaar"] for row in rows(book["Bevindingen"], "Eigenaar")}
    assert {f"Eigenaar {at:02}" for at in range(60)} <= owners


def test_one_owner_alone_has_no_sheets_beside(firm, opened):
    _, book = opened(firm, owner="Bas Peters")
    assert len(book.sheetnames) == 4
    assert {row["Eigenaar"] for row in rows(book["Bevindingen"], "Eigenaar")} == {"Bas Peters"}


def test_an_empty_list_says_so(firm, opened):
    firm.execute("delete from change")
    _, book = opened(firm)
    assert book["Beslissingen"]["A1"].value == "Hier staat niets."
    assert not book["Beslissingen"].tables


def test_more_rows_than_excel_opens_well_are_cut_and_it_is_said(firm, opened, monkeypatch):
    monkeypatch.setattr(tables, "MOST_EXCEL_ROWS", 3)
    found, book = opened(firm, "en")
    sheet = book["Findings"]
    assert "The first 3 of" in sheet["A1"].value
    assert str(len(found.found)) in sheet["A1"].value
    [table] = sheet.tables.values()
    assert table.ref == "A2:L5"
