"""The scripts that fetch the exports, as files."""

import io
import zipfile

import duckdb

from dq.handover import names, readme
from dq.handover.package import Say
from dq.handover.sf import queries, scripts

NAME = "ophalen"
# What every script that was made here has.
MARK = b"sf data export bulk"


def files(db: duckdb.DuckDBPyConnection, say: Say = readme.english) -> dict[str, bytes]:
    """Both scripts by name, with the object and field names that the settings have."""
    tables = queries.read(names.read(db))
    return {
        f"{NAME}.sh": scripts.bash(NAME, say, tables),
        f"{NAME}.ps1": scripts.powershell(NAME, say, tables),
    }


def zipped(db: duckdb.DuckDBPyConnection, say: Say) -> bytes:
    """Both in a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files(db, say).items():
            archive.writestr(scripts.runnable(name), content)
    return target.getvalue()
