"""Where a card or an account is named by rows of other tables, and what a row is known by."""

from typing import Literal

# How the key of a row begins that Salesforce does not know yet.
OWN_KEY = "kb-"
# How the key begins that a card gets which came from a list without keys: Salesforce has it not.
LIST_KEY = "list-"
# What can be merged, decided on and put off.
Kind = Literal["contact", "account"]
# What is said of a card whose person left.
LEAVING = ("status", "successor_id", "second_successor_id", "takeover_date")
# What a package can make in Salesforce.
MADE_HERE = ("contact", "relation", "approval")

NAMED_BY = {
    "contact": (
        ("relation", "contact_id"),
        ("approval", "contact_id"),
        ("portal_user", "contact_id"),
        ("bc_contact", "salesforce_id"),
        ("contact", "successor_id"),
        ("contact", "second_successor_id"),
        ("decision", "left_id"),
        ("decision", "right_id"),
        ("succession", "contact_id"),
        ("succession", "successor_id"),
        ("tile", "contact_id"),
        ("step", "person_id"),
        ("merged", "survivor_id"),
    ),
    "account": (
        ("contact", "account_id"),
        ("relation", "account_id"),
        ("project", "account_id"),
        ("step", "account_id"),
        ("account", "parent_id"),
        ("merged", "survivor_id"),
    ),
}
# The objects of which a package has rows.
SENT = ("account", "contact", "relation", "approval", "portal_user")
# What tells two rows of an object apart, besides their ids.
NATURAL = {
    "relation": ("contact_id", "account_id"),
    "approval": ("contact_id", "project_id", "kind"),
}

# What a person reads of a record, whose letters may be damaged.
NAMES = ("first_name", "middle_name", "last_name")
TEXTS = {
    "contact": (*NAMES, "title", "department", "email", "username", "city"),
    "account": ("name", "street", "city"),
    "project": ("name",),
    "portal_user": ("first_name", "last_name", "username", "email"),
    "bc_contact": ("name", "email"),
}


def clash_key(table: str, record_id: str, field: str | None) -> str:
    """The key of the clash over a field of a record, or over the whole record."""
    return ":".join(filter(None, (table, record_id, field)))
