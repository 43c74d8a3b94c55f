"""Merges as anonymous Apex, and the question that shows which of them were made.

Tested in tests/handover/package/sf/test_steps.py.
"""

from collections.abc import Sequence
from itertools import groupby

# Salesforce stops a piece of Apex after 150 changes or ten seconds, and takes all of it back.
AT_ONCE = 20
# The record that stays, and those that are merged into it at once.
TOGETHER = 2

# A merge that is refused is told and stops none of the others.
HEAD = """\
// {number} records are merged; each call merges at most three, the first of them stays.
void combine(SObject stays, List<Id> going) {{
    for (Database.MergeResult result : Database.merge(stays, going, false)) {{
        for (Database.Error error : result.getErrors()) {{
            String text = error.getMessage().replace('"', '').replace('\\\\', '');
            text = text.replace('\\n', ' ');
            for (Id gone : going) {{
                System.debug(LoggingLevel.ERROR, 'KAARTENBAK ' + gone + ' ' + text);
            }}
        }}
    }}
}}
"""
CALL = "combine(new {object}(Id = '{stays}'), new List<Id>{{ {going} }});\n"


def apex(thing: str, merges: Sequence[tuple[str, str]]) -> str:
    """The Apex that merges each record of a pair into the second, in this order.

    :param thing: the API name of the object
    """
    text = HEAD.format(number=len(merges))
    for stays, pairs in groupby(merges, lambda pair: pair[1]):
        ids = [id for id, _stays in pairs]
        for start in range(0, len(ids), TOGETHER):
            some = ids[start : start + TOGETHER]
            going = ", ".join(f"'{id}'" for id in some)
            text += CALL.format(object=thing, stays=stays, going=going)
    return text


def query(thing: str, ids: Sequence[str]) -> str:
    """Which of these records were merged, and into which."""
    among = ", ".join(f"'{id}'" for id in ids)
    return (
        f"SELECT Id, MasterRecordId FROM {thing}"
        f" WHERE MasterRecordId != null AND Id IN ({among}) ORDER BY Id\n"
    )
