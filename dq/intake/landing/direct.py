"""The relation with a contact's own account, which Salesforce makes, moves and keeps by itself.

Tested in tests/handover/test_moved_and_merged.py.
"""

from dq.intake.landing import Landing
from dq.objects import OWN_KEY
from dq.store import renaming


def relations(landing: Landing) -> None:
    """What an export of the relations says of those of own accounts."""
    _left_behind(landing)
    _handed_on(landing)
    _dropped(landing)
    _own(landing)


def flags(landing: Landing) -> None:
    """Which relation is direct follows from the own account, where both sides agree on it."""
    landing.db.execute(
        """
        update main.relation as here
        set direct = there.direct, version = $version
        from upstream.relation as there, main.contact as card, upstream.contact as known
        where there.id = here.id
            and there.contact_id = here.contact_id
            and here.direct is distinct from there.direct
            and card.id = here.contact_id
            and known.id = card.id
            and card.account_id is not distinct from known.account_id
        """,
        {"version": landing.version},
    )


def follow(landing: Landing) -> None:
    """Where the own account is another one here than there, or the contact has what a merged one
    had, the relation with an account that is not its own is not direct here either; and what ended
    because a merged one left has not ended for who is in service."""
    landing.db.execute(
        """
        update main.relation as here
        set direct = false, version = $version
        from main.contact as card
        where card.id = here.contact_id
            and here.direct
            and here.account_id is distinct from card.account_id
            and (
                card.id in (select survivor_id from survivor)
                or not exists (
                    select 1
                    from upstream.contact as known
                    where known.id = card.id
                        and known.account_id is not distinct from card.account_id
                )
            )
        """,
        {"version": landing.version},
    )
    landing.db.execute(
        """
        update main.relation as here
        set active = true, end_date = null, version = $version
        from main.contact as card
        where card.id = here.contact_id
            and here.direct
            and here.active = false
            and card.status is distinct from 'left'
            and card.id in (select survivor_id from survivor)
        """,
        {"version": landing.version},
    )


def _left_behind(landing: Landing) -> None:
    """A new direct relation with an account that the contact leaves here is none of ours."""
    landing.db.execute(
        f"""
        delete from main.relation
        where direct
            and id in (select id from {landing.arrived} where object = 'relation' and not there)
            and exists (
                select 1
                from main.contact as here
                join upstream.contact as there on there.id = here.id
                where here.id = relation.contact_id
                    and here.account_id is distinct from relation.account_id
                    and there.account_id = relation.account_id
            )
        """
    )


def _handed_on(landing: Landing) -> None:
    """A relation that went with a merge there, of a pair that has another one, ends with that."""
    twice = f"""
        mine.id in (select id from {landing.lost} where object = 'relation' and direct)
        and other.id <> mine.id
        and other.contact_id = mine.contact_id
        and other.account_id = mine.account_id
        and other.id = there.id
    """
    landing.db.execute(
        f"""
        update main.relation as other
        set active = mine.active, end_date = mine.end_date, version = {landing.version}
        from main.relation as mine, upstream.relation as there
        where {twice}
            and other.active is not distinct from there.active
            and other.end_date is not distinct from there.end_date
        """
    )
    landing.db.execute(
        f"delete from main.relation as mine"
        f" using main.relation as other, upstream.relation as there where {twice}"
    )


def _dropped(landing: Landing) -> None:
    """A relation that went with the account its contact left, as was asked from here, is kept
    as history: it has to be made there anew."""
    rows = landing.db.execute(
        f"""
        select relation.id
        from {landing.lost} as lost
        join main.relation on relation.id = lost.id
        join main.contact on contact.id = relation.contact_id
        where lost.object = 'relation'
            and lost.direct
            and contact.account_id is distinct from relation.account_id
        order by relation.id
        """
    ).fetchall()
    made = {id: f"{OWN_KEY}{landing.version}-l{place}" for place, (id,) in enumerate(rows, 1)}
    renaming.rename(landing.db, "relation", made)


def _own(landing: Landing) -> None:
    """The relation with the own account cannot be taken out there, so it is here as well: of
    two that a merge made the same, Salesforce may keep another one than was kept here."""
    landing.db.execute(
        f"""
        insert into main.relation by name
        select there.*, {landing.version} as version
        from upstream.relation as there
        join upstream.contact as known
            on known.id = there.contact_id and known.account_id = there.account_id
        join main.contact as card
            on card.id = known.id and card.account_id = known.account_id
        where there.direct
            and there.id not in (select id from main.relation)
            and not exists (
                select 1
                from main.relation as here
                where here.contact_id = there.contact_id
                    and here.account_id = there.account_id
            )
        """
    )
