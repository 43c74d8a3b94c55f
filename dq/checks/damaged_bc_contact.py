"""Business Central contacts with letters that went wrong."""

from dq.checks import Check
from dq.checks.damaged_text import of_texts
from dq.errors import N_

CHECK = Check(
    id="damaged_bc_contact",
    title=N_("Damaged letters in Business Central"),
    why=N_(
        "Nobody finds such a contact by typing its name, and mail to the address does not arrive."
    ),
    action=N_(
        "Have the back office type the text anew in Business Central. "
        "If many have it, a file was loaded in the wrong encoding: UTF-8 is right."
    ),
    reason=N_("Damaged: {detail}."),
    severity="notice",
    dimension="validity",
    record_kind="bc_contact",
    sql=of_texts("bc_contact", ("name", "email")),
)
