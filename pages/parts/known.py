"""Everything that is known of somebody, in one workbook, from their card."""

import duckdb

from dq import scratch
from dq.access import needs
from dq.handover.lists import person
from dq.queries.cards.contacts import Card
from dq.words.voice import Voice
from pages.ui.widgets import download
from pages.ui.words.i18n import _, language, plain

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def button(db: duckdb.DuckDBPyConnection, card: Card) -> None:
    """The button that makes the workbook once somebody asks for it, for who may have it."""
    if not needs.may_know():
        return
    voice, contact_id = Voice(language()), card.id

    def make() -> bytes:  # on another thread, which knows no session
        with scratch.folder() as folder:
            target = folder / "person.xlsx"
            person.to_xlsx(person.read(db.cursor(), contact_id, voice), target)
            return target.read_bytes()

    download.button(
        _("All that is known"),
        make,
        file_name=plain("person {id}.xlsx", id=contact_id),
        mime=EXCEL,
        key="c_known",
        help=_("Everything about this person in one file, for whoever asks for it."),
    )
