"""The history as a file for people: a line per sentence, as the page says it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd

from dq import scratch
from dq.errors import N_
from dq.handover.lists.files import to_csv
from dq.queries.settings import history
from dq.queries.settings.history import Change, Filter
from pages.ui.session import clock
from pages.ui.words import change_text, i18n, reasons, words
from pages.ui.words.i18n import plain

HEAD = (N_("When"), N_("Who"), N_("What"), N_("Of"), N_("What changed"), N_("Reason"), N_("Undone"))
# So many changes are read at a time.
AT_ONCE = 500


def csv(
    db: duckdb.DuckDBPyConnection, chosen: Filter, code: str, zone: ZoneInfo | None
) -> Callable[[], bytes]:
    """What makes the file when it is asked for, on a thread that knows no session.

    :param code: the language
    """

    def make() -> bytes:
        with scratch.folder() as folder, i18n.speaking(code):
            target = Path(folder) / "history.csv"
            cursor = db.cursor()
            head = [plain(name) for name in HEAD]
            told = pd.DataFrame(list(_lines(cursor, chosen, zone)), columns=head, dtype=str)
            cursor.register("told", told)
            to_csv(cursor, "select * from told", target, separator=";" if code == "nl" else ",")
            return b"\xef\xbb\xbf" + target.read_bytes()  # else Excel takes it for cp1252

    return make


def _lines(
    db: duckdb.DuckDBPyConnection, chosen: Filter, zone: ZoneInfo | None
) -> Iterator[list[str]]:
    number = 1
    while found := history.changes(db, chosen, number, AT_ONCE):
        for change in found:
            for said in change_text.lines(change, most=None) or [""]:
                yield _line(change, said, zone)
        number += 1


def _line(change: Change, said: str, zone: ZoneInfo | None) -> list[str]:
    return [
        i18n.written(clock.local(change.moment, zone)),
        words.actor(change.actor),
        plain("done again") if change.again else words.command(change.command),
        ", ".join(name for _kind, _id, name in change.records),
        said,
        reasons.shown(change.reason or ""),
        plain("yes") if change.undone_by is not None else "",
    ]
