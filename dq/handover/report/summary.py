"""The first sheet of the workbook: the numbers of the report, with charts beside them.

Tested in tests/handover/report/test_workbook.py.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from dq.errors import N_
from dq.handover.lists.sheet import cells
from dq.handover.report import charts, phrases
from dq.handover.report.charts import Bars, Block
from dq.handover.report.contents.report import Checked, Report
from dq.handover.report.contents.standing import Score
from dq.handover.report.tables import DAY
from dq.words import codes, formats
from dq.words.voice import Voice

# The numbers of findings, in the order of the columns.
COUNTED = {
    "open": N_("Open"),
    "new": N_("New"),
    "returned": N_("Returned"),
    "solved": N_("Solved"),
    "under_way": N_("Under way"),
    "accepted": N_("Not needed"),
    "later": N_("Later"),
}
CHECKS = (
    *(N_("Check"), N_("Severity"), COUNTED["open"], N_("Change")),
    *list(COUNTED.values())[1:],
)
OWNERS = (N_("Owner"), N_("Cases"), N_("Minutes"))
PERCENT, POINTS = "0.0%", "+0.0;-0.0;0.0"
WIDTHS = (44, 16, *[12] * 9)


class Sheet:
    """A write-only sheet that knows how far it is."""

    def __init__(self, sheet: Any) -> None:
        self.sheet, self.row = sheet, 0

    def add(self, values: Iterable[Any] = (), *, bold: bool = False, size: int = 11) -> None:
        """A row, each value as itself or as (value, number format)."""
        from openpyxl.cell import Cell, WriteOnlyCell
        from openpyxl.styles import Font

        made = []
        for value in values:
            content, shape = value if isinstance(value, tuple) else (value, "General")
            [cell] = cells(self.sheet, [content])
            if not isinstance(cell, Cell):
                cell = WriteOnlyCell(self.sheet, value=cell)
            cell.font = Font(bold=bold, size=size)
            cell.number_format = shape
            made.append(cell)
        self.sheet.append(made)
        self.row += 1

    def to(self, row: int) -> None:
        """Empty rows as far as the one before this."""
        while self.row < row - 1:
            self.add()

    def table(self, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> Block:
        """A table with its header, and an empty row before it."""
        self.add()
        self.add(head, bold=True)
        first = self.row + 1
        for row in rows:
            self.add(row)
        return Block(first, self.row)


def write(sheet: Any, report: Report, voice: Voice) -> None:
    """Fill the sheet."""
    from openpyxl.utils import get_column_letter

    for index, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    page = Sheet(sheet)
    page.add([phrases.heading(report, voice)], bold=True, size=16)
    page.add([phrases.week(report, voice)])
    page.add([phrases.compared(report, voice)])
    _figures(page, report, voice)
    whole = bool(report.standing.trend)
    busy = sum(bool(one.count.open) for one in report.checks)
    page.to(charts.end(whole, len(report.owners), busy))
    trend = _trend(page, report, voice) if whole else Block(1, 0)
    checks = _checks(page, report, voice)
    owners = _owners(page, report, voice)
    _carried(page, report, voice)
    page.add()
    for note in (phrases.FORMULA, phrases.ASIDE):
        page.add([voice.plain(note)])
    values = [report.target, *(value for _day, value in report.standing.trend)]
    charts.line(sheet, voice.plain("Score per export"), trend.first - 1, trend, min(values))
    charts.bars(
        sheet,
        Bars(voice.plain("Open findings per owner"), owners, 1, 4),
        Bars(voice.plain("Open findings per check"), checks.upto(busy), 1, 3),
        whole,
    )


def _figures(page: Sheet, report: Report, voice: Voice) -> None:
    overall = report.standing.overall
    page.add()
    if overall:
        page.add([voice.plain("Score"), *_scored(overall)], bold=True)
        for name, score in report.standing.dimensions.items():
            page.add([voice.plain(codes.DIMENSIONS[name]), *_scored(score)])
        page.add([voice.plain("Target for the score"), (report.target, PERCENT)])
        for line in (phrases.aim(report, voice), *phrases.lasting(report, voice)):
            page.add([line])
        page.add()
    for name, title in COUNTED.items():
        page.add([voice.plain(title), getattr(report.total, name)], bold=name == "open")
    page.add([voice.plain("Cases"), len(report.cases)])
    page.add([voice.plain("Minutes for the cases, about"), report.minutes])
    if report.repairs.listed:
        page.add([voice.plain(phrases.REPAIRED), len(report.repairs.listed)])
        page.add([voice.plain("Of those undone"), report.repairs.undone])
    for line in phrases.unsaid(report, voice):
        page.add([line])


def _scored(score: Score) -> list[Any]:
    """A score and its change in points, which agree as they are shown."""
    now, before = formats.tenth(score.value), score.before
    change = None if before is None else (now - formats.tenth(before)) / 10
    return [(now / 1000, PERCENT), (change, POINTS)]


def _trend(page: Sheet, report: Report, voice: Voice) -> Block:
    aim = (report.target, PERCENT)
    rows = [[(day, DAY), (value, PERCENT), aim] for day, value in report.standing.trend]
    return page.table([voice.plain(one) for one in (N_("Export"), N_("Score"), N_("Target"))], rows)


def _checks(page: Sheet, report: Report, voice: Voice) -> Block:
    rows = [_check(one, voice) for one in shown(report.checks)]
    return page.table([voice.plain(name) for name in CHECKS], rows)


def shown(checks: Sequence[Checked]) -> list[Checked]:
    """The checks with any number at all, those with open findings first, in the order of work."""
    some = [one for one in checks if one.change or any(vars(one.count).values())]
    return sorted(some, key=lambda one: not one.count.open)


def _check(one: Checked, voice: Voice) -> list[Any]:
    numbers = [getattr(one.count, name) for name in COUNTED]
    return [
        *(voice.plain(one.check.title), phrases.severity(one.check, voice)),
        *(numbers[0], one.change, *numbers[1:]),
    ]


def _owners(page: Sheet, report: Report, voice: Voice) -> Block:
    head = [*OWNERS, *COUNTED.values(), N_("Score")]
    rows = [
        [
            *(phrases.owner(one.name, voice), one.cases, one.minutes),
            *(getattr(one.count, name) for name in COUNTED),
            None if one.score is None else (formats.tenth(one.score) / 1000, PERCENT),
        ]
        for one in sorted(report.owners, key=lambda one: -one.count.open)
    ]
    return page.table([voice.plain(name) for name in head], rows)


def _carried(page: Sheet, report: Report, voice: Voice) -> None:
    found = report.carried
    rows: list[list[Any]] = [[voice.plain(file.title), number] for file, number in found.files]
    if found.by_hand:
        rows.append([voice.plain("By hand"), len(found.by_hand)])
    rows += [[voice.plain(phrases.STAYS[name]), n] for name, n in found.stays.items() if n]
    head = [voice.plain("To carry over to Salesforce"), voice.plain("Rows")]
    page.table(head, rows or [[voice.plain("Everything is in Salesforce, or on its way there.")]])
