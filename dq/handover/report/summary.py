"""The first sheet of the workbook: the numbers of the report, with charts beside them.

Tested in tests/handover/report/test_workbook.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dq.errors import N_
from dq.handover.lists.sheet import cells
from dq.handover.report import phrases
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
# Where the charts stand, and so many rows each takes.
COLUMN, TALL = "M", 17
# So many bars a chart has.
MOST_BARS = 20


@dataclass(frozen=True)
class Block:
    """Where the rows of a table stand on the sheet, its header apart."""

    first: int
    last: int


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
    blocks = {
        "trend": _trend(page, report, voice),
        "checks": _checks(page, report, voice),
        "owners": _owners(page, report, voice),
    }
    _carried(page, report, voice)
    _charts(sheet, report, blocks, voice)


def _figures(page: Sheet, report: Report, voice: Voice) -> None:
    overall = report.standing.overall
    page.add()
    if overall and report.owner is None:
        page.add([voice.plain("Score"), *_scored(overall)], bold=True)
        for name, score in report.standing.dimensions.items():
            page.add([voice.plain(codes.DIMENSIONS[name]), *_scored(score)])
        page.add([voice.plain("Target for the score"), (report.target, PERCENT)])
        page.add([phrases.aim(report, voice)])
        page.add([voice.plain(phrases.FORMULA)])
        page.add()
    for name, title in COUNTED.items():
        page.add([voice.plain(title), getattr(report.total, name)], bold=name == "open")
    page.add([voice.plain(phrases.ASIDE)])
    page.add([voice.plain("Cases"), len(report.cases)])
    page.add([voice.plain("Minutes for the cases, about"), report.minutes])
    for line in phrases.unsaid(report, voice):
        page.add([line])


def _scored(score: Score) -> list[Any]:
    """A score and its change in points, which agree as they are shown."""
    now, before = formats.tenth(score.value), score.before
    change = None if before is None else (now - formats.tenth(before)) / 10
    return [(now / 1000, PERCENT), (change, POINTS)]


def _trend(page: Sheet, report: Report, voice: Voice) -> Block:
    if report.owner is not None:
        return Block(1, 0)
    rows = [[(day, DAY), (value, PERCENT)] for day, value in report.standing.trend]
    return page.table([voice.plain("Export"), voice.plain("Score")], rows)


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
    head = [*OWNERS, *COUNTED.values()]
    rows = [
        [
            *(phrases.owner(one.name, voice), one.cases, one.minutes),
            *(getattr(one.count, name) for name in COUNTED),
        ]
        for one in report.owners
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


def _charts(sheet: Any, report: Report, blocks: dict[str, Block], voice: Voice) -> None:
    place = 1
    bars = sum(bool(one.count.open) for one in report.checks)
    for name, columns, title, most in (
        ("trend", (1, 2), N_("Score per export"), 1_000),
        ("checks", (1, 3), N_("Open findings per check"), min(bars, MOST_BARS)),
        ("owners", (1, 4), N_("Open findings per owner"), MOST_BARS),
    ):
        block = blocks[name]
        last = min(block.last, block.first + most - 1)
        if last < block.first:
            continue
        chart = _line() if name == "trend" else _bars(last - block.first + 1)
        chart.title = voice.plain(title)
        _of(chart, sheet, columns, Block(block.first, last))
        sheet.add_chart(chart, f"{COLUMN}{place}")
        place += round(chart.height * 2) + 2


def _of(chart: Any, sheet: Any, columns: tuple[int, int], rows: Block) -> None:
    from openpyxl.chart import Reference

    names, numbers = columns
    span = {"min_row": rows.first, "max_row": rows.last}
    chart.add_data(Reference(sheet, min_col=numbers, **span), titles_from_data=False)
    chart.set_categories(Reference(sheet, min_col=names, **span))
    chart.legend = None
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False  # openpyxl leaves them out otherwise


def _line() -> Any:
    from openpyxl.chart import LineChart

    chart: Any = LineChart()
    chart.height, chart.width = 7, 18
    chart.x_axis.number_format = DAY
    chart.y_axis.number_format = "0%"
    return chart


def _bars(number: int) -> Any:
    from openpyxl.chart import BarChart

    chart: Any = BarChart()
    chart.type = "bar"
    chart.gapWidth = 40
    chart.height, chart.width = 3 + 0.55 * number, 18
    chart.x_axis.scaling.orientation = "maxMin"  # the first on top
    return chart
