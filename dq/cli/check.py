"""Judge the data and write the open findings.

Tested in tests/test_command_line.py.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dq.cli import opened, progress, tell

if TYPE_CHECKING:
    from dq.checks import Check

FINDINGS = """
    select check_id as "check", severity, record_kind, record_id, other_id, detail
    from open_finding
    join (select unnest($checks) as check_id, unnest($severities) as severity) using (check_id)
    order by list_position($checks, check_id), record_kind, record_id, other_id
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the findings go."""
    parser.add_argument("--output", type=Path, required=True, metavar="CSV")


def run(given: argparse.Namespace) -> None:
    """Judge the data; write one row per affected record."""
    from dq.handover.lists import outputs
    from dq.handover.lists.files import header, to_csv
    from dq.judging import judge
    from dq.queries.review import overview
    from dq.settings import rules

    output = outputs.Output(given.output, lambda: header(FINDINGS, _asked({})))
    outputs.refuse([output], store=given.store)
    with opened(given.store, written=[given.output]) as db, outputs.drafts() as draft:
        judge.run(db, progress)
        known = rules.every(db)
        exact = ("record_id", "other_id")
        count = to_csv(db, FINDINGS, draft(given.output), _asked(known), exact=exact)
        unknown = overview.failed(db)
    tell(f"{given.output}: {count} findings", given.output)
    for check_id in unknown:
        title = known[check_id].title if check_id in known else check_id
        print(
            f"dq: {title} ({check_id}) could not be checked; its earlier findings stay",
            file=sys.stderr,
        )


def _asked(known: "Mapping[str, Check]") -> dict[str, list[str]]:
    """What the query asks: the checks in the order of work, and how grave each is."""
    return {
        "checks": list(known),
        "severities": [check.severity for check in known.values()],
    }
