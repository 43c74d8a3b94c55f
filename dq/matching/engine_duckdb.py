"""The default engine: reads the records of a DuckDB store, in process."""

import duckdb
import pyarrow as pa

from dq.matching import normalise


def contacts(db: duckdb.DuckDBPyConnection) -> pa.Table:
    """All contacts for `recipe.CONTACTS`, by id, with `company_id` and `apart`.

    `company_id` is the normal form of the topmost account's name, so that departments and
    doubled accounts are one company. `apart` keeps general cards and people from one another.
    """
    companies = company_of(db)
    # Ordered by id: random samples, and with them the weights, must not depend on the file's order.
    table = db.sql(
        """
        select
            id, account_id, first_name, last_name, email, username, phone, mobile, salutation,
            title, postal_code, city, if(general, 'general', 'person') as apart
        from card
        order by id
        """
    ).to_arrow_table()
    coded = table["account_id"].combine_chunks().dictionary_encode()
    names = [companies.get(account, account) for account in coded.dictionary.to_pylist()]
    company = pa.array(names, pa.string()).take(coded.indices)
    return table.append_column("company_id", company)


def accounts(db: duckdb.DuckDBPyConnection) -> pa.Table:
    """All accounts for `recipe.ACCOUNTS`, by id.

    `apart` keeps departments with those of the same parent: "HR" of one customer is not "HR" of
    another, nor the customer itself. `parent_id` gives siblings their own weights and prior.
    """
    return db.sql(
        """
        select
            id, parent_id, name, kvk_number, website, phone, street, postal_code, city,
            coalesce(parent_id, '') as apart
        from account
        order by id
        """
    ).to_arrow_table()


def company_of(db: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """For each account id the normal form of the name of the account at the top of its tree."""
    rows = db.execute("select id, parent_id, name from account order by id").fetchall()
    parent = {key: above for key, above, _ in rows}
    names = {key: normalise.company(name or "") or key for key, _, name in rows}
    found: dict[str, str] = {}
    for key in parent:
        top, seen = key, {key}
        while (above := parent[top]) in parent and above not in seen:
            top = above
            seen.add(top)
        found[key] = names[top]
    return found
