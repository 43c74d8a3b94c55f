"""What the results of Data Loader brought, as every page that takes them says it."""

from dq.commands.results import Told
from pages.ui import widgets
from pages.ui.i18n import counted


def show(found: Told) -> None:
    """How many rows are done, refused, and of no package that is known."""
    widgets.lines(
        counted("{number} row is done.", "{number} rows are done.", found.done),
        counted("{number} row was refused.", "{number} rows were refused.", found.failed),
    )
    if found.unknown:
        widgets.lines(
            counted(
                "{number} row is of no package that is known here.",
                "{number} rows are of no package that is known here.",
                found.unknown,
            )
        )
