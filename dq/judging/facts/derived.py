"""What follows from the data as a whole: families of accounts, their domains, false addresses."""

from typing import cast

import duckdb

from dq import settings

# Before the @ these say that there is no address, whatever stands behind it.
NO_ADDRESS = [
    "geenmail", "geenemail", "geenmailadres", "geenemailadres", "nomail", "noemail", "onbekend",
]  # fmt: skip
# These do beside a domain of this name: no@email.com, geen@mail.nl, test@test.nl.
PLACEHOLDERS = ["geen", "no", "unknown", "test"]
MAIL = ["mail", "email", "geen", "test"]
# SQL for the first letter of each word of a name.
INITIALS = r"letters(regexp_replace(strip_accents(lower({})), '([a-z])[a-z]*', '\1', 'g'))"

# Of the addresses that are made of such a word, in `made`, those of which nobody who has it is
# called so.
NOT_THEIRS = f"""
    insert into placeholder (address, cards)
    with named as (
        select
            address, whole, local,
            letters(first_name) as first, letters(middle_name) as middle,
            letters(last_name) as last, first[1] as initial,
            {INITIALS.format("first_name")} as given,
            {INITIALS.format("concat_ws(' ', first_name, middle_name, last_name)")} as every
        from made
    )
    select address, null
    from named
    anti join placeholder using (address)
    group by address
    having not bool_or(
        whole and coalesce(local in (
            first, middle, last, concat(middle, last), concat(first, last),
            concat(first, middle, last), initial, given, every, concat(initial, last),
            concat(initial, middle, last), concat(given, last), concat(given, middle, last),
            concat(initial, last[1]), concat(given, last[1]), concat(first, last[1])
        ), false)
    )
"""


def refresh(db: duckdb.DuckDBPyConnection) -> None:
    """Work out `empty_word`, `placeholder`, `family` and `family_domain` anew; they depend on every
    row."""
    _words(db)
    _placeholders(db)
    _nobodies(db)
    _families(db)
    _domains(db)


def _words(db: duckdb.DuckDBPyConnection) -> None:
    """Words that stand where nobody knows an address, as the settings have them."""
    db.execute("delete from empty_word")
    words = cast(list[str], settings.get(db, "empty_words"))
    db.execute("insert into empty_word select folded(unnest($words::varchar[]))", {"words": words})


def _placeholders(db: duckdb.DuckDBPyConnection) -> None:
    """Addresses that are nobody's: on a large part of the cards, or ending in .invalid."""
    db.execute("delete from placeholder")
    db.execute(
        """
        insert into placeholder (address, cards)
        with carried as (
            select id, said(email) as address from contact
            union
            select id, said(username) as address from contact
        )
        select address, count(*) as cards
        from carried
        where address is not null
        group by address
        having ends_with(address, '.invalid')
            or (
                count(*) >= getvariable('placeholder_cards')
                and count(*) >= getvariable('placeholder_share') * (
                    select count(distinct id) from carried where address is not null
                )
            )
        """
    )


def _nobodies(db: duckdb.DuckDBPyConnection) -> None:
    """Texts that are nobody's address whatever their number: without @, or made of such a word.

    onbekend@ is, and no@ beside email.com or nvt@ beside nvt.nl, unless somebody who has it is
    called so: most words are a name, initials or a company too, and mail.de gives out addresses.
    """
    db.execute(
        """
        create or replace temp table made as
        with word as (
            select distinct translate(word, '.-_/ ', '') as word from empty_word where word <> ''
        ), carried as (
            select said(email) as address, first_name, middle_name, last_name from contact
            union all
            select said(username), first_name, middle_name, last_name from contact
            union all
            select said(username), first_name, null, last_name from portal_user
        ), parts as (
            select
                *, contains(address, '@') as whole,
                translate(split_part(address, '@', 1), '.-_', '') as mailbox,
                coalesce(nullif(rtrim(mailbox, '0123456789'), ''), mailbox) as local,
                translate(regexp_extract(address, '@([^@.]+)[.][^@.]+$', 1), '-', '') as domain
            from carried
            where address is not null
        )
        select address, whole, local, first_name, middle_name, last_name
        from parts
        where not whole
            or local in $no_address
            or (local in $placeholders and domain in $mail)
            or (local in (select word from word) and domain in (select word from word))
        """,
        {"no_address": NO_ADDRESS, "placeholders": PLACEHOLDERS, "mail": MAIL},
    )
    if db.execute("select 1 from made limit 1").fetchall():
        db.execute(NOT_THEIRS)
    db.execute("drop table temp.made")


def _families(db: duckdb.DuckDBPyConnection) -> None:
    """The top account of each; parents that circle or are unknown end the climb."""
    db.execute("delete from family")
    db.execute(f"insert into family (account_id, root_id) {climbed('main')}")


def climbed(schema: str) -> str:
    """The query of every account's top account, as it is here (`main`) or in the export."""
    return f"""
        with recursive climb as (
            select id as account_id, id as root_id, 0 as step
            from {schema}.account
            union all
            select climb.account_id, parent.id, climb.step + 1
            from climb
            join {schema}.account as account on account.id = climb.root_id
            join {schema}.account as parent on parent.id = account.parent_id
            where climb.step < 10
        )
        select account_id, arg_max(root_id, step) as root_id
        from climb
        group by account_id
    """


def _domains(db: duckdb.DuckDBPyConnection) -> None:
    """The company domains in use in each family of accounts, and which one is usual there."""
    db.execute("delete from family_domain")
    db.execute(
        """
        insert into family_domain (root_id, domain, cards, share, usual)
        with counted as (
            select family.root_id, card.domain, count(*) as cards
            from card
            join family using (account_id)
            join email_fact on email_fact.email = card.email and email_fact.valid
            where card.active
                and card.domain not in (select unnest(getvariable('free_mail_domains')))
                and card.address not in (select address from placeholder)
            group by all
        ), shared as (
            select
                *, cards / sum(cards) over (partition by root_id) as share,
                sum(cards) over firm as firm_cards,
                sum(cards) over firm / sum(cards) over (partition by root_id) as firm_share,
                row_number() over (firm order by cards desc, domain) as place
            from counted
            window firm as (partition by root_id, firm(domain))
        )
        select
            root_id,
            domain,
            cards,
            share,
            -- Of domains that belong together the commonest is the usual one for all.
            place = 1
                and firm_cards >= getvariable('usual_domain_cards')
                and firm_share >= getvariable('usual_domain_share')
        from shared
        """
    )
