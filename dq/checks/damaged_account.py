"""Accounts with letters that went wrong: decoded twice, unreadable, or of two alphabets."""

from dq.checks import Check
from dq.checks.damaged_text import of_texts
from dq.errors import N_
from dq.objects import TEXTS

CHECK = Check(
    id="damaged_account",
    title=N_("Damaged letters in an account"),
    why=N_("Nobody finds such an account by typing its name, and it stands so on every invoice."),
    action=N_(
        "Type the text anew. If many accounts have it, a file was loaded in the wrong encoding: "
        "UTF-8 is right."
    ),
    reason=N_("Damaged: {detail}."),
    severity="notice",
    dimension="validity",
    record_kind="account",
    sql=of_texts("account", TEXTS["account"]),
)
