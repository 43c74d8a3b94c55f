"""Projects with letters that went wrong: decoded twice, unreadable, or of two alphabets."""

from dq.checks import Check
from dq.checks.damaged_text import of_texts
from dq.errors import N_

CHECK = Check(
    id="damaged_project",
    title=N_("Damaged letters in a project"),
    why=N_("Nobody finds such a project by typing its name, and it stands so in what is approved."),
    action=N_(
        "Type the text anew. "
        "If many projects have it, a file was loaded in the wrong encoding: UTF-8 is right."
    ),
    reason=N_("Damaged: {detail}."),
    severity="notice",
    dimension="validity",
    record_kind="project",
    sql=of_texts("project", ("name",)),
)
