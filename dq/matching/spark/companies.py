"""Which company each record is of, and whose e-mail domains are, counted on the cluster.

Tested in tests/matching/test_engines.py.
"""

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from dq.matching.columns.columns import encode
from dq.matching.columns.population import NO_DOMAINS, Domains
from dq.matching.kind import Cells
from dq.matching.kinds.email import EMAIL, Emails
from dq.matching.recipe import Recipe
from dq.matching.records.domains import most
from dq.matching.records.records import short
from dq.matching.spark.keys import signed, unsigned
from dq.matching.spark.rows import collected, on_batches


def of(table: DataFrame, recipe: Recipe) -> tuple[np.ndarray, Domains]:
    """Per record, by row number, the key of its company (0 = unknown), and whose e-mail domains
    are, by which records without a company have one."""
    column = recipe.stratum
    if column is None:
        return np.zeros(table.count(), np.uint64), NO_DOMAINS
    email = recipe.first(EMAIL) if recipe.person else None
    columns = [name for name in (email.columns if email else ()) if name in table.columns]
    few = table.select("row", column, *columns)

    def keys(rows: pa.Table) -> tuple[np.ndarray, np.ndarray]:
        company = encode(rows[column]).hashes
        if email is None or not isinstance(email.kind, Emails):
            return np.zeros(len(company), np.uint64), company
        return email.kind.read(Cells(short(rows, recipe)), email.columns).domain.hashes, company

    def count(rows: pa.Table) -> pa.Table:
        domain, company = keys(rows)
        both = (domain != 0) & (company != 0)
        return pa.table({"domain": signed(domain[both]), "company": signed(company[both])})

    pairs = on_batches(few, count, "domain long, company long").groupBy("domain", "company")
    found = collected(pairs.agg(f.count("*").alias("n")))
    of = most(unsigned(found["domain"]), unsigned(found["company"]), found["n"].to_numpy())

    def work(rows: pa.Table) -> pa.Table:
        domain, company = keys(rows)
        company = np.where(company == 0, of.of(domain), company)
        return pa.table({"row": rows["row"], "key": signed(company)})

    found = collected(on_batches(few, work, "row long, key long"))
    result = np.empty(len(found), np.uint64)
    result[found["row"].to_numpy()] = found["key"].to_numpy().view(np.uint64)
    return result, of
