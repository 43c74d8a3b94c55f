"""Judge the data and write the open findings."""

import argparse
import sys
from pathlib import Path

from dq.cli import opened, progress

FINDINGS = """
    select check_id as "check", severity, record_kind, record_id, other_id, detail
    from finding
    join (select unnest($checks) as check_id, unnest($severities) as severity) using (check_id)
    where solved_load is null
    order by list_position($checks, check_id), record_kind, record_id, other_id
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the findings go."""
    parser.add_argument("--output", type=Path, required=True, metavar="CSV")


def run(given: argparse.Namespace) -> None:
    """Judge the data; write one row per affected record."""
    from dq import judge
    from dq.checks import all_checks
    from dq.handover.files import to_csv
    from dq.queries import overview

    with opened(given.store) as db:
        judge.run(db, progress)
        known = all_checks()
        count = to_csv(
            db,
            FINDINGS,
            given.output,
            {
                "checks": list(known),
                "severities": [check.severity for check in known.values()],
            },
            exact=("record_id", "other_id"),
        )
        unknown = overview.failed(db)
    print(f"{given.output}: {count} findings")
    for check_id in unknown:
        title = known[check_id].title if check_id in known else check_id
        print(
            f"dq: {title} ({check_id}) could not be checked; its earlier findings stay",
            file=sys.stderr,
        )
