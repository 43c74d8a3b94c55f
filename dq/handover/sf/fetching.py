"""The scripts that fetch the exports, as files."""

import duckdb

from dq.handover import names, readme
from dq.handover.package import Say
from dq.handover.sf import queries, scripts

NAME = "ophalen"


def files(db: duckdb.DuckDBPyConnection, say: Say = readme.english) -> dict[str, bytes]:
    """Both scripts by name, with the object and field names that the settings have."""
    tables = queries.read(names.read(db))
    return {
        f"{NAME}.sh": scripts.bash(NAME, say, tables),
        f"{NAME}.ps1": scripts.powershell(NAME, say, tables),
    }
