"""The way out of a username conflict, by what kind it is and who is in it.

Tested in tests/queries/review/test_usernames.py.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from dq.errors import N_

Kind = Literal[
    "username_clash",
    "username_taken",
    "username_missing",
    "shared_mailbox_on_person",
    "username_not_email",
    "username_lookalike",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Proposal = tuple[str, dict[str, str]]


@dataclass(frozen=True)
class Card:
    """A card in a conflict; `shared` when a shared mailbox stands on a person's card."""

    id: str
    name: str
    email: str | None
    username: str | None
    status: str | None
    active: bool
    general: bool
    account: str | None
    approvals: int
    user_active: bool | None
    shared: bool

    @property
    def own(self) -> bool:
        """Whether the username is the card's own e-mail address."""
        return bool(self.email and self.username) and same(self.email, self.username)


@dataclass(frozen=True)
class Conflict:
    """Cards that are in each other's way over a username, and what to do about it."""

    kind: Kind
    username: str | None
    cards: tuple[Card, ...]
    alike: bool

    @property
    def way_out(self) -> Proposal:
        """The proposal: a message id and its values."""
        return WAYS_OUT[self.kind](self)


def _clash(conflict: Conflict) -> Proposal:
    general = [card for card in conflict.cards if card.general]
    working = [card for card in conflict.cards if card.active]
    gone = [card for card in conflict.cards if not card.active]
    owners = [card for card in working if card.own]
    if conflict.alike:
        return N_("Probably one person with two cards: decide that first, under Duplicates."), {}
    if general:
        return (
            N_(
                "The general card {name} keeps this username. The others get their own"
                " e-mail address as username."
            ),
            {"name": general[0].name},
        )
    if any(card.shared for card in conflict.cards):
        return SHARED, {"account": conflict.cards[0].account or conflict.cards[0].name}
    if gone and len(working) == 1:
        return (
            N_(
                "{old} is no longer in service but still holds the username: change the username"
                " of that old user and switch it off. Then it is free for {name}."
            ),
            {"old": gone[0].name, "name": working[0].name},
        )
    if len(owners) == 1:
        return (
            N_("It is {name}'s own address: the others get their own e-mail address as username."),
            {"name": owners[0].name},
        )
    return N_("Ask whose address this is; the others get their own e-mail address."), {}


def same(left: str | None, right: str | None) -> bool:
    """Whether two addresses are one, ignoring case and spaces around."""
    return (left or "").strip().lower() == (right or "").strip().lower()


SHARED = N_(
    "A mailbox of several people: make one general card in the name of {account} for it,"
    " and give each person their own e-mail address and username."
)


def _taken(conflict: Conflict) -> Proposal:
    if len(conflict.cards) < 2:
        return N_("Find the card that holds this username and give it its own address."), {}
    card, holder = conflict.cards[:2]
    names = {"name": card.name, "holder": holder.name, "email": holder.email or ""}
    if conflict.alike:
        return N_("Probably one person with two cards: decide that first, under Duplicates."), {}
    if holder.general:
        return (
            N_("The username belongs to the general card {holder}; enter {name}'s own address."),
            names,
        )
    if not holder.active:
        return (
            N_(
                "{holder} is no longer in service: change the username of that old user and"
                " switch it off. Then {name} can have it."
            ),
            names,
        )
    if holder.email and not holder.own:
        return (
            N_("Give {holder} their own address {email} as username; then this one is free."),
            names,
        )
    return N_("Two cards share this address: ask whose it is and correct the other."), names


def _missing(conflict: Conflict) -> Proposal:
    card = conflict.cards[0]
    if card.email:
        return N_("Fill in {email} as username."), {"email": card.email}
    return N_("Ask for the e-mail address; the username follows from it."), {}


def _not_email(conflict: Conflict) -> Proposal:
    card = conflict.cards[0]
    return (
        N_("Set the username to {email}, or correct the e-mail address if that is out of date."),
        {"email": card.email or ""},
    )


def _lookalike(conflict: Conflict) -> Proposal:
    return N_("Probably a typing error: compare both addresses and correct the wrong one."), {}


def _shared(conflict: Conflict) -> Proposal:
    card = conflict.cards[0]
    return SHARED, {"account": card.account or card.name}


WAYS_OUT = {
    "username_clash": _clash,
    "username_taken": _taken,
    "username_missing": _missing,
    "shared_mailbox_on_person": _shared,
    "username_not_email": _not_email,
    "username_lookalike": _lookalike,
}
