"""The default engine: reads the records of a DuckDB store, or of CSV files, in process."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

import duckdb
import pyarrow as pa

from dq.errors import N_, Invalid
from dq.matching import normalise

# Every column that `contacts` and `accounts` read, per table.
_CONTACT = (
    "id account_id kind salutation first_name last_name title email phone mobile username"
    " postal_code city"
)
_ACCOUNT = "id name parent_id phone website street postal_code city kvk_number"
TABLES = {"contact": _CONTACT.split(" "), "account": _ACCOUNT.split(" ")}


def contacts(db: duckdb.DuckDBPyConnection, ids: Sequence[str] | None = None) -> pa.Table:
    """Contacts for `recipe.CONTACTS`, by id, with `company_id` and `apart`.

    `company_id` is the normal form of the topmost account's name, so that departments and
    doubled accounts are one company. `apart` keeps general cards and people from one another.

    :param ids: only these; left out: all
    """
    # Ordered by id: random samples, and with them the weights, must not depend on the file's order.
    table = db.sql(
        """
        select
            contact.id, account_id, first_name, last_name, email, username, contact.phone, mobile,
            salutation, title, contact.postal_code, contact.city,
            if(
                coalesce(
                    kind = 'general',
                    first_name is null
                        and length(last_name) > 2
                        and (
                            starts_with(lower(last_name), lower(account.name))
                            or starts_with(lower(account.name), lower(last_name))
                        ),
                    false
                ),
                'general', 'person'
            ) as apart
        from contact
        left join account on account.id = contact.account_id
        where $ids is null or contact.id in (select unnest($ids::varchar[]))
        order by contact.id
        """,
        params={"ids": None if ids is None else list(ids)},
    ).to_arrow_table()
    some = None if ids is None else set(table["account_id"].to_pylist()) - {None}
    companies = company_of(db, some)
    coded = table["account_id"].combine_chunks().dictionary_encode()
    # An account that no account file explains may itself be a name.
    names = [
        companies.get(account) or normalise.company(account)
        for account in coded.dictionary.to_pylist()
    ]
    company = pa.array(names, pa.string()).take(coded.indices)
    return table.append_column("company_id", company)


def accounts(db: duckdb.DuckDBPyConnection) -> pa.Table:
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
        own_words(name, parent)
        for name, parent in zip(
            table["department"].to_pylist(), table["parent_name"].to_pylist(), strict=True
        )
    ]
    place = table.column_names.index("department")
    return table.set_column(place, "department", pa.array(names, pa.string()))


def own_words(name: str | None, parent: str | None) -> str | None:
    """A department's name without its parent's, unless nothing would be left."""
    if not name or not parent:
        return name
    above = set(normalise.company(parent).split())
    own = [word for word in normalise.company(name).split() if word not in above]
    return " ".join(own) or name


def company_of(
    db: duckdb.DuckDBPyConnection, accounts: AbstractSet[str] | None = None
) -> dict[str, str]:
    """For each account id the normal form of the name of the account at the top of its tree.

    :param accounts: only these; left out: all
    """
    parent: dict[str, str | None] = {}
    names: dict[str, str | None] = {}
    wanted = accounts
    while wanted is None or wanted:
        for key, above, name in _accounts(db, wanted):
            parent[key], names[key] = above, name
        if wanted is None:
            break
        wanted = {above for above in parent.values() if above} - parent.keys() - wanted
    found: dict[str, str] = {}
    for key in parent if accounts is None else accounts & parent.keys():
        top, seen = key, {key}
        while (above := parent[top]) in parent and above is not None and above not in seen:
            top = above
            seen.add(top)
        found[key] = normalise.company(names[top] or "") or top
    return found


def _accounts(
    db: duckdb.DuckDBPyConnection, ids: AbstractSet[str] | None
) -> list[tuple[str, str | None, str | None]]:
    if ids is None:
        return db.execute("select id, parent_id, name from account order by id").fetchall()
    return db.execute(
        "select id, parent_id, name from account where id in (select unnest(?)) order by id",
        [sorted(ids)],
    ).fetchall()


def holding(accounts: pa.Table) -> duckdb.DuckDBPyConnection:
    """A database in memory with table account, which has the columns of `TABLES`."""
    db = duckdb.connect()
    db.register("given", accounts)
    db.execute("create table account as select * from given")
    return db


def named_companies(db: duckdb.DuckDBPyConnection) -> pa.Table:
    """Per account (`key`) its `account_name` and the `company` that it belongs to."""
    companies = company_of(db)
    rows = db.execute("select id, name from account order by id").fetchall()
    return pa.table(
        {
            "key": pa.array([key for key, _ in rows], pa.string()),
            "account_name": pa.array([name for _, name in rows], pa.string()),
            "company": pa.array([companies[key] for key, _ in rows], pa.string()),
        }
    )


def read_csv(path: Path) -> pa.Table:
    """A CSV file as texts, rows in the file's order; "" and "#N/A" are null.

    :raises Invalid: it cannot be read as CSV
    """
    with duckdb.connect() as db:
        try:
            return db.sql(f"select * from {_CSV}", params=[str(path)]).to_arrow_table()
        except duckdb.Error as error:
            raise Invalid(N_("{file} cannot be read as CSV."), file=path.name) from error


_CSV = "read_csv(?, all_varchar = true, header = true, sample_size = 4096, nullstr = ['', '#N/A'])"


def folder(files: Mapping[str, tuple[Path, Mapping[str, str]]]) -> duckdb.DuckDBPyConnection:
    """A database in memory with tables contact and account over CSV files.

    :param files: per table its file, and per column of ours the file's header
    """
    db = duckdb.connect()
    for table, columns in TABLES.items():
        path, headers = files.get(table, (None, {}))
        wanted = ", ".join(
            f"{_quoted(headers[name])} as {name}" if name in headers else f"null::varchar as {name}"
            for name in columns
        )
        source = _CSV.replace("?", _literal(str(path))) if path else "(select 1) limit 0"
        # A view cannot have parameters, so the path and the headers are quoted here.
        db.execute(f"create view {table} as select {wanted} from {source}")
    return db


def headers(path: Path) -> list[str]:
    """The first line's cells.

    :raises Invalid: it cannot be read as CSV
    """
    with duckdb.connect() as db:
        try:
            return db.sql(f"select * from {_CSV} limit 0", params=[str(path)]).columns
        except duckdb.Error as error:
            raise Invalid(N_("{file} cannot be read as CSV."), file=path.name) from error


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
