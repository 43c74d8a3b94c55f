"""The plan that both scripts read: what the org must have, and the files in their order.

Lines of words with tabs between them, none of them empty: `package NUMBER`, `object NAME RIGHT`,
`field OBJECT NAME RIGHT`, `key OBJECT NAME` (of an external id), `word OBJECT FIELD TEXT`,
`sum FILE SHA256`, and `file STEP OPERATION OBJECT FILE ROWS TITLE`. A right is insert, update or
delete.

Tested in tests/handover/package/sf/test_steps.py.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from dq.handover.package.sf.steps import MERGE, Step
from dq.objects import NAMED_BY
from dq.settings.names import CLEAR, CODES, Names

if TYPE_CHECKING:
    from dq.handover.package.archive import Say

# Beside the fields with codes of ours those that are picklists as Salesforce comes.
PICKLIST_FIELDS = (*CODES, ("contact", "salutation"), ("account", "type"), ("relation", "roles"))
# Whoever merges changes the record that stays and deletes the others.
RIGHTS = {MERGE: ("update", "delete")}


def text(
    number: int, steps: Sequence[Step], files: Mapping[str, bytes], words: Names, say: "Say"
) -> str:
    """The whole plan.

    :param files: every file beside it, by name
    """
    lines: list[Iterable[object]] = [("package", number)]
    lines += dict.fromkeys(line for step in steps for line in _asked(step, words))
    lines += [("sum", name, hashlib.sha256(files[name]).hexdigest()) for name in files]
    for one in steps:
        rows = len(one.rows)
        lines.append(("file", one.name, one.operation, one.object, one.file, rows, say(one.title)))
    return "".join("\t".join(map(_plain, line)) + "\n" for line in lines)


def _asked(step: Step, words: Names) -> Iterable[tuple[str, ...]]:
    """What the org must have for a step."""
    for right in RIGHTS.get(step.operation, (step.operation,)):
        yield "object", step.object, right
    if step.operation not in ("insert", "update"):
        return
    links = {
        words.named_by_key(*one): words.field(*one)
        for one in NAMED_BY["contact"]
        if one[0] == step.table
    }
    for place, name in enumerate(step.columns):
        if name == "Id":
            continue
        yield "field", step.object, links.get(name, name), step.operation
        if name == words.key(step.table):
            yield "key", step.object, name
        if any(name == words.field(*one) for one in PICKLIST_FIELDS if one[0] == step.table):
            some = {word for row in step.rows for word in row[place].split(";")}
            for word in sorted(some - {"", CLEAR}):
                yield "word", step.object, name, word


def _plain(value: object) -> str:
    """A word of a line: no tabs or line ends in it, and not empty."""
    return " ".join(str(value).split()) or "-"
