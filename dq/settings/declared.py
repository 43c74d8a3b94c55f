"""What a team sees of its settings: each declared once, in the order of the page.

The default stands in settings.toml. The form, the refusals and the history follow from both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dq.errors import N_

# What a setting is: a whole number; a share (0..1, asked in per cent); on or off; the address of a
# site; some of its `choices`, in an order that counts; words or names, a line each; or teams.
Kind = Literal["number", "share", "switch", "address", "order", "lines", "teams"]


@dataclass(frozen=True)
class Setting:
    """A setting of the team: what it is called, what it may be, and what is said of another value.

    Settings of one `group` are asked, and saved, together. Every text is a message id; `refusal`
    may name the `{least}` and the `{most}` of `within`, which are in the unit that is asked, or the
    `{value}`. `asked` stands over the field where it says more than `label`, `hint` in the field
    while it is empty. `key` is the field's on the page: the setting's name, unless given.
    """

    name: str
    kind: Kind
    group: str
    label: str
    refusal: str = ""
    within: tuple[int, int] = (0, 0)
    choices: Mapping[str, str] = field(default_factory=dict)
    asked: str = ""
    help: str = ""
    hint: str = ""
    key: str = ""


# What stands over a group, and what is said under that; a setting by itself says what it is.
HEADS = {
    "weights": (
        N_("How much of a record is lost for the score, by the worst finding of it"),
        N_("Earlier scores are worked out with the new weights as well."),
    ),
    "salesforce": (N_("How your Salesforce calls and does things"), ""),
    "reading": (
        N_("Limits for the files of an upload"),
        N_("A file that goes beyond them is refused, and the others are read."),
    ),
}
SHARE = N_("The share is {least} to {most} %.")
WEIGHT = N_("A weight is {least} to {most} %.")
RULES = {
    "portal": N_("logs in to the portal"),
    "active": N_("is in service"),
    "approvals": N_("approves most"),
    "complete": N_("has most fields filled"),
    "recent": N_("was changed last"),
}
DECLARED = (
    Setting(
        "salesforce_address",
        "address",
        "address",
        N_("Address of your Salesforce"),
        N_("The address of Salesforce begins with https://."),
        help=N_("Cards then have a button that opens them there."),
        hint="https://naam.lightning.force.com",
        key="address_text",
    ),
    Setting(
        "salesforce_username_follows",
        "switch",
        "salesforce",
        N_("Salesforce fills in the username from the e-mail address by itself"),
    ),
    Setting(
        "salesforce_keeps_old_account",
        "switch",
        "salesforce",
        N_("Salesforce keeps the old account as a relation when somebody changes company"),
    ),
    Setting(
        "teams",
        "teams",
        "teams",
        N_("Teams"),
        N_("A team is its name, a colon and its people: {value} is not."),
        asked=N_("Teams, a line each: the name, a colon, and who are in it"),
        help=N_(
            "As the account owners are called in the export. Who is in a team can look at the cases"
            " of the whole team in the review."
        ),
        hint="Noord: Sanne de Wit, Bram Visser",
        key="teams_text",
    ),
    Setting(
        "target_score",
        "share",
        "target",
        N_("Target for the score"),
        N_("The target is between 0 and 100 %."),
        (0, 100),
        key="target_value",
    ),
    Setting("weight_error", "number", "weights", N_("With an error, in %"), WEIGHT, (0, 100)),
    Setting("weight_warning", "number", "weights", N_("With a warning, in %"), WEIGHT, (0, 100)),
    Setting("weight_notice", "number", "weights", N_("With a notice, in %"), WEIGHT, (0, 100)),
    Setting(
        "tile_days",
        "number",
        "tiles",
        N_("Days after which a tile that is not done is a finding"),
        N_("A tile may wait {least} to {most} days."),
        (1, 365),
        key="tiles_days",
    ),
    Setting(
        "unused_login_days",
        "number",
        "unused",
        N_("Days after which a login that nobody used is a finding"),
        N_("A login may be unused for {least} to {most} days."),
        (1, 3650),
        key="unused_days",
    ),
    Setting(
        "export_days",
        "number",
        "export",
        N_("Days after which an export is too old"),
        N_("An export may be {least} to {most} days old."),
        (1, 3650),
        key="export_days",
    ),
    Setting(
        "survivor_rules",
        "order",
        "survivor",
        N_("When cards are merged, the one stays that"),
        N_("{value} is no rule for which card stays."),
        choices=RULES,
        help=N_("The first of these that tells the cards apart decides, in this order."),
        hint=N_("The oldest card stays"),
    ),
    Setting(
        "merge_at_once",
        "number",
        "at_once",
        N_("Groups that are merged at once, at most"),
        N_("At once {least} to {most} groups can be merged."),
        (1, 500),
        key="at_once_most",
    ),
    Setting(
        "load_removes",
        "number",
        "removes",
        N_("Ask before a load takes out more than so many per cent of the records"),
        SHARE,
        (1, 100),
        key="removes_share",
    ),
    Setting(
        "load_changes",
        "number",
        "changes",
        N_("Ask before a load changes or adds more than so many per cent of records"),
        SHARE,
        (1, 100),
        key="changes_share",
    ),
    Setting(
        "load_part",
        "number",
        "part",
        N_("A file that lacks more than so many per cent of the records is a part"),
        SHARE,
        (1, 100),
        key="part_share",
    ),
    Setting(
        "copies",
        "number",
        "copies",
        N_("Copies of the store that are kept"),
        N_("{least} to {most} copies can be kept."),
        (1, 100),
        key="copies_most",
    ),
    Setting(
        "bc_inactive_column",
        "lines",
        "inactive",
        N_("Columns that say who is not active in Business Central"),
        asked=N_("Columns in Business Central's export that say who is not active, a line each"),
        help=N_(
            "Business Central has no standard column for it. The usual ones, such as Blocked and"
            " Niet actief, are known already; a column that says who is active is read the other"
            " way round. It counts from the next upload on."
        ),
        key="inactive_text",
    ),
    Setting(
        "read_columns",
        "number",
        "reading",
        N_("Columns of a table, at most"),
        N_("The columns of a table can be limited to {least} to {most}."),
        (50, 16_384),
    ),
    Setting(
        "read_cells",
        "number",
        "reading",
        N_("Cells of a table in millions, at most"),
        N_("The cells of a table can be limited to {least} to {most} million."),
        (1, 2_000),
    ),
    Setting(
        "read_unpacked",
        "number",
        "reading",
        N_("MB that a .zip or a workbook may become"),
        N_("What a file becomes can be limited to {least} to {most} MB."),
        (10, 100_000),
    ),
    Setting(
        "read_members",
        "number",
        "reading",
        N_("Files or sheets in a .zip or a workbook, at most"),
        N_("The files in a .zip can be limited to {least} to {most}."),
        (1, 10_000),
    ),
    Setting(
        "read_tables",
        "number",
        "reading",
        N_("Tables in one upload that hold something for Kaartenbak, at most"),
        N_("The tables of an upload can be limited to {least} to {most}."),
        (7, 200),
    ),
    Setting(
        "read_seconds",
        "number",
        "reading",
        N_("Seconds that reading a file may take"),
        N_("Reading a file can be limited to {least} to {most} seconds."),
        (5, 3_600),
    ),
    Setting(
        "read_memory",
        "number",
        "reading",
        N_("MB of memory that reading a file may take"),
        N_("Reading a file can be limited to {least} to {most} MB of memory."),
        (500, 64_000),
    ),
    Setting(
        "mailbox_words",
        "lines",
        "words",
        N_("Words that name a shared mailbox"),
        asked=N_("Words before the @ that name a shared mailbox, a line each"),
        key="words_text",
    ),
)
SETTINGS = {one.name: one for one in DECLARED}
