"""The charts of the workbook, drawn by Excel from the rows of the summary.

Tested in tests/handover/report/test_workbook.py.
"""

import math
from dataclasses import dataclass
from typing import Any

# So many bars a chart has at most, of the first rows of its table.
MOST_CHECKS, MOST_OWNERS = 20, 12
# The columns beside the figures that charts begin in, and the row.
LEFT, RIGHT, TOP = "E", "L", 4
# What a row of a sheet is high, and what a chart is high and wide, in centimetres.
ROW, LINE, WIDE = 0.53, 7.0, 15.5


@dataclass(frozen=True)
class Block:
    """Where the rows of a table stand on the sheet, its header apart."""

    first: int
    last: int

    def upto(self, most: int) -> "Block":
        """The first of these rows."""
        return Block(self.first, min(self.last, self.first + most - 1))

    def __len__(self) -> int:
        return max(0, self.last - self.first + 1)


@dataclass(frozen=True)
class Bars:
    """A chart of bars: its title, its table, and the columns of the names and of the numbers."""

    title: str
    rows: Block
    names: int
    numbers: int


def end(line: bool, owners: int, checks: int) -> int:
    """The first row that is under all charts, of so many bars."""
    left = _rows(LINE) if line else 0
    left += _rows(_height(min(owners, MOST_OWNERS))) if owners else 0
    right = _rows(_height(min(checks, MOST_CHECKS))) if checks else 0
    return TOP + max(left, right) + 1


def line(sheet: Any, title: str, head: int, rows: Block, least: float) -> None:
    """The score and the target per export: columns 1 to 3 of a table with its header in `head`.

    :param least: the lowest number (0..1) in it
    """
    from openpyxl.chart import LineChart, Reference

    if not len(rows):
        return
    chart: Any = LineChart()
    chart.title, chart.height, chart.width = title, LINE, WIDE
    numbers = Reference(sheet, min_col=2, max_col=3, min_row=head, max_row=rows.last)
    chart.add_data(numbers, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=rows.first, max_row=rows.last))
    chart.x_axis.number_format, chart.y_axis.number_format = "mm-dd-yy", "0%"
    chart.y_axis.scaling.min = max(0.0, math.floor(least * 20 - 0.2) / 20)
    chart.y_axis.scaling.max = 1.0
    chart.legend.position = "b"
    chart.series[0].marker.symbol = "circle"  # one export alone is a point
    chart.series[1].graphicalProperties.line.dashStyle = "dash"
    _shown(chart)
    sheet.add_chart(chart, f"{LEFT}{TOP}")


def bars(sheet: Any, owners: Bars, checks: Bars, under: bool) -> None:
    """The two charts of bars, that of owners under the line where there is one."""
    place = TOP + (_rows(LINE) if under else 0)
    for one, most, at in (
        (owners, MOST_OWNERS, f"{LEFT}{place}"),
        (checks, MOST_CHECKS, f"{RIGHT}{TOP}"),
    ):
        if len(rows := one.rows.upto(most)):
            _bars(sheet, one, rows, at)


def _bars(sheet: Any, one: Bars, rows: Block, at: str) -> None:
    from openpyxl.chart import BarChart, Reference

    chart: Any = BarChart()
    chart.type, chart.gapWidth, chart.title = "bar", 40, one.title
    chart.height, chart.width = _height(len(rows)), WIDE
    span = {"min_row": rows.first, "max_row": rows.last}
    chart.add_data(Reference(sheet, min_col=one.numbers, **span), titles_from_data=False)
    chart.set_categories(Reference(sheet, min_col=one.names, **span))
    chart.x_axis.scaling.orientation = "maxMin"  # the first on top
    chart.legend = None
    _shown(chart)
    sheet.add_chart(chart, at)


def _shown(chart: Any) -> None:
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False  # openpyxl leaves them out otherwise


def _height(number: int) -> float:
    return 3 + 0.55 * number


def _rows(height: float) -> int:
    return math.ceil(height / ROW) + 1
