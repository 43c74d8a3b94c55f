"""Write the scripts that fetch the exports with the Salesforce CLI."""

import argparse
from pathlib import Path

from dq.cli import opened


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to write, and the folder that it goes to."""
    parser.add_argument("what", choices=["scripts"], help="ophalen.sh and ophalen.ps1")
    parser.add_argument("--output", type=Path, default=Path(), metavar="DIR")


def run(given: argparse.Namespace) -> None:
    """Write them with the names that the settings have; a file of ours is replaced."""
    from dq.handover.sf import fetching

    given.output.mkdir(parents=True, exist_ok=True)
    with opened(given.store) as db:
        for name, content in fetching.files(db).items():
            path = given.output / name
            path.write_bytes(content)
            path.chmod(0o700)
            print(path)
