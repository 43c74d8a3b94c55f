"""Portal users with letters that went wrong: decoded twice, unreadable, or of two alphabets."""

from dq.checks import Check
from dq.checks.damaged_text import of_texts
from dq.errors import N_
from dq.objects import TEXTS

CHECK = Check(
    id="damaged_user",
    title=N_("Damaged letters in a portal user"),
    why=N_(
        "Nobody logs in with such a username by typing it, and mail to the address does not arrive."
    ),
    action=N_(
        "Have the back office type the text anew in Salesforce. "
        "If many have it, a file was loaded in the wrong encoding: UTF-8 is right."
    ),
    reason=N_("Damaged: {detail}."),
    severity="notice",
    dimension="validity",
    record_kind="portal_user",
    sql=of_texts("portal_user", TEXTS["portal_user"], "coalesce(active, true)"),
)
