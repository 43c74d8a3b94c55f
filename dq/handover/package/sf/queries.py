"""What the scripts fetch: every table of ours in Salesforce, in the columns that are read here."""

from dq.settings import api
from dq.settings.names import Names

CHANGED = ("CreatedDate", "LastModifiedDate")
# Fields that every Salesforce has by these names, beside those that the settings name.
STANDARD = {
    "account": ("Owner.Name", "MasterRecordId", "IsDeleted"),
    "contact": (
        "EmailBouncedDate", "EmailBouncedReason", "MasterRecordId", "IsDeleted", *CHANGED,
    ),
    "relation": ("IsDirect", "IsDeleted"),
    "portal_user": ("ContactId", "FirstName", "LastName", "LastLoginDate"),
    "project": ("IsDeleted",),
    "approval": ("IsDeleted",),
}  # fmt: skip


def read(words: Names) -> dict[str, str]:
    """A query per object, by its API name."""
    found = {}
    for table, standard in STANDARD.items():
        named = [words.field(table, field) for field in api.named()[table]]
        columns = dict.fromkeys(("Id", *filter(None, named), *standard))
        thing = words.thing(table)
        found[thing] = f"SELECT {', '.join(columns)} FROM {thing}"
    return found
