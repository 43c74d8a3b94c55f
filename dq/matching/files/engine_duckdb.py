"""The default engine: the records of a DuckDB store, in process.

Tested in tests/matching/test_accounts.py.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import duckdb
import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import pc
from dq.matching.columns.tables import by_id, plain
from dq.matching.values import organisations
from dq.matching.values.companies import companies, with_company
from dq.matching.values.lists import NOTHING, Own
from dq.values.general import GENERAL

# Every column that `contacts` and `accounts` read, per table.
_CONTACT = (
    "id account_id kind salutation first_name last_name title email phone mobile username"
    " postal_code city"
)
_ACCOUNT = "id name parent_id phone website street postal_code city kvk_number"
# Columns in which few values come back often: their rows are put in order as numbers.
CODED = ["account_id", "first_name", "last_name", "salutation", "title", "postal_code", "city"]
TABLES = {"contact": _CONTACT.split(" "), "account": _ACCOUNT.split(" ")}


def contacts(
    db: duckdb.DuckDBPyConnection, ids: Sequence[str] | None = None, own: Own = NOTHING
) -> pa.Table:
    """Contacts for `recipe.CONTACTS`, by id, with `company_id` and `apart`.

    `company_id` is the normal form of the topmost account's name, so that departments and
    doubled accounts are one company. `apart` keeps general cards and people from one another.

    :param ids: only these; left out: all
    :param own: what a team knows besides our lists
    """
    # A username only counts where there is no address; mostly it repeats the address.
    query = f"""
        select
            id, account_id, first_name, last_name, email,
            case when email is null then username end as username,
            phone, mobile, salutation, title, postal_code, city,
            {GENERAL} as general
        from (
            select contact.*, account.name as account_name
            from contact
            left join account on account.id = contact.account_id
        )
    """
    if ids is None:
        known = _accounts(db, None)
        with ThreadPoolExecutor(1) as beside:  # DuckDB does not need the interpreter
            company = beside.submit(companies, known, own.legal_forms)
            table = by_id(db.sql(query).to_arrow_table(), CODED)
            return with_company(table, known, company.result(), own.legal_forms)
    query += " where id in (select unnest($ids::varchar[]))"
    table = by_id(db.sql(query, params={"ids": list(ids)}).to_arrow_table(), CODED)
    wanted = set(table["account_id"].unique().to_pylist()) - {None}
    known = _accounts(db, wanted)
    company = companies(known, own.legal_forms)
    return with_company(table, known, company, own.legal_forms)


def contacts_of(
    given: list[pa.Table], db: duckdb.DuckDBPyConnection, own: Own = NOTHING
) -> pa.Table:
    """The same of a table of contacts, and of the accounts of a store.

    :param given: the table alone, which is taken out, so that nobody keeps it: the columns of
        `TABLES`, of which those of `CODED` may be dictionaries
    """
    known = _accounts(db, None)
    with ThreadPoolExecutor(1) as beside:
        company = beside.submit(companies, known, own.legal_forms)
        given.append(_asked(given.pop(), db))
        table = by_id(given.pop(), CODED)
        return with_company(table, known, company.result(), own.legal_forms)


def _asked(table: pa.Table, db: duckdb.DuckDBPyConnection) -> pa.Table:
    """Contacts with `general`, and a username only where there is no address."""
    none = pa.scalar(None, pa.string())
    username = pc.if_else(pc.is_null(table["email"]), table["username"], none)
    general = _general(table, db)
    place = table.column_names.index("username")
    table = table.set_column(place, "username", username).drop_columns("kind")
    return table.append_column("general", general)


def _general(table: pa.Table, db: duckdb.DuckDBPyConnection) -> pa.Array:
    """Which contacts are general cards. It is asked of those that may be."""
    rows = pc.indices_nonzero(pc.or_(pc.is_valid(table["kind"]), pc.is_null(table["first_name"])))
    asked = table.select(["kind", "first_name", "last_name", "account_id"]).take(rows)
    db.register("asked", plain(asked).append_column("place", rows))
    found = db.sql(
        f"""
        select place
        from (
            select asked.*, account.name as account_name
            from asked
            left join account on account.id = asked.account_id
        )
        where {GENERAL}
        """
    ).to_arrow_table()
    general = np.zeros(len(table), bool)
    general[found["place"].to_numpy()] = True
    return pa.array(general)


def accounts(db: duckdb.DuckDBPyConnection, own: Own = NOTHING) -> pa.Table:
    """All accounts for `recipe.ACCOUNTS`, by id.

    `apart` keeps departments with those of the same parent: "HR" of one customer is not "HR" of
    another, nor the customer itself. `parent_id` gives siblings their own weights and prior;
    what they have from their parent (words of the name, website, number) is left out, and what
    is left of the name is `department`: how common "HR" is says nothing of customers' names.
    """
    table = db.sql(
        """
        select
            account.id, account.parent_id,
            case when account.parent_id is null then account.name end as name,
            case when account.parent_id is not null then account.name end as department,
            parent.name as parent_name,
            coalesce(account.parent_id, '') as apart,
            case when account.parent_id is null then account.kvk_number end as kvk_number,
            case when account.parent_id is null then account.website end as website,
            case when account.parent_id is null then account.phone end as phone,
            account.street, account.postal_code, account.city
        from account
        left join account as parent on parent.id = account.parent_id
        order by account.id
        """
    ).to_arrow_table()
    names = [
        own_words(name, parent, own.legal_forms)
        for name, parent in zip(
            table["department"].to_pylist(), table["parent_name"].to_pylist(), strict=True
        )
    ]
    place = table.column_names.index("department")
    return table.set_column(place, "department", pa.array(names, pa.string()))


def own_words(
    name: str | None, parent: str | None, legal_forms: tuple[str, ...] = ()
) -> str | None:
    """A department's name without its parent's, unless nothing would be left."""
    if not name or not parent:
        return name
    above = _words(parent, legal_forms)
    own = [word for word in organisations.company(name, legal_forms).split() if word not in above]
    return " ".join(own) or name


@lru_cache(10_000)
def _words(parent: str, legal_forms: tuple[str, ...]) -> frozenset[str]:
    """The words of a parent's name, which several departments may have."""
    return frozenset(organisations.company(parent, legal_forms).split())


