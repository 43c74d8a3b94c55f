"""Find duplicates and write pairs and groups.

Tested in tests/test_command_line.py.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dq.cli import opened, progress, tell
from dq.errors import N_, Invalid

if TYPE_CHECKING:
    from dq.matching.values.lists import Own
    from dq.settings import Value

FOUND = """
    select left_id, right_id, score
    from pair
    where record_kind = $kind
    order by score desc, left_id, right_id
"""
GROUPED = """
    select record_id as contact_id, group_id
    from cluster
    where record_kind = $kind
    order by group_id, record_id
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where they are looked for, by which engine, and where pairs and groups go."""
    parser.add_argument("--pairs", type=Path, required=True, metavar="CSV")
    parser.add_argument("--groups", type=Path, required=True, metavar="CSV")
    parser.add_argument("--kind", choices=("contact", "account"), default="contact")
    parser.add_argument(
        "--engine",
        choices=("duckdb", "spark"),
        default="duckdb",
        help="spark: --input of any size, folders as output (docs/operations.md)",
    )
    parser.add_argument("--master", default="local[*]", help="the Spark master to run on")
    parser.add_argument(
        "--input",
        type=Path,
        metavar="PATH",
        help="a CSV file (with --columns) or a folder of exports, instead of the store",
    )
    parser.add_argument(
        "--columns",
        metavar="KIND=HEADER,...",
        help="what the columns of --input hold, such as given_name=FirstName,surname=LastName",
    )
    parser.add_argument(
        "--id",
        metavar="COLUMN",
        help='which column of --input tells the records apart (one called "id", else the line)',
    )
    parser.add_argument(
        "--settings",
        type=Path,
        metavar="JSON",
        help="a file of settings: call names, legal forms, domains, and whether decisions teach",
    )
    parser.add_argument(
        "--decisions",
        type=Path,
        metavar="PATH",
        help="what people decided of pairs in --input: left_id,right_id,same (true or false)",
    )


def run(given: argparse.Namespace) -> None:
    """Find duplicates in the store or in files; write their pairs and their groups."""
    if given.engine == "spark" and given.input is None:
        raise Invalid(N_("Spark reads files: name them with --input."))
    if given.decisions is not None and given.input is None:
        raise Invalid(N_("--decisions goes with --input; the store has its own."))
    if given.settings is not None and given.input is None:
        raise Invalid(N_("--settings goes with --input; the store has its own."))
    one_file = given.engine != "spark" and given.input and not given.input.is_dir()
    if given.id is not None and not one_file:
        raise Invalid(N_("--id goes with one file as --input."))
    _refuse_outputs(given)
    find = _in_store if given.input is None else _in_files
    pairs, grouped = find(given)
    tell(
        f"{given.pairs}: {pairs} pairs\n{given.groups}: {grouped} {given.kind}s in groups",
        given.pairs,
        given.groups,
    )


def _refuse_outputs(given: argparse.Namespace) -> None:
    """Say what is wrong with the outputs before minutes are spent on what goes there.

    :raises Invalid: see `outputs.refuse`
    """
    from dq.handover.lists import outputs
    from dq.matching.files.match import GROUPS, PAIRS

    kept = _inputs(given)
    if given.engine == "spark":
        outputs.refuse_folders((given.pairs, given.groups), kept)
        return
    files = (
        outputs.Output(given.pairs, lambda: PAIRS),
        outputs.Output(given.groups, lambda: GROUPS),
    )
    outputs.refuse(files, kept, None if given.input else given.store)


def _inputs(given: argparse.Namespace) -> set[Path]:
    """What is read, besides the store."""
    from dq.matching.files.headers import table_of

    found: set[Path] = {given.input, given.decisions, given.settings} - {None}
    if given.input is not None and given.input.is_dir():
        found |= {path for path in given.input.iterdir() if table_of(path.name)}
    return found


def _in_files(given: argparse.Namespace) -> tuple[int, int]:
    from dq.handover.lists import outputs

    if given.engine == "spark":
        from dq.matching.spark import engine

        with outputs.folders(given.pairs, given.groups) as (pairs, groups):
            return engine.run(
                given.input,
                pairs,
                groups,
                kind=given.kind,
                columns=given.columns,
                decisions=given.decisions,
                own=_own(given),
                learn=_learns(given),
                master=given.master,
                progress=progress,
            )
    from dq.matching.columns import memory
    from dq.matching.files import match

    with outputs.drafts() as draft, memory.of_one_run():
        return match.run(
            given.input,
            given.columns,
            draft(given.pairs),
            draft(given.groups),
            kind=given.kind,
            id=given.id,
            decisions=given.decisions,
            own=_own(given),
            learn=_learns(given),
            progress=progress,
        )


def _own(given: argparse.Namespace) -> "Own":
    """What a team knows besides our lists, by the file of its settings."""
    from dq.judging import recipes

    return recipes.own(_settings(given))


def _learns(given: argparse.Namespace) -> bool:
    """Whether the team wants its decisions learned from, by the same file."""
    return bool(_settings(given)["learn_from_decisions"])


def _settings(given: argparse.Namespace) -> "dict[str, Value]":
    from dq import settings
    from dq.cli.settings import content
    from dq.settings import whole

    said = whole.read(content(given.settings)) if given.settings else {}
    return settings.defaults() | said


def _in_store(given: argparse.Namespace) -> tuple[int, int]:
    from dq.handover.lists import outputs
    from dq.handover.lists.files import to_csv
    from dq.judging import judge
    from dq.matching.files.match import GROUPS, PAIRS

    kind = {"kind": given.kind}
    with opened(given.store, written=[given.pairs, given.groups]) as db, outputs.drafts() as draft:
        judge.refresh(db, progress)
        pairs = to_csv(db, FOUND, draft(given.pairs), kind, exact=PAIRS[:2])
        grouped = to_csv(db, GROUPED, draft(given.groups), kind, exact=GROUPS)
    return pairs, grouped
