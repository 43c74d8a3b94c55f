"""Which phone numbers are valid, and their international form: asked once per value."""

import re

import duckdb
import phonenumbers

REGION = "NL"
# A Dutch number of nine digits in any usual spelling: 06-12345678, +31 (0)20 123 45 67.
CHARACTERS = r"[ (]*\+?[0-9 ()./-]*"
NATIONAL = r"^(?:(?:\+31|0031)0?|0)([1-9][0-9]{8})$"
DUTCH = 31
# The digits of a number, with the country's; a shorter one works only inside one building.
# Source: ITU-T E.164; a prefix such as 00 and the zero in +31 (0)6 come on top.
FEWEST, MOST = 6, 18
# How people write the number inside the building; the library knows ext. and x alone.
EXTENSION = re.compile(
    r"[\s,;/(-]*\b(?:tst|toest|toestel|toestelnr|intern|int|doorkies|doorkiesnr|doorkiesnummer|durchwahl|dw"
    r"|nebenstelle|apparaat|app|poste)\b[\s.:]*(?:nr\b[\s.:]*)?([0-9]{1,6})\)?\s*$",
    re.IGNORECASE,
)
# Of nine national digits only the first four decide (the tables know none that look further).
DECIDING = 4


def verdict(phone: str) -> tuple[bool, str | None]:
    """Whether the number can exist, and its international form when it can."""
    try:
        number = _parsed(phone)
    except phonenumbers.NumberParseException:
        return False, None
    if not phonenumbers.is_valid_number(number):
        return False, None
    return True, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _parsed(phone: str) -> phonenumbers.PhoneNumber:
    return phonenumbers.parse(EXTENSION.sub(r" ext. \1", phone), REGION)


def possible(phone: str) -> bool:
    """Whether the text can be meant as a number, be it a valid one or not: by its digits."""
    return FEWEST <= sum(sign.isdecimal() for sign in phone) <= MOST


def mobile(phone: str) -> bool:
    """Whether a number belongs in the field for mobile numbers: a Dutch mobile, or one abroad."""
    try:
        number = _parsed(phone)
    except phonenumbers.NumberParseException:
        return False
    return number.country_code != DUTCH or str(number.national_number).startswith("6")


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
            "valid": [verdict(f"+31{start}{rest}")[0] for start in starts],
            "deciding": DECIDING,
        },
    )


def _others(db: duckdb.DuckDBPyConnection) -> None:
    rows = db.execute("select phone from new_phone where national is null").fetchall()
    phones = [phone for (phone,) in rows]
    verdicts = [verdict(phone) for phone in phones]
    db.execute(
        """
        insert into phone_fact (phone, valid, e164)
        select
            unnest($phones::varchar[]), unnest($valid::boolean[]), unnest($numbers::varchar[])
        """,
        {
            "phones": phones,
            "valid": [valid for valid, _ in verdicts],
            "numbers": [number for _, number in verdicts],
        },
    )
