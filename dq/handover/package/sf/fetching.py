"""The scripts that fetch the exports, as files.

Tested in tests/handover/package/sf/test_ophalen.py.
"""

import io
import zipfile

import duckdb

from dq.errors import N_
from dq.handover.package import readme
from dq.handover.package.archive import Say
from dq.handover.package.sf import notes, queries, scripts
from dq.settings import names

NAME = "ophalen"
HEAD = N_("Fetch all tables with the Salesforce CLI")
STEPS = (
    notes.ONCE,
    N_("Every week, in a terminal in this folder: {bash} or, on Windows, {powershell}"),
    N_("Upload the files of the folder inbox in Kaartenbak, all at once."),
    N_("After a change of names under Settings: take the scripts again."),
)
COMMANDS = {
    "login": notes.LOGIN,
    "bash": f"bash {NAME}.sh ONS inbox",
    "powershell": f"powershell -ExecutionPolicy Bypass -File {NAME}.ps1 ONS inbox",
}
# What every script that was made here has.
MARK = b"sf data export bulk"


def files(db: duckdb.DuckDBPyConnection, say: Say = readme.english) -> dict[str, bytes]:
    """Both scripts by name, with the object and field names that the settings have."""
    tables = queries.read(names.read(db))
    return {
        f"{NAME}.sh": scripts.bash(NAME, say, tables),
        f"{NAME}.ps1": scripts.powershell(NAME, say, tables),
    }


def zipped(db: duckdb.DuckDBPyConnection, say: Say, name: str = "README.md") -> bytes:
    """Both in a zip, with what to do as text `name`."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        lines = (f"# {say(HEAD)}", "", *notes.numbered(STEPS, COMMANDS, say))
        archive.writestr(name, "".join(f"{line}\n" for line in lines))
        for name, content in files(db, say).items():
            archive.writestr(scripts.runnable(name), content)
    return target.getvalue()
