"""The command line: load, check, duplicates, export and serve, on the same store as the pages."""

import argparse
import contextlib
import os
import socket
import sys
from collections.abc import Callable, Generator
from datetime import date
from pathlib import Path
from typing import NoReturn

import duckdb

from dq import store
from dq.errors import N_, DqError, Invalid

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_STORE = ROOT / "data" / "store.duckdb"
STOPPED = 130  # what shells answer after Ctrl-C
FINDINGS = """
    select check_id as "check", severity, record_kind, record_id, other_id, detail
    from finding
    join (select unnest($checks) as check_id, unnest($severities) as severity) using (check_id)
    where solved_load is null
    order by list_position($checks, check_id), record_kind, record_id, other_id
"""


class Parser(argparse.ArgumentParser):
    """An argument parser that answers bad use with one sentence and exit status 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status: 0, or 2 after a sentence on what was wrong."""
    given = parser().parse_args(arguments)
    try:
        given.run(given)
    except DqError as error:
        print(f"dq: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"dq: {error.filename or 'file'}: {error.strerror or error}", file=sys.stderr)
        return 2
    except duckdb.OperationalError as error:  # the disk is full, or memory
        print(f"dq: {str(error).splitlines()[0]}", file=sys.stderr)
        return 2
    except (KeyboardInterrupt, RuntimeError) as error:
        # DuckDB makes this of Ctrl-C in the middle of a query.
        if isinstance(error, RuntimeError) and "interrupted" not in str(error):
            raise
        print("dq: stopped", file=sys.stderr)
        return STOPPED
    return 0


def day(text: str) -> date:
    """A day as it is given on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2026-11-23") from error


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = Parser(prog="python -m dq", description="Kaartenbak on the command line.")
    top.set_defaults(store=Path(os.environ.get("DQ_STORE") or DEFAULT_STORE))
    common = Parser(add_help=False)
    for place in (top, common):  # before the command or after it
        place.add_argument(
            "--store",
            type=Path,
            metavar="FILE",
            default=argparse.SUPPRESS,
            help="the store (default: DQ_STORE, else data/store.duckdb)",
        )
    commands = top.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)

    def command(name: str, run: Callable[[argparse.Namespace], None], about: str) -> Parser:
        added = commands.add_parser(name, parents=[common], help=about, description=about)
        added.set_defaults(run=run)
        return added

    loads = command("load", load, "Load exports: .csv, .txt, .xlsx or a .zip of them.")
    loads.add_argument("files", nargs="+", type=Path, metavar="FILE")
    loads.add_argument("--date", type=day, help="the day of the export (today)")
    whole = loads.add_mutually_exclusive_group()
    whole.add_argument(
        "--complete",
        dest="complete",
        action="store_const",
        const=True,
        help="the files hold everything: what is not in them is gone",
    )
    whole.add_argument(
        "--partial",
        dest="complete",
        action="store_const",
        const=False,
        help="the files hold a part: what is not in them stays",
    )
    checks = command("check", check, "Judge the data and write the open findings.")
    checks.add_argument("--output", type=Path, required=True, metavar="CSV")
    double = command("duplicates", duplicates, "Find duplicates and write pairs and groups.")
    double.add_argument("--pairs", type=Path, required=True, metavar="CSV")
    double.add_argument("--groups", type=Path, required=True, metavar="CSV")
    double.add_argument("--kind", choices=("contact", "account"), default="contact")
    double.add_argument(
        "--engine",
        choices=("duckdb", "spark"),
        default="duckdb",
        help="spark: --input of any size, folders as output (docs/operations.md)",
    )
    double.add_argument("--master", default="local[*]", help="the Spark master to run on")
    double.add_argument(
        "--input",
        type=Path,
        metavar="PATH",
        help="a CSV file (with --columns) or a folder of exports, instead of the store",
    )
    double.add_argument(
        "--columns",
        metavar="KIND=HEADER,...",
        help="what the columns of --input hold, such as given_name=FirstName,surname=LastName",
    )
    double.add_argument(
        "--decisions",
        type=Path,
        metavar="PATH",
        help="what people decided of pairs in --input: left_id,right_id,same (true or false)",
    )
    exports = command("export", export, "Write every list as CSV and Excel.")
    exports.add_argument("--output", type=Path, required=True, metavar="DIR")
    serves = command("serve", serve, "Start the app, with the demo company if the store is empty.")
    serves.add_argument("--address", default="127.0.0.1")
    serves.add_argument("--port", type=int, default=8501)
    return top


@contextlib.contextmanager
def opened(path: Path) -> Generator[duckdb.DuckDBPyConnection]:
    """The store at `path`, closed afterwards.

    :raises StoreBusy: the app holds it
    """
    db = store.connect(path)
    try:
        yield db
    finally:
        db.close()


def progress(fraction: float, message: str, **values: object) -> None:
    """Show how far a long command is, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r{fraction:4.0%} {message.format(**values):60.60}", end="", file=sys.stderr)
        if fraction >= 1:
            print(file=sys.stderr)


def load(given: argparse.Namespace) -> None:
    """Load files in one transaction; say what each brought."""
    with opened(given.store) as db:
        for line in load_files(db, given.files, given.date or date.today(), given.complete):
            print(line)


def load_files(
    db: duckdb.DuckDBPyConnection,
    files: list[Path],
    exported: date,
    complete: bool | None = None,
    actor: str = "command line",
) -> list[str]:
    """Load `files` as one export, in place of the demo company; return a line per file.

    :param complete: whether the files hold everything; None: as they seem
    :raises Invalid: a file cannot be read, or no file at all could be recognised
    """
    from dq import demo, intake
    from dq.commands import clear
    from dq.intake.load import Load
    from dq.intake.load import run as run_load

    def read() -> intake.Batch:
        batch = intake.read(db, [(path.name, path) for path in files], progress)
        for _, error in batch.refused:
            raise error
        for sheet in batch.sheets:
            if sheet.problem is not None:
                raise sheet.problem
            if complete is not None:
                sheet.complete = complete
        return batch

    batch = read()
    if demo.makes_way(db, batch):
        clear.run(db, clear.Clear(), actor)
        batch = read()
    lines = [
        f"{sheet.name}: {sheet.object}: {sheet.counts.new} new, {sheet.counts.changed} changed,"
        f" {sheet.counts.unchanged} unchanged, {sheet.counts.gone} gone"
        f"{'' if sheet.complete else ' (kept: a part of the export)'},"
        f" {sheet.counts.rejected} rejected"
        for sheet in batch.sheets
    ]
    run_load(db, Load(batch, exported), actor, progress)
    return lines


def check(given: argparse.Namespace) -> None:
    """Judge the data; write one row per affected record."""
    from dq import judge
    from dq.checks import all_checks
    from dq.handover.files import to_csv

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
    print(f"{given.output}: {count} findings")


def duplicates(given: argparse.Namespace) -> None:
    """Find duplicates in the store or in files; write their pairs and their groups."""
    if given.engine == "spark" and given.input is None:
        raise Invalid(N_("Spark reads files: name them with --input."))
    if given.decisions is not None and given.input is None:
        raise Invalid(N_("--decisions goes with --input; the store has its own."))
    find = _duplicates_in_store if given.input is None else _duplicates_in_files
    pairs, grouped = find(given)
    print(f"{given.pairs}: {pairs} pairs\n{given.groups}: {grouped} {given.kind}s in groups")


def _duplicates_in_files(given: argparse.Namespace) -> tuple[int, int]:
    if given.engine == "spark":
        from dq.matching import engine_spark

        return engine_spark.run(
            given.input,
            given.pairs,
            given.groups,
            kind=given.kind,
            columns=given.columns,
            decisions=given.decisions,
            master=given.master,
            progress=progress,
        )
    from dq.matching import files

    return files.run(
        given.input,
        given.columns,
        given.pairs,
        given.groups,
        kind=given.kind,
        decisions=given.decisions,
        progress=progress,
    )


def _duplicates_in_store(given: argparse.Namespace) -> tuple[int, int]:
    from dq import judge
    from dq.handover.files import to_csv

    with opened(given.store) as db:
        judge.refresh(db, progress)
        pairs = to_csv(
            db,
            """
            select left_id, right_id, score
            from pair
            where record_kind = $kind
            order by score desc, left_id, right_id
            """,
            given.pairs,
            {"kind": given.kind},
            exact=("left_id", "right_id"),
        )
        grouped = to_csv(
            db,
            """
            select record_id as contact_id, group_id
            from cluster
            where record_kind = $kind
            order by group_id, record_id
            """,
            given.groups,
            {"kind": given.kind},
            exact=("contact_id", "group_id"),
        )
    return pairs, grouped


def export(given: argparse.Namespace) -> None:
    """Write every list to a folder, as CSV and as Excel where Excel can hold it."""
    from dq import judge
    from dq.checks import all_checks
    from dq.handover.files import MOST_EXCEL_ROWS, to_csv, to_xlsx
    from dq.handover.tables import OPEN_FINDINGS, TABLES, findings

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
        "findings": (findings(OPEN_FINDINGS), named | described)
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


def serve(given: argparse.Namespace) -> None:
    """Make the store ready, then become the app.

    :raises StoreBusy: another process holds the store, most likely the app itself
    :raises Invalid: the port is taken
    """
    with contextlib.closing(socket.socket()) as probe:
        if not probe.connect_ex((given.address, given.port)):
            raise Invalid(
                N_("Something already answers on {address}:{port}; choose another port."),
                address=given.address,
                port=given.port,
            )
    print("Kaartenbak is getting ready ...", flush=True)
    with opened(given.store) as db:
        prepare(db)
    os.environ["DQ_STORE"] = str(given.store.resolve())
    print(f"Kaartenbak: http://{given.address}:{given.port}", flush=True)
    os.chdir(ROOT)
    os.execv(
        sys.executable,
        [sys.executable, "-m", "streamlit", "run", "app.py"]
        + [f"--server.address={given.address}", f"--server.port={given.port}"]
        + [f"--browser.serverAddress={given.address}", "--server.headless=true"],
    )


def prepare(db: duckdb.DuckDBPyConnection) -> None:
    """Fill an empty store with the demo company but its last week; judge what is not judged."""
    from dq import demo, judge

    [(loads,)] = db.execute("select count(*) from load").fetchall()
    if not loads:
        for exported, files in demo.weeks()[:-1]:
            load_files(db, files, exported, actor="demo")
            judge.run(db)
        demo.mark(db)
    else:
        judge.refresh(db, progress)


if __name__ == "__main__":
    sys.exit(main())
