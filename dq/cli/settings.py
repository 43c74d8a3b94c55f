"""All settings of a team as one file: written, or taken over after a look at what they change.

Tested in tests/cli/test_settings.py.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from dq.cli import opened, progress, store_option, tell
from dq.errors import N_, Invalid

if TYPE_CHECKING:
    from dq.commands.set import Set


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether they are written or read, and where."""
    parts = parser.add_subparsers(dest="direction", required=True, metavar="export|import")
    out = parts.add_parser("export", help="write what differs from the product's own")
    out.add_argument("--output", type=Path, required=True, metavar="JSON")
    take = parts.add_parser("import", help="show what a file would change; --yes takes it over")
    take.add_argument("file", type=Path, metavar="FILE")
    take.add_argument("--yes", action="store_true", help="take it over")
    for part in (out, take):
        store_option(part)


def run(given: argparse.Namespace) -> None:
    """Write the settings of the store, or take over those of a file."""
    (_export if given.direction == "export" else _import)(given)


def content(path: Path) -> bytes:
    """What stands in a file of settings.

    :raises Invalid: it is too large for one, or no file
    """
    from dq.settings import whole

    if not path.is_file():
        raise Invalid(N_("There is no file or folder {path}."), path=str(path))
    with path.open("rb") as file:
        return file.read(whole.LARGEST + 1)


def _export(given: argparse.Namespace) -> None:
    from dq.handover.lists import outputs
    from dq.settings import whole

    path: Path = given.output
    if path.is_file():
        try:
            whole.read(content(path))
        except Invalid as error:
            message = N_("{file} would be overwritten; name another file.")
            raise Invalid(message, file=str(path)) from error
    with opened(given.store) as db:
        values = whole.own(db)
    with outputs.drafts() as draft:
        draft(path).write_bytes(whole.written(values))
    tell(f"{path}: {len(values)} settings", path)


def _import(given: argparse.Namespace) -> None:
    from dq.commands import set as set_
    from dq.settings import whole

    own = whole.read(content(given.file))
    with opened(given.store, new=given.yes) as db:
        wanted = set_.differing(db, own)
        if not wanted:
            print("Nothing changes: the settings are so already.")
            return
        _show(db, wanted)
        if given.yes:
            set_.run_all(db, wanted, "command line")
            print("Taken over; the history has it, and can undo it.")
        else:
            print("Nothing was changed yet; with --yes it is taken over.")


def _show(db: duckdb.DuckDBPyConnection, wanted: "list[Set]") -> None:
    """What would be set, and which numbers would be others."""
    from dq import settings
    from dq.casework import effect

    now, usual = settings.every(db), settings.defaults()
    for one in wanted:
        after = usual[one.name] if one.value is None else one.value
        print(f"{one.name}: {_said(now[one.name])} -> {_said(after)}")
    found = effect.of(db, wanted, progress)
    for id in found.checks:
        before, after = found.now.findings.get(id, "off"), found.then.findings.get(id, "off")
        print(f"{id}: {before} -> {after} findings")
    for kind in found.kinds:
        print(f"groups of {kind}s: {found.now.groups[kind]} -> {found.then.groups[kind]}")


def _said(value: object) -> str:
    """A value in a line; of a long list how long it is."""
    if isinstance(value, list) and len(value) > 5:
        return f"{len(value)} lines"
    return "; ".join(map(str, value)) or "nothing" if isinstance(value, list) else str(value)
