"""Which right each command needs: the one list, and what is not on it nobody may who signs in.

Tested in tests/test_rights.py.
"""

from dq.access import rights
from dq.access.rights import DECIDE, MANAGE, TILES, Right
from dq.errors import Forbidden

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
