"""The tables of the workbook: what is in them, and how a sheet has one that filters.

Tested in tests/handover/report/test_workbook.py.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dq.checks import Check
from dq.errors import N_
from dq.handover.lists.files import MOST_EXCEL_ROWS
from dq.handover.lists.sheet import cells, widths
from dq.handover.report import phrases
from dq.handover.report.contents.carried import Carried
from dq.handover.report.contents.decided import Decision
from dq.handover.report.contents.found import Found
from dq.handover.report.contents.repairs import Repair
from dq.words.voice import Voice

Table = tuple[list[str], list[tuple[Any, ...]]]
# Excel writes a day with this one as the system of its reader does.
DAY = "mm-dd-yy"
FINDINGS = (
    *(N_("Owner"), N_("State"), N_("Severity"), N_("Check"), N_("Name"), N_("Account")),
    *(N_("Detail"), N_("Other record"), N_("What to do"), N_("Since"), N_("Who has it"), N_("ID")),
)
DECISIONS = (N_("When"), N_("Who"), N_("What"), N_("Of"), N_("Check"), N_("Until"), N_("Reason"))
CARRIED = (
    *(N_("File"), N_("Record"), N_("Owner"), N_("Field"), N_("Was"), N_("Becomes"), N_("ID")),
)
REPAIRS = (*(N_("Owner"), N_("Check"), N_("Name"), N_("What was done"), N_("Undone"), N_("ID")),)
BY_HAND = N_("By hand")


def findings(found: Sequence[Found], checks: Mapping[str, Check], voice: Voice) -> Table:
    """The findings, the open ones first."""
    listed = sorted(found, key=lambda one: not one.open)
    rows = []
    for one in listed:
        check, finding = checks[one.finding.check_id], one.finding
        rows.append(
            (
                phrases.owner(one.owner, voice),
                voice.plain(phrases.STATES[one.state]),
                phrases.severity(check, voice),
                voice.plain(check.title),
                finding.name,
                finding.account,
                phrases.detail(check, one, voice),
                finding.other,
                voice.plain(check.action),
                one.since,
                phrases.owner(one.assignee, voice) if one.assignee else None,
                finding.record_id,
            )
        )
    return [voice.plain(name) for name in FINDINGS], rows


def decisions(listed: Sequence[Decision], checks: Mapping[str, Check], voice: Voice) -> Table:
    """What was decided, the newest first."""
    rows = [
        (
            one.moment.date(),
            phrases.actor(one, voice),
            phrases.decision(one, voice),
            ", ".join(one.names),
            phrases.checked(one.check_id, checks, voice) or None,
            one.until,
            one.reason,
        )
        for one in listed
    ]
    return [voice.plain(name) for name in DECISIONS], rows


def repairs(listed: Sequence[Repair], checks: Mapping[str, Check], voice: Voice) -> Table:
    """What was repaired by itself, that of the newest export first."""
    rows = [
        (
            phrases.owner(one.owner, voice),
            phrases.checked(one.done.check_id, checks, voice),
            one.done.name,
            phrases.repaired(one, voice),
            voice.plain("yes") if one.done.undone else None,
            one.done.record_id,
        )
        for one in listed
    ]
    return [voice.plain(name) for name in REPAIRS], rows


def carried(found: Carried, voice: Voice) -> Table:
    """What goes to Salesforce: a row per field, then what is done by hand."""
    rows: list[tuple[Any, ...]] = [
        (
            voice.plain(one.file.title),
            one.name,
            phrases.owner(one.owner, voice),
            phrases.field(one, voice),
            phrases.value(one, one.before, voice),
            phrases.value(one, one.after, voice),
            one.record_id,
        )
        for one in found.rows
    ]
    rows += [
        (
            voice.plain(BY_HAND),
            phrases.by_hand(one, voice),
            phrases.owner(one.owner, voice),
            *(None, None, None),
            one.work.id,
        )
        for one in found.by_hand
    ]
    return [voice.plain(name) for name in CARRIED], rows


def write(
    sheet: Any, name: str, head: Sequence[str], rows: Sequence[Sequence[Any]], voice: Voice
) -> None:
    """Fill a write-only sheet with a table of this name that filters; without rows it says so."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableStyleInfo

    shown = rows[:MOST_EXCEL_ROWS]
    above = _above(rows, voice)
    first = 2 if above else 1
    sheet.freeze_panes = f"A{first + 1}"
    for index, width in enumerate(widths(head, shown), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    if above:
        sheet.append([above])
    if not rows:
        return
    table: Any = Table(
        displayName=name, ref=f"A{first}:{get_column_letter(len(head))}{len(shown) + first}"
    )
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    table._initialise_columns()
    for column, heading in zip(table.tableColumns, head, strict=True):
        column.name = heading
    sheet.append(list(head))
    for row in shown:
        sheet.append([_dated(sheet, cell) for cell in cells(sheet, row)])
    sheet.tables.add(table)  # add_table() warns of columns, which it has


def _above(rows: Sequence[Sequence[Any]], voice: Voice) -> str:
    """What is said over a table: that it is empty, or not whole."""
    if not rows:
        return voice.plain("There is nothing here.")
    if len(rows) > MOST_EXCEL_ROWS:
        first = "The first {most} of {number} rows; the lists of the page Download have all."
        return voice.plain(first, most=MOST_EXCEL_ROWS, number=len(rows))
    return ""


def _dated(sheet: Any, value: Any) -> Any:
    """A day as Excel shows it by the notation of its reader."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, date) or isinstance(value, datetime):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = DAY
    return cell
