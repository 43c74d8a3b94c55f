"""The checks as they hold in a store: those that are on, as grave as the team finds them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import duckdb

from dq import settings
from dq.checks import SEVERITIES, Check, Severity, all_checks, in_order
from dq.settings.sections.checks import OFF, PREFIX


def every(db: duckdb.DuckDBPyConnection) -> dict[str, Check]:
    """Every check that is on, by id, in the order of work."""
    return held(settings.every(db))


def known(db: duckdb.DuckDBPyConnection) -> dict[str, Check]:
    """Every check by id, also those that are off: for what was found before."""
    return all_checks() | every(db)


def off(db: duckdb.DuckDBPyConnection) -> list[str]:
    """The checks that are off, by id, in the order that they come in."""
    on = every(db)
    return [id for id in all_checks() if id not in on]


def held(values: Mapping[str, settings.Value]) -> dict[str, Check]:
    """The same by the values of all settings."""
    said = {id: values[f"{PREFIX}{id}"] for id in all_checks()}
    return in_order(
        replace(check, severity=cast(Severity, said[id])) if said[id] in SEVERITIES else check
        for id, check in all_checks().items()
        if said[id] != OFF
    )
