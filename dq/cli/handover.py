"""Write the scripts that fetch the exports with the Salesforce CLI.

Tested in tests/handover/package/sf/test_ophalen.py.
"""

import argparse
from pathlib import Path

from dq.cli import opened
from dq.errors import N_, Invalid


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to write, and the folder that it goes to."""
    parser.add_argument("what", choices=["scripts"], help="ophalen.sh and ophalen.ps1")
    parser.add_argument("--output", type=Path, default=Path(), metavar="DIR")


def run(given: argparse.Namespace) -> None:
    """Write them with the names that the settings have; what an earlier run wrote is replaced.

    :raises Invalid: a file by such a name is another's
    """
    from dq.handover.package.sf import fetching

    with opened(given.store) as db:
        files = fetching.files(db)
    for path in (given.output / name for name in files):
        if path.exists() and fetching.MARK not in path.read_bytes():
            raise Invalid(
                N_("{file} was not made by Kaartenbak, so it stays; name another file."),
                file=str(path),
            )
    given.output.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = given.output / name
        path.write_bytes(content)
        path.chmod(0o700)
        print(path)
