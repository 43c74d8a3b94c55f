"""What the text of a package says of its script.

Tested in tests/handover/package/sf/test_laden.py.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dq.errors import N_
from dq.handover.package.sf.texts import TEXTS

if TYPE_CHECKING:
    from dq.handover.package.archive import Say

HEAD = N_("Almost by itself, with the Salesforce CLI")
ABOUT = N_(
    "The scripts in the folder sf load all of this file by file, merge, and switch portal users"
    " off. Then load nothing of the files below yourself. What is left to do by hand they say at"
    " the end."
)
ONCE = N_(
    "Once: install the CLI (https://developer.salesforce.com/tools/salesforcecli) and log in,"
    " in the browser: {login}. The script asks for no password and keeps none."
)
LOGIN = "sf org login web --alias ONS"
STEPS = (
    ONCE,
    N_(
        "Rehearse, which loads nothing, in a terminal in the folder sf: {bash} or, on Windows,"
        " {powershell}"
    ),
    N_(
        "The same without --dry-run loads, after a question. It stops where rows are refused that"
        " later files build on, and can be started again: nothing goes twice."
    ),
    N_("Upload the files of the folder sf/resultaten in Kaartenbak under Results."),
)
COMMANDS = {
    "login": LOGIN,
    "bash": "bash laden.sh --dry-run ONS",
    "powershell": "powershell -ExecutionPolicy Bypass -File laden.ps1 --dry-run ONS",
}


def lines(say: "Say") -> Iterable[str]:
    """The section, as Markdown."""
    yield from ("", f"## {say(HEAD)}", "", say(ABOUT), "", say(TEXTS["before"]), "")
    yield from numbered(STEPS, COMMANDS, say)


def numbered(steps: Iterable[str], commands: Mapping[str, str], say: "Say") -> Iterable[str]:
    """The steps with their numbers and the commands in them, as Markdown."""
    shown = {name: f"`{text}`" for name, text in commands.items()}
    for place, step in enumerate(steps, 1):
        yield f"{place}. {say(step, **shown)}"
