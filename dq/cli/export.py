"""Write every list as CSV and Excel, and the file that Business Central imports.

Tested in tests/test_command_line.py.
"""

import argparse
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dq.cli import opened, progress

if TYPE_CHECKING:
    from dq.checks import Check

# What Business Central imports is called.
IMPORT = "business_central_import"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The folder that they go to."""
    parser.add_argument("--output", type=Path, required=True, metavar="DIR")


def run(given: argparse.Namespace) -> None:
    """Write every list to a folder, as CSV and as Excel where Excel can hold it."""
    from dq.checks import all_checks
    from dq.handover.lists import business_central, outputs
    from dq.handover.lists.files import MOST_EXCEL_ROWS, header, to_csv, to_xlsx
    from dq.judging import judge
    from dq.settings import rules

    lists = {
        given.output / f"{name}.csv": (sql, parameters)
        for name, (sql, parameters) in _lists(all_checks()).items()
    }
    tables = [outputs.Output(path, partial(header, *asked)) for path, asked in lists.items()]
    sheets = [outputs.Output(path.with_suffix(".xlsx")) for path in lists]
    outputs.refuse([*tables, *sheets], store=given.store, made=given.output)
    imported = given.output / f"{IMPORT}.csv"
    with opened(given.store, written=lists) as db, outputs.drafts() as draft:
        given.output.mkdir(parents=True, exist_ok=True)
        ours = [outputs.Output(imported, partial(business_central.headings, db))]
        book = outputs.Output(imported.with_suffix(".xlsx"))
        outputs.refuse([*ours, book], made=given.output)
        judge.refresh(db, progress)
        for name, (sql, parameters) in _lists(rules.every(db)).items():
            path = given.output / f"{name}.csv"
            count = to_csv(db, sql, draft(path), parameters)
            print(f"{path}: {count} rows")
            if count <= MOST_EXCEL_ROWS:
                sheet = draft(path.with_suffix(".xlsx"))
                to_xlsx(db, sql, sheet, parameters, title=path.stem)
        found = business_central.read(db)
        business_central.to_csv(found, draft(imported))
        print(f"{imported}: {len(found.rows)} rows")
        if len(found.rows) <= MOST_EXCEL_ROWS:
            business_central.to_xlsx(found, draft(imported.with_suffix(".xlsx")))


def _lists(known: "Mapping[str, Check]") -> dict[str, tuple[str, dict[str, list[str]]]]:
    """Every list by name: its query and what that asks."""
    from dq.handover.lists import findings
    from dq.handover.lists.tables import TABLES

    named = {
        "checks": list(known),
        "titles": [check.title for check in known.values()],
    }
    described: dict[str, list[str]] = {
        "severities": [check.severity for check in known.values()],
        "actions": [check.action for check in known.values()],
    }
    return {"findings": (findings.listed(findings.OPEN), named | described)} | {
        name: (table.sql, named if table.named else {}) for name, table in TABLES.items()
    }
