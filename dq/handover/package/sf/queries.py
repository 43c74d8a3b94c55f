"""What the scripts fetch: every table of ours in Salesforce, in the columns that are read here.

Tested in tests/handover/package/sf/test_ophalen.py.
"""

from dq.objects import NAMED_BY, OBJECTS
from dq.settings import api
from dq.settings.names import Names

# What every Salesforce has of all records, and of those that it merges.
DELETED, MERGED_INTO = "IsDeleted", "MasterRecordId"


def read(words: Names) -> dict[str, str]:
    """A query per object, by its API name."""
    found = {}
    for table, named in api.named().items():
        columns = ["Id", *(words.field(table, field) for field in named)]
        columns += [field.reads for field in OBJECTS[table].fields if field.reads]
        columns += [MERGED_INTO] if table in NAMED_BY else []
        columns += [DELETED] if table != "portal_user" else []
        listed = dict.fromkeys(filter(None, columns))
        thing = words.thing(table)
        found[thing] = f"SELECT {', '.join(listed)} FROM {thing}"
    return found
