"""What a change did, in sentences: of its rows, or of a load what it brought."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dq.queries.settings.history import Change, Edit
from pages.ui.words import own_text, row_text, words
from pages.ui.words.i18n import counted, plain

MOST_LINES = 12
SENTENCES = row_text.SENTENCES | own_text.SENTENCES


def lines(change: Change, most: int | None = MOST_LINES) -> list[str]:
    """What the rows of the change say, each once, at most so many; of a load what it brought."""
    if change.command in ("load", "restore"):
        return _export(change.told)
    if change.command == "repair":
        return _repairs(change.told)
    every = [
        f"{who}: {line}" if (who := _whose(change, edit)) else line
        for edit in change.edits
        for line in SENTENCES.get(edit.table, row_text.fields)(change, edit)
    ]
    said = list(dict.fromkeys(every))
    rest = len(said) - most if most else 0
    return said if rest <= 0 else [*said[:most], plain("and {number} more", number=rest)]


def _export(facts: Mapping[str, Any]) -> list[str]:
    """Of which day an export is, and what was new, changed and gone in it, by what it holds."""
    if "exported" not in facts:
        return []
    said = [plain("Export of {day}", day=date.fromisoformat(facts["exported"]))]
    for file in facts.get("files", []):
        counts = plain(
            "{new} new, {changed} changed, {gone} gone",
            new=file["new"],
            changed=file["changed"],
            gone=file["gone"],
        )
        said.append(f"{plain(words.OBJECTS[file['object']])}: {counts}")
    if "demo" in facts:
        said.append(plain("The demo company made way for it."))
    return said


def _repairs(facts: Mapping[str, Any]) -> list[str]:
    """How many repairs were made by themselves; each is a change of its own."""
    done, left = len(facts.get("done", [])), facts.get("left", 0)
    said = [counted("{number} repair", "{number} repairs", done)]
    if left:
        said.append(counted("{number} more was left", "{number} more were left", left))
    return said


def _whose(change: Change, edit: Edit) -> str | None:
    """Whose card or relation a row is, where the change wrote those of several people."""
    if edit.table not in ("contact", "relation"):
        return None
    owners = {
        row_text.named(change, one, "contact") for one in change.edits if one.table == edit.table
    }
    return row_text.named(change, edit, "contact") if len(owners) > 1 else None
