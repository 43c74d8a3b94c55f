"""People of another system with letters that went wrong."""

from dq.checks import Check
from dq.checks.damaged_text import of_texts
from dq.errors import N_, Filled
from dq.objects import TEXTS
from dq.sources.declaration import People


def check(people: People) -> Check:
    """The rule for one system."""
    return Check(
        id=f"damaged_{people.object}",
        title=Filled(N_("Damaged letters in {system}"), system=people.system),
        why=N_(
            "Nobody finds such a contact by typing its name, and mail to the address does not"
            " arrive."
        ),
        action=Filled(
            N_(
                "Have the back office type the text anew in {system}. "
                "If many have it, a file was loaded in the wrong encoding: UTF-8 is right."
            ),
            system=people.system,
        ),
        reason=N_("Damaged: {detail}."),
        severity="notice",
        dimension="validity",
        record_kind=people.object,
        sql=of_texts(people.object, TEXTS[people.object]),
    )
