"""What settings are called, and their values in words."""

from dq.errors import N_
from dq.settings import api
from pages.ui.words import formats, words
from pages.ui.words.i18n import language, plain

NAMES = {
    "salesforce_address": N_("Address of your Salesforce"),
    "salesforce_username_follows": N_(
        "Salesforce fills in the username from the e-mail address by itself"
    ),
    "salesforce_keeps_old_account": N_(
        "Salesforce keeps the old account as a relation when somebody changes company"
    ),
    "target_score": N_("Target for the score"),
    "tile_days": N_("Days after which a tile that is not done is a finding"),
    "unused_login_days": N_("Days after which a login that nobody used is a finding"),
    "export_days": N_("Days after which an export is too old"),
    "survivor_rules": N_("When cards are merged, the one stays that"),
    "merge_at_once": N_("Groups that are merged at once, at most"),
    "bc_inactive_column": N_("Columns that say who is not active in Business Central"),
    "copies": N_("Copies of the store that are kept"),
    "load_removes": N_("Ask before a load takes out more than so many per cent of the records"),
    "load_changes": N_("Ask before a load changes or adds more than so many per cent of records"),
    "load_part": N_("A file that lacks more than so many per cent of the records is a part"),
    "mailbox_words": N_("Words that name a shared mailbox"),
    "read_columns": N_("Columns of a table, at most"),
    "read_cells": N_("Cells of a table in millions, at most"),
    "read_unpacked": N_("MB that a .zip or a workbook may become"),
    "read_members": N_("Files or sheets in a .zip or a workbook, at most"),
    "read_tables": N_("Tables in one upload that hold something for Kaartenbak, at most"),
    "read_seconds": N_("Seconds that reading a file may take"),
    "read_memory": N_("MB of memory that reading a file may take"),
}
RULES = {
    "portal": N_("logs in to the portal"),
    "active": N_("is in service"),
    "approvals": N_("approves most"),
    "complete": N_("has most fields filled"),
    "recent": N_("was changed last"),
}
# What the words of a picklist are of.
KINDS = {"status": "status", "card": "kind"}


def name(setting: str) -> str:
    """A setting as people say it."""
    if setting.startswith(api.PREFIX):
        return _in_salesforce(setting.removeprefix(api.PREFIX))
    return plain(NAMES[setting]) if setting in NAMES else setting


def _in_salesforce(rest: str) -> str:
    """The kind of record, and the field or the word."""
    table = next(one for one in [*api.objects(), *KINDS] if rest.startswith(one))
    field = rest.removeprefix(table).removeprefix("_")
    kind = plain(words.OBJECTS[table]) if table in words.OBJECTS else words.field(KINDS[table])
    code = words.value("status", words.value("kind", field))
    return f"{kind} · {words.field(str(code))}" if field else kind


def rule(code: str) -> str:
    """A rule of which card stays."""
    return plain(RULES[code])


def value(setting: str, content: object) -> object:
    """The value of a setting in words; a list whose order says nothing as it is."""
    if setting == "target_score":
        return formats.percent(float(str(content)), language())
    if setting == "survivor_rules" and isinstance(content, list):
        return ", ".join(rule(str(code)) for code in content)
    return content
