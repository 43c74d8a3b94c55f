"""What a load may bring by itself, and how much of a file is read.

Tested in tests/settings/test_declared.py.
"""

from dq.errors import N_
from dq.settings.setting import Setting

SHARE = N_("The share is {least} to {most} %.")
SETTINGS = (
    Setting(
        "load_removes",
        "number",
        "doubt",
        N_("Ask before a load takes out more than so many per cent of the records"),
        SHARE,
        (1, 100),
        key="removes_share",
    ),
    Setting(
        "load_changes",
        "number",
        "doubt",
        N_("Ask before a load changes or adds more than so many per cent of records"),
        SHARE,
        (1, 100),
        key="changes_share",
    ),
    Setting(
        "load_part",
        "number",
        "doubt",
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
        "keep_loads",
        "number",
        "keeping",
        N_("Weeks that uploads and the details of loads are kept"),
        N_("{least} to {most} weeks can be chosen."),
        (1, 520),
    ),
    Setting(
        "keep_leavers",
        "number",
        "keeping",
        N_("Months after which somebody who left is proposed for removal"),
        N_("{least} to {most} months can be chosen."),
        (1, 240),
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
)
