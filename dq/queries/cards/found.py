"""Cards as a search shows them: who, where, and whether they can log in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import duckdb

Login = Literal["in", "off", "left", "none"]


@dataclass(frozen=True)
class Found:
    """A card in a list of hits; `accounts` are the related ones beside the own, as (id, name).

    `login` tells whether the portal lets them in: "in", switched "off", "left" (who has no portal
    user that is known), or "none" (no username).
    """

    id: str
    name: str
    title: str | None
    email: str | None
    username: str | None
    phone: str | None
    status: str | None
    active: bool
    general: bool
    account_id: str | None
    account: str | None
    login: Login
    version: int
    accounts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Place:
    """An account in a list of hits; `people` is how many cards it has."""

    id: str
    name: str
    city: str | None
    parent: str | None
    people: int


def places(db: duckdb.DuckDBPyConnection, hits: Sequence[tuple[str, int]]) -> list[Place]:
    """The accounts of (id, people), in that order; those that are gone are left out."""
    if not hits:
        return []
    rows = db.execute(PLACES, {"ids": [id for id, _people in hits]}).fetchall()
    known = {id: (name, city, parent) for id, name, city, parent in rows}
    above = sorted({parent for _name, _city, parent in known.values()} - {None})
    names = dict(db.execute(NAMES, {"ids": above}).fetchall()) if above else {}
    found = [(id, *known[id], people) for id, people in hits if id in known]
    return [
        Place(id, name or id, city, names.get(parent), people)
        for id, name, city, parent, people in found
    ]


def cards(db: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> dict[str, Found]:
    """The cards with these ids, by id; those that are gone are left out."""
    if not ids:
        return {}
    wanted = {"ids": list(ids)}
    related: dict[str, list[tuple[str, str]]] = {}
    for contact_id, account_id, name in db.execute(RELATED, wanted).fetchall():
        related.setdefault(contact_id, []).append((account_id, name))
    logins = dict(db.execute(LOGINS, wanted).fetchall())
    return {
        row[0]: _found(row, logins.get(row[0]), related.get(row[0], []))
        for row in db.execute(CARDS, wanted).fetchall()
    }


def _found(row: tuple, on: bool | None, related: list[tuple[str, str]]) -> Found:
    *said, version = row
    card = Found(*said, login="none", version=version, accounts=tuple(related))
    if card.username is None:
        return card
    if on is None:  # no portal user is known: the card decides
        return replace(card, login="in" if card.active else "left")
    return replace(card, login="in" if on else "off")


# The ids as rows: DuckDB asks a list of every row anew; found first and read then, since a view's
# columns are worked out of all rows else.
CARDS = """
    select
        id, called, title, email, username, coalesce(mobile, phone), status, active, general,
        account_id, account_name, version
    from card
    where place in (select rowid from contact where id in (select unnest($ids)))
"""
RELATED = """
    select distinct relation.contact_id, account.id, account.name
    from relation
    join contact on contact.id = relation.contact_id
    join account on account.id = relation.account_id
    where relation.contact_id in (select unnest($ids))
        and relation.active is not false
        and relation.account_id is distinct from contact.account_id
    order by account.name, account.id
"""
LOGINS = """
    select contact_id, bool_or(coalesce(active, true))
    from portal_user
    where contact_id in (select unnest($ids))
    group by contact_id
"""
PLACES = "select id, name, city, parent_id from account where id in $ids"
NAMES = "select id, name from account where id in $ids"


def accounts(
    db: duckdb.DuckDBPyConnection, text: str, most: int = 20
) -> list[tuple[str, str, str | None]]:
    """Accounts whose name holds every word of the text: id, name, parent.

    Those that begin with it come first. Where none holds them, those with a slip in a word.
    """
    typed = " ".join(text.split())
    wanted = {"text": typed, "words": typed.split(), "most": most}
    return _accounts(db, HOLDS, wanted) or _accounts(db, NEARLY, wanted)


def _accounts(
    db: duckdb.DuckDBPyConnection, condition: str, wanted: dict[str, object]
) -> list[tuple[str, str, str | None]]:
    return db.execute(
        f"""
        with typed as (
            select
                lower(strip_accents($text)) as text,
                list_transform($words, lambda word: lower(strip_accents(word))) as words
        ), named as (
            select id, name, parent_id, lower(strip_accents(name)) as folded
            from account
        )
        select named.id, named.name, parent.name
        from named
        cross join typed
        left join account as parent on parent.id = named.parent_id
        where named.id = $text or ({condition})
        order by
            starts_with(named.folded, typed.text) desc, named.parent_id is null desc, named.name,
            named.id
        limit $most
        """,
        wanted,
    ).fetchall()


HOLDS = "list_bool_and(list_transform(typed.words, lambda word: contains(named.folded, word)))"
# One slip in a word of four signs or more, two from eight on, against the start of some word.
NEARLY = """
    list_bool_and(list_transform(typed.words, lambda word: list_bool_or(list_transform(
        string_split(named.folded, ' '),
        lambda one: least(
            damerau_levenshtein(left(one, length(word)), word),
            damerau_levenshtein(left(one, length(word) + 1), word)
        ) <= case when length(word) < 4 then 0 when length(word) < 8 then 1 else 2 end
    ))))
"""
