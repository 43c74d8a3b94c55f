"""The files for Salesforce in the order that is safe, and which rows go in which.

Tested in tests/handover/package/test_archive.py.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dq.errors import N_
from dq.objects import LEAVING, NATURAL
from dq.outgoing.difference import Change, own
from dq.outgoing.usernames import Freed

Operation = Literal["insert", "update", "delete"]
Values = dict[str, Any]
TAKING_OVER = LEAVING[1:]
FIXED = ("account_id", "contact_id")  # of a relation, once it is there


@dataclass(frozen=True)
class Situation:
    """What decides of a row beside itself.

    `accounts` has each contact's own account here, and of a new card the one that it goes with;
    `moved` are the contacts that get another one, whose old relation Salesforce `keeps` or not.
    `held` are the contacts whose account is in a clash.
    """

    accounts: Mapping[str, Collection[str | None]]
    moved: Mapping[str, str | None]
    freed: Freed
    follows: bool
    keeps: bool
    held: frozenset[str] = frozenset()

    def leaves(self, change: Change) -> bool:
        """Whether it is the direct relation with an account that its contact leaves."""
        was = change.was
        return bool(
            was.get("direct")
            and was["contact_id"] in self.moved
            and self.moved[was["contact_id"]] == was["account_id"]
        )

    def lost(self, change: Change) -> bool:
        """Whether Salesforce drops the relation by itself, as the contact's account changes."""
        return self.leaves(change) and not self.keeps

    def direct(self, change: Change) -> bool:
        """Whether it is the contact's own account, which Salesforce relates by itself."""
        return change.value("account_id") in self.accounts.get(change.value("contact_id"), ())


Takes = Callable[[Change, Situation], Values | None]


@dataclass(frozen=True)
class File:
    """One file: the values of each row that it takes, and what to say of it (message ids)."""

    name: str
    table: str
    operation: Operation
    title: str
    expect: str
    takes: Takes


def _login(change: Change, at: Situation, values: Values) -> Values:
    """With a username that follows from the address left to Salesforce."""
    now = change.now
    if not at.follows or "username" not in values or now["username"] != now.get("email"):
        return values
    return {name: value for name, value in values.items() if name != "username"} | {
        "email": now["email"]
    }


def _filled(change: Change) -> Values:
    return {name: value for name, value in change.now.items() if value is not None}


def _differing(change: Change, but: Iterable[str] = ()) -> Values:
    return {name: change.now[name] for name in change.fields if name not in but}


def _new(change: Change) -> bool:
    # What undo brought back after it went there has its old key, and is new there all the same.
    return change.before is None and (own(change.id) or change.table in NATURAL)


def _changed(change: Change) -> bool:
    return change.before is not None and change.after is not None


def _remade(change: Change, at: Situation) -> bool:
    """Whether a relation has to be made in Salesforce: as new, or because the old one cannot
    change or goes with the account."""
    if change.after is None or at.direct(change):
        return False
    return _new(change) or (_changed(change) and (_turned(change) or at.lost(change)))


def _turned(change: Change) -> bool:
    return any(name in FIXED for name in change.fields)


def _cleared(change: Change, at: Situation) -> Values | None:
    return at.freed.contacts.get(change.id)


def _users_cleared(change: Change, at: Situation) -> Values | None:
    return at.freed.users.get(change.id)


def _contacts_new(change: Change, at: Situation) -> Values | None:
    if not _new(change):
        return None
    filled = _filled(change)
    for name in TAKING_OVER:
        filled.pop(name, None)
    return _login(change, at, filled)


def _contacts_changed(change: Change, at: Situation) -> Values | None:
    return _login(change, at, _differing(change, LEAVING)) if _changed(change) else None


def _contacts_status(change: Change, at: Situation) -> Values | None:
    if not _changed(change):
        return None
    return {name: value for name, value in _differing(change).items() if name in LEAVING}


def _relations_new(change: Change, at: Situation) -> Values | None:
    if not _remade(change, at):
        return None
    filled = _filled(change)
    filled.pop("direct", None)
    return {"active": True} | filled


def _ending(change: Change) -> bool:
    return "active" in change.fields and change.value("active") is False


def _kept(change: Change, at: Situation) -> bool:
    return _changed(change) and not _turned(change) and not at.lost(change)


