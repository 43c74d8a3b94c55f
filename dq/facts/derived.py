"""What follows from the data as a whole: families of accounts, their domains, false addresses."""

from typing import cast

import duckdb

from dq import settings


def refresh(db: duckdb.DuckDBPyConnection) -> None:
    """Work out `empty_word`, `placeholder`, `family` and `family_domain` anew; they depend on every
    row."""
    _words(db)
    _placeholders(db)
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


def _families(db: duckdb.DuckDBPyConnection) -> None:
    """The top account of each; parents that circle or are unknown end the climb."""
    db.execute("delete from family")
    db.execute(
        """
        insert into family (account_id, root_id)
        with recursive climb as (
            select id as account_id, id as root_id, 0 as step
            from account
            union all
            select climb.account_id, parent.id, climb.step + 1
            from climb
            join account on account.id = climb.root_id
            join account as parent on parent.id = account.parent_id
            where climb.step < 10
        )
        select account_id, arg_max(root_id, step)
        from climb
        group by account_id
        """
    )


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
            select *, cards / sum(cards) over (partition by root_id) as share
            from counted
        )
        select
            root_id,
            domain,
            cards,
            share,
            cards >= getvariable('usual_domain_cards')
                and share >= getvariable('usual_domain_share')
        from shared
        """
    )
