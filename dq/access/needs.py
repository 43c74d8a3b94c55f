"""Which right each command needs: the one list, and what is not on it nobody may who signs in.

Tested in tests/test_rights.py.
"""

from dq.access import rights
from dq.access.rights import DECIDE, MANAGE, TILES, Right
from dq.errors import N_, Forbidden

# By the name under which a change stands in the history; `undo` has its own rule, below.
NEEDS: dict[str, Right] = {
    "accept": DECIDE,
    "come_back": DECIDE,
    "create": DECIDE,
    "decide": DECIDE,
    "dispose": DECIDE,
    "drop_relation": DECIDE,
    "edit": DECIDE,
    "end_relation": DECIDE,
    "general": DECIDE,
    "give_username": DECIDE,
    "hand_to": DECIDE,
    "leave": DECIDE,
    "link": DECIDE,
    "merge": DECIDE,
    "move": DECIDE,
    "offer_again": DECIDE,
    "postpone": DECIDE,
    "settle": DECIDE,
    "assign": TILES,
    "put_right": TILES,
    "tick": TILES,
    "acknowledge": MANAGE,
    "forget": MANAGE,
    "load": MANAGE,
    "pack": MANAGE,
    "purge": MANAGE,
    "repair": MANAGE,
    "restore": MANAGE,
    "results": MANAGE,
    "set": MANAGE,
    "withdraw": MANAGE,
    "undo": rights.READ,
}
# Of who may have all that is known of a person.
KNOWN = N_("Only a lead or an administrator may do this, and {name} is neither.")


def see_to(command: str) -> None:
    """Let who acts now do this.

    :raises Forbidden: they may not
    """
    person = rights.now()
    if person is rights.OWNER:
        return
    if command not in NEEDS:
        raise Forbidden(MANAGE.value, name=person.name)
    person.require(NEEDS[command])


def may_know() -> bool:
    """Whether who acts now may have all that is known of a person in one file: who decides about
    cards, and who removes people."""
    person = rights.now()
    return person.may(DECIDE) or person.may(MANAGE)


def see_to_known() -> None:
    """Let who acts now have all that is known of a person.

    :raises Forbidden: they may not
    """
    if not may_know():
        person = rights.now()
        raise Forbidden(KNOWN, name=person.name) if person.name else person.refusal(MANAGE)


def see_to_undo(command: str, actor: str) -> None:
    """Let who acts now take back such a change of `actor`: one's own by the right that it needed,
    that of others as an administrator.

    :raises Forbidden: they may not
    """
    person = rights.now()
    if person is rights.OWNER:
        return
    person.require(NEEDS.get(command, MANAGE) if actor == person.name else MANAGE)


def actor(said: str) -> str:
    """The name for the history: that of who signed in; else what was said."""
    return rights.now().name or said
