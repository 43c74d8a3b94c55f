"""The report as a workbook: a summary with charts, and a table a sheet of what is behind it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dq.errors import N_
from dq.handover.lists.sheet import CREATOR
from dq.handover.report import names, phrases, summary, tables
from dq.handover.report.contents import belonging
from dq.handover.report.contents.found import Found, per_owner
from dq.handover.report.contents.report import Report
from dq.words.voice import Voice

SUMMARY, FINDINGS = N_("Summary"), N_("Findings")
DECISIONS, CARRIED = N_("Decisions"), N_("To carry over")
# With more owners than this the owners have no sheet of their own: the column filters as well.
MOST_SHEETS = 12


def write(report: Report, voice: Voice, target: Path) -> None:
    """Write it to `target`."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = CREATOR
    book.properties.title = phrases.heading(report, voice)
    titles = [voice.plain(one) for one in (SUMMARY, FINDINGS, DECISIONS, CARRIED, phrases.REPAIRED)]
    summary.write(book.create_sheet(titles[0]), report, voice)
    checks = {one.check.id: one.check for one in report.checks}

    def add(title: str, name: str, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        tables.write(book.create_sheet(title), name, head, rows, voice)

    add(titles[1], "Findings", *tables.findings(report.found, checks, voice))
    add(titles[2], "Decisions", *tables.decisions(report.decisions, checks, voice))
    add(titles[3], "Carry", *tables.carried(report.carried, voice))
    if report.repairs.listed:
        add(titles[4], "Repaired", *tables.repairs(report.repairs.listed, checks, voice))
    parts = _parts(report)
    called = [phrases.owner(name, voice) for name in parts]
    for number, (title, part) in enumerate(
        zip(names.sheets(called, titles), parts.values(), strict=True), 1
    ):
        add(title, f"Owner{number}", *tables.findings(part, checks, voice))
    book.save(target)


def _parts(report: Report) -> dict[str, list[Found]]:
    """The findings of each owner who gets a sheet."""
    if report.owner is not None:
        return {}
    parts = per_owner(report.found)
    some = {name: part for name, part in parts.items() if name != belonging.NOBODY}
    return some if len(some) <= MOST_SHEETS else {}
