"""Which texts are first names and which are last names, by the cells they stand in all over a file.

Tested in tests/matching/test_engines.py.
"""

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from dq.matching.columns.columns import encode, hashes, pc
from dq.matching.columns.population import Population
from dq.matching.columns.term_frequency import Frequencies
from dq.matching.kinds.given_name import GIVEN_NAME
from dq.matching.kinds.surname import SURNAME
from dq.matching.recipe import Recipe
from dq.matching.records.records import name_cells
from dq.matching.spark.keys import by_key, signed
from dq.matching.spark.rows import collected, on_batches
from dq.matching.values import written

ROLES = ("first", "last", "cells", "begins")


def of_cells(table: DataFrame, recipe: Recipe) -> Population:
    """How often texts are in either name cell: those that are first names, and not just once; and
    how many cards are called so, see `written.called`."""
    fields = [recipe.first(kind) for kind in (GIVEN_NAME, SURNAME)]
    cells = [one.columns[0] for one in fields if one]

    def count(rows: pa.Table) -> pa.Table:
        parts = []
        for role, cell in enumerate(cells):
            coded = encode(rows[cell])
            text = pc.utf8_lower(pc.utf8_trim_whitespace(coded.values))
            parts.append(_roles(text, **{("first", "last")[role]: coded.counts}))
        found = written.called(*name_cells(rows, recipe))
        parts.append(_roles(found.texts, cells=found.cells, begins=found.begins))
        return pa.concat_tables(parts)

    sums = [f.sum(name).alias(name) for name in ROLES]
    schema = ", ".join(f"{name} long" for name in ("key", *ROLES))
    found = (
        on_batches(table.select(*cells), count, schema)
        .groupBy("key")
        .agg(*sums)
        .where("(first >= 1 and first + last >= 2) or cells >= 2 or begins >= 2")
    )
    keys, (first, last, named, begins) = by_key(collected(found), *ROLES)
    roles = (first >= 1) & (first + last >= 2)
    given = recipe.first(GIVEN_NAME)
    filled = given and table.where(f"`{given.columns[0]}` <> ''").limit(1).count()
    counts = named if filled else begins
    several = counts >= 2
    return Population(
        roles=(
            Frequencies(keys[roles], first[roles], 0, 0, 0),
            Frequencies(keys[roles], last[roles], 0, 0, 0),
        ),
        first_names=Frequencies(keys[several], counts[several], 0, 0, 0),
    )


def _roles(texts: pa.Array, **counts: np.ndarray) -> pa.Table:
    nothing = np.zeros(len(texts), np.int64)
    return pa.table(
        {"key": signed(hashes(texts))} | {name: counts.get(name, nothing) for name in ROLES}
    )
