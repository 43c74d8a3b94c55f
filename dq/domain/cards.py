"""What must hold of a card or a relation before a command writes it."""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from dq.errors import N_, Invalid, NotFound
from dq.objects import OBJECTS, SENT, TYPED
from dq.store.ledger import Row
from dq.values import emails, invisible, phones

FIELDS = TYPED
# How many characters Salesforce keeps, and the tile of who has it.
LENGTHS = {
    field.name: field.length for name in SENT for field in OBJECTS[name].fields if field.length
} | {"assignee": 60}


@dataclass(frozen=True)
class Holder:
    """Who holds a username: a card, or a portal user (`contact_id` None: of no known card)."""

    contact_id: str | None
    name: str
    active: bool


def cleaned(values: Mapping[str, str | None]) -> dict[str, str | None]:
    """The values without surplus spaces and what nobody sees, null where empty.

    :raises Invalid: a value is longer than Salesforce keeps, or the address or a number cannot
        be one
    """
    found = {
        name: " ".join(invisible.text(value or "").split()) or None
        for name, value in values.items()
    }
    for name, value in found.items():
        if value and len(value) > LENGTHS.get(name, 255):
            raise Invalid(
                N_("{field} may have at most {most} characters."), field=name, most=LENGTHS[name]
            )
    if email := found.get("email"):
        found["email"] = address(email)
    for name in ("phone", "mobile"):
        if (number := found.get(name)) and not phones.possible(number):
            raise Invalid(
                N_("{field}: {number} cannot be a phone number."), field=name, number=number
            )
    return found


def address(email: str) -> str:
    """The address in small letters, as Salesforce keeps it and the username that follows from it.

    :raises Invalid: it cannot be an e-mail address
    """
    if emails.verdict(email) is not None:
        raise Invalid(N_("{email} is not a valid e-mail address."), email=email)
    return email.lower()


def holder(
    db: duckdb.DuckDBPyConnection, username: str, besides: str | None = None
) -> Holder | None:
    """Who holds the username, ignoring case, other than contact `besides`; an inactive user too."""
    rows = db.execute(
        """
        select id, called(first_name, middle_name, last_name, email, id), in_service(status)
        from contact
        where folds_to(username, $username)
            and id is distinct from $besides
        union all
        select contact.id,
            if(
                contact.id is null,
                portal_user.username,
                called(
                    contact.first_name, contact.middle_name, contact.last_name, contact.email,
                    contact.id
                )
            ),
            coalesce(portal_user.active, true)
        from portal_user
        left join contact on contact.id = portal_user.contact_id
        where folds_to(portal_user.username, $username)
            and ($besides is null or portal_user.contact_id is distinct from $besides)
        order by 3 desc, 1 nulls last, 2
        limit 1
        """,
        {"username": username, "besides": besides},
    ).fetchall()
    return Holder(*rows[0]) if rows else None


def username_free(db: duckdb.DuckDBPyConnection, username: str | None, besides: str | None) -> None:
    """:raises Invalid: somebody else holds the username"""
    found = holder(db, username, besides) if username else None
    if found is None:
        return
    raise Invalid(
        N_("{username} is already the username of {holder}; a username can exist only once.")
        if found.active
        else N_(
            "{username} is still the username of {holder}, who is no longer active; "
            "a username can exist only once."
        ),
        username=username,
        holder=found.name,
    )


def account(db: duckdb.DuckDBPyConnection, account_id: str) -> Row:
    """The account's id and name.

    :raises NotFound: it is gone
    """
    rows = db.execute(
        "select id, called(name, id) from account where id = ?", [account_id]
    ).fetchall()
    if not rows:
        raise NotFound(N_("The account {id} is gone."), id=account_id)
    return {"id": rows[0][0], "name": rows[0][1]}


def contact(db: duckdb.DuckDBPyConnection, contact_id: str) -> Row:
    """The contact's id, name, account_id and whether it is active.

    :raises NotFound: it is gone
    """
    rows = db.execute(
        """
        select id, called(first_name, middle_name, last_name, email, id), account_id,
            in_service(status)
        from contact
        where id = ?
        """,
        [contact_id],
    ).fetchall()
    if not rows:
        raise NotFound(N_("The card {id} is gone."), id=contact_id)
    return dict(zip(("id", "name", "account_id", "active"), rows[0], strict=True))
