"""Which e-mail addresses are valid, and which have a slip in the domain: asked once per value."""

from typing import cast

import duckdb
from email_validator.rfc_constants import EMAIL_MAX_LENGTH

from dq import settings
from dq.values import emails
from dq.values.typos import Typos

# Printable ASCII with a dot-atom (RFC 5322) before the first @, and short enough (RFC 5321): of
# such an address the library's verdict depends on what comes after that @ alone.
ORDINARY = r"[A-Za-z0-9_!#$%&'*+/=?^`{|}~-]+(?:\.[A-Za-z0-9_!#$%&'*+/=?^`{|}~-]+)*@[\x21-\x7e]*"


def suggestion(db: duckdb.DuckDBPyConnection, address: str) -> str | None:
    """The address that was likely meant; None where this one may be right."""
    if found := emails.plain(address.strip()):
        return suggestion(db, found) or found
    folded = address.strip().lower()
    return _suggestion(folded, folded.rpartition("@")[2], _typos(db))


def refresh(db: duckdb.DuckDBPyConnection) -> None:
    """Fill `email_fact` for addresses that are new, and forget those that are gone."""
    db.execute(
        "delete from email_fact where email not in"
        " (select email from contact where email is not null)"
    )
    db.execute(
        """
        create or replace temp table new_email as
        select
            distinct_email.email,
            regexp_full_match(email, $ordinary) and length(email) <= $longest as ordinary,
            lower(substr(email, strpos(email, '@') + 1)) as domain
        from (select distinct email from contact where email is not null) as distinct_email
        anti join email_fact using (email)
        """,
        {"ordinary": ORDINARY, "longest": EMAIL_MAX_LENGTH},
    )
    _by_domain(db)
    _one_by_one(db)
    db.execute("drop table new_email")


def _by_domain(db: duckdb.DuckDBPyConnection) -> None:
    """Ask the library once for each domain, on behalf of all ordinary addresses there."""
    rows = db.execute("select distinct domain from new_email where ordinary").fetchall()
    domains = [domain for (domain,) in rows]
    typos = _typos(db)
    db.execute(
        """
        insert into email_fact (email, valid, reason, suggestion)
        with answer as (
            select
                unnest($domains::varchar[]) as domain,
                unnest($reasons::varchar[]) as reason,
                unnest($likely::varchar[]) as likely
        )
        select email, reason is null, reason, split_part(email, '@', 1) || '@' || likely
        from new_email
        join answer using (domain)
        where ordinary
        """,
        {
            "domains": domains,
            "reasons": [emails.verdict(f"a@{domain}") for domain in domains],
            "likely": [_valid("a@", typos.likely(domain)) for domain in domains],
        },
    )


def _one_by_one(db: duckdb.DuckDBPyConnection) -> None:
    rows = db.execute("select email, domain from new_email where not ordinary").fetchall()
    typos = _typos(db)
    db.execute(
        """
        insert into email_fact (email, valid, reason, suggestion)
        select email, reason is null, reason, suggestion
        from (
            select
                unnest($emails::varchar[]) as email,
                unnest($reasons::varchar[]) as reason,
                unnest($suggestions::varchar[]) as suggestion
        )
        """,
        {
            "emails": [email for email, _ in rows],
            "reasons": [emails.verdict(email) for email, _ in rows],
            "suggestions": [_suggestion(email, domain, typos) for email, domain in rows],
        },
    )


def _suggestion(email: str, domain: str, typos: Typos) -> str | None:
    # More than a domain is wrong where there is not exactly one @; then nothing is proposed.
    if email.count("@") != 1:
        return None
    before = f"{email.split('@')[0]}@"
    likely = _valid(before, typos.likely(domain))
    return f"{before}{likely}" if likely else None


def _valid(before: str, likely: str | None) -> str | None:
    """The likely domain, unless the address with it would be none either."""
    return likely if likely and emails.verdict(f"{before}{likely}") is None else None


def _typos(db: duckdb.DuckDBPyConnection) -> Typos:
    current = settings.every(db)
    return Typos(
        targets=cast(list[str], current["typo_targets"]),
        known=[*cast(list[str], current["free_mail_domains"]), *settings.together(db)],
        common_endings=cast(list[str], current["common_endings"]),
    )