def _relations_changed(change: Change, at: Situation) -> Values | None:
    return _differing(change) if _kept(change, at) and not _ending(change) else None


def _relations_ended(change: Change, at: Situation) -> Values | None:
    return _differing(change) if _kept(change, at) and _ending(change) else None


def _gone(change: Change, at: Situation) -> bool:
    if change.before is None or at.lost(change):
        return False
    return change.after is None or _turned(change)


def _relations_in_the_way(change: Change, at: Situation) -> Values | None:
    direct = change.was.get("direct")
    return {} if change.merging and _gone(change, at) and not direct else None


def _relations_gone(change: Change, at: Situation) -> Values | None:
    if change.merging or not _gone(change, at):
        return None
    direct = change.was["direct"] and not at.leaves(change)
    return None if direct else {}


def _approvals_new(change: Change, at: Situation) -> Values | None:
    if not _new(change):
        return None
    return {"active": True} | _filled(change)


def _approvals_changed(change: Change, at: Situation) -> Values | None:
    return _differing(change) if _changed(change) else None


def _approvals_gone(change: Change, at: Situation) -> Values | None:
    return {} if change.after is None else None


def _accounts_changed(change: Change, at: Situation) -> Values | None:
    return _differing(change) if _changed(change) else None


def _users_changed(change: Change, at: Situation) -> Values | None:
    return _differing(change, ["contact_id"]) if _changed(change) else None


FILES = (
    File(
        "relations-before-merging", "relation", "delete",
        N_("Relations in the way of a merge"),
        N_("Both records have this relation; Salesforce merges them only without one of the two."),
        _relations_in_the_way,
    ),
    File(
        "contacts-usernames", "contact", "update",
        N_("Contacts whose username another gets"),
        N_("A username can exist only once, so it is made free first."),
        _cleared,
    ),
    File(
        "users-usernames", "portal_user", "update",
        N_("Portal users whose username another gets"),
        N_("A username can exist only once, so it is made free first."),
        _users_cleared,
    ),
    File(
        "contacts-new", "contact", "insert",
        N_("New contacts"),
        N_("Salesforce makes the relation with the own account by itself."),
        _contacts_new,
    ),
    File(
        "contacts", "contact", "update",
        N_("Contacts: fields and account"),
        N_("A contact with a new account gets the relation with it by itself."),
        _contacts_changed,
    ),
    File(
        "relations-new", "relation", "insert",
        N_("New relations"),
        N_("A relation that is there already gives an error; nothing is made twice."),
        _relations_new,
    ),
    File(
        "relations", "relation", "update",
        N_("Relations that change or are active again"),
        N_("Contact and account of a relation stay as they are."),
        _relations_changed,
    ),
    File(
        "approvals-new", "approval", "insert",
        N_("New approvals"),
        N_("The contact approves on this project from now on."),
        _approvals_new,
    ),
    File(
        "approvals", "approval", "update",
        N_("Approvals that change or stop"),
        N_("Whoever takes over approves already, by the file before."),
        _approvals_changed,
    ),
    File(
        "contacts-status", "contact", "update",
        N_("Contacts: status and successor"),
        N_("From here on people who left are marked as such."),
        _contacts_status,
    ),
    File(
        "relations-ended", "relation", "update",
        N_("Relations that end"),
        N_("They stay in Salesforce as history, no longer active."),
        _relations_ended,
    ),
    File(
        "relations-gone", "relation", "delete",
        N_("Relations that go"),
        N_("They were a mistake and leave no history."),
        _relations_gone,
    ),
    File(
        "approvals-gone", "approval", "delete",
        N_("Approvals that go"),
        N_("They were made here and taken back."),
        _approvals_gone,
    ),
    File(
        "users", "portal_user", "update",
        N_("Portal users: username and active"),
        N_("Salesforce may send people a message about their new username."),
        _users_changed,
    ),
    File(
        "accounts", "account", "update",
        N_("Accounts: what a merge left to choose"),
        N_("They get the values that were chosen when accounts were merged here."),
        _accounts_changed,
    ),
)  # fmt: skip
# What a file of a package is called, and one that has a part of it again; without its ending.
NAMED = re.compile(
    f"({'|'.join(f'{place:02}-{file.name}' for place, file in enumerate(FILES, 1))})(?:-again)?"
)
# After so many files the records of the work list are merged by hand.
MERGE_AFTER = 1
