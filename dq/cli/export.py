"""Write every list as CSV and Excel."""

import argparse
from pathlib import Path

from dq.cli import opened, progress


def arguments(parser: argparse.ArgumentParser) -> None:
    """The folder that they go to."""
    parser.add_argument("--output", type=Path, required=True, metavar="DIR")


def run(given: argparse.Namespace) -> None:
    """Write every list to a folder, as CSV and as Excel where Excel can hold it."""
    from dq import judge
    from dq.checks import all_checks
    from dq.handover import findings
    from dq.handover.files import MOST_EXCEL_ROWS, to_csv, to_xlsx
    from dq.handover.tables import TABLES

    known = all_checks()
    named = {
        "checks": list(known),
        "titles": [check.title for check in known.values()],
    }
    described: dict[str, list[str]] = {
        "severities": [check.severity for check in known.values()],
        "actions": [check.action for check in known.values()],
    }
    lists: dict[str, tuple[str, dict[str, list[str]]]] = {
        "findings": (findings.listed(findings.OPEN), named | described)
    }
    lists |= {name: (table.sql, named if table.named else {}) for name, table in TABLES.items()}
    given.output.mkdir(parents=True, exist_ok=True)
    with opened(given.store) as db:
        judge.refresh(db, progress)
        for name, (sql, parameters) in lists.items():
            count = to_csv(db, sql, given.output / f"{name}.csv", parameters)
            print(f"{given.output / name}.csv: {count} rows")
            if count <= MOST_EXCEL_ROWS:
                to_xlsx(db, sql, given.output / f"{name}.xlsx", parameters, title=name)