def _accounts(db: duckdb.DuckDBPyConnection, ids: AbstractSet[str] | None) -> pa.Table:
    """Accounts (id, parent_id, name), with `ids` only these and what is above them."""
    query = "select id, parent_id, name from account"
    if ids is None:
        return db.sql(query).to_arrow_table()
    query += " where id in (select unnest($ids::varchar[]))"
    parts, wanted, known = [], ids, set()
    while wanted or not parts:
        parts.append(db.sql(query, params={"ids": sorted(wanted)}).to_arrow_table())
        known |= wanted
        wanted = set(parts[-1]["parent_id"].to_pylist()) - {None} - known
    return pa.concat_tables(parts)


def company_of(db: duckdb.DuckDBPyConnection, account_id: str, own: Own = NOTHING) -> str | None:
    """The company that one account belongs to, as `contacts` gives it; None where it is unknown."""
    known = _accounts(db, {account_id})
    company = companies(known, own.legal_forms).to_pylist()
    return dict(zip(known["id"].to_pylist(), company, strict=True)).get(account_id)


def holding(accounts: pa.Table) -> duckdb.DuckDBPyConnection:
    """A database in memory with table account, which has the columns of `TABLES`."""
    db = duckdb.connect()
    db.register("given", accounts)
    db.execute("create table account as select * from given")
    return db


def named_companies(db: duckdb.DuckDBPyConnection, own: Own = NOTHING) -> pa.Table:
    """Per account (`key`) its `account_name` and the `company` that it belongs to."""
    table = _accounts(db, None).sort_by("id")
    return pa.table(
        {
            "key": table["id"],
            "account_name": table["name"],
            "company": companies(table, own.legal_forms),
        }
    )
