"""Which phone numbers are valid, and their international form: asked once per value."""

import duckdb

from dq.values import phones

# A Dutch number of nine digits in any usual spelling: 06-12345678, +31 (0)20 123 45 67.
CHARACTERS = r"[ (]*\+?[0-9 ()./-]*"
NATIONAL = r"^(?:(?:\+31|0031)0?|0)([1-9][0-9]{8})$"
# Of nine national digits only the first four decide (the tables know none that look further).
DECIDING = 4


def refresh(db: duckdb.DuckDBPyConnection) -> None:
    """Fill `phone_fact` for numbers that are new, and forget those that are gone."""
    db.execute(
        """
        create or replace temp table known_phone as
        select phone from contact where phone is not null
        union
        select mobile from contact where mobile is not null
        union
        select phone from account where phone is not null
        """
    )
    db.execute("delete from phone_fact where phone not in (select phone from known_phone)")
    db.execute(
        """
        create or replace temp table new_phone as
        select
            phone,
            case
                when regexp_full_match(phone, $characters)
                then nullif(
                    regexp_extract(regexp_replace(phone, '[ ()./-]', '', 'g'), $national, 1), ''
                )
            end as national
        from known_phone
        anti join phone_fact using (phone)
        """,
        {"characters": CHARACTERS, "national": NATIONAL},
    )
    _dutch(db)
    _others(db)
    db.execute("drop table known_phone")
    db.execute("drop table new_phone")


def _dutch(db: duckdb.DuckDBPyConnection) -> None:
    """Ask the library once for each beginning, on behalf of all Dutch numbers that have it."""
    rows = db.execute(
        "select distinct left(national, ?) from new_phone where national is not null", [DECIDING]
    ).fetchall()
    starts = [start for (start,) in rows]
    rest = "0" * (9 - DECIDING)
    db.execute(
        """
        insert into phone_fact (phone, valid, e164)
        with answer as (
            select unnest($starts::varchar[]) as start, unnest($valid::boolean[]) as valid
        )
        select phone, valid, case when valid then '+31' || national end
        from new_phone
        join answer on answer.start = left(national, $deciding)
        """,
        {
            "starts": starts,
            "valid": [phones.verdict(f"+31{start}{rest}")[0] for start in starts],
            "deciding": DECIDING,
        },
    )


def _others(db: duckdb.DuckDBPyConnection) -> None:
    rows = db.execute("select phone from new_phone where national is null").fetchall()
    asked = [phone for (phone,) in rows]
    verdicts = [phones.verdict(phone) for phone in asked]
    db.execute(
        """
        insert into phone_fact (phone, valid, e164)
        select
            unnest($phones::varchar[]), unnest($valid::boolean[]), unnest($numbers::varchar[])
        """,
        {
            "phones": asked,
            "valid": [valid for valid, _ in verdicts],
            "numbers": [number for _, number in verdicts],
        },
    )
