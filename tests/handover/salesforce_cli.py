"""Where the real Salesforce CLI is; as a program it says in one line what its test lacks here."""

import os
import subprocess
from pathlib import Path

FOLDER = Path(__file__).parents[2] / ".venv" / "sf" / "node_modules"
# Its own Node, where the machine's is too old: then it crashes on every command.
PLACES = (*sorted(FOLDER.glob("node-*-*/bin")), FOLDER / ".bin")
QUIET = {
    "SF_DISABLE_AUTOUPDATE": "true",
    "SF_DISABLE_TELEMETRY": "true",
    "SF_ORG_API_VERSION": "64.0",
}


def path():
    """A PATH with the CLI and its Node in front."""
    return os.pathsep.join([*map(str, PLACES), os.environ["PATH"]])


def lacking():
    """What has to be installed first, or ""."""
    there = [FOLDER / ".bin" / "sf", FOLDER / "@apexdevtools" / "apex-parser"]
    return "" if all(one.exists() for one in there) else "the Salesforce CLI"


def sf(home, *arguments, **more):
    """What a command of the CLI prints, with its settings in a folder of their own."""
    done = subprocess.run(
        ["sf", *arguments],
        env=os.environ | QUIET | {"PATH": path(), "HOME": str(home)} | more,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


if __name__ == "__main__" and lacking():
    print(f"Skipped the test with {lacking()}; make test-sf installs it (480 MB) and runs it.")
