"""Report: the week on one page, and as a workbook, a page to print, a PDF or messages."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup

from dq import scratch
from dq.casework import queue
from dq.handover.report import messages, page, pdf, workbook
from dq.handover.report.contents import period
from dq.handover.report.contents.cases import Queue
from dq.handover.report.contents.report import Asked, Report, people, read
from dq.judging import judge
from dq.words.voice import Voice
from pages.parts import trend
from pages.ui.frame import frame
from pages.ui.session import address
from pages.ui.words import formats
from pages.ui.words.i18n import _, language, n_, plain

KEPT = "report_read"
STYLE = Markup("<style>{}</style>{}")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

db = frame.open_store()
st.title(_("Report"))
frame.stop_without_data(db)
waiting = Queue(queue.entries(db, "all", ""), partial(queue.minutes, db))


def asked() -> Asked:
    """Of whom and since when, as the address says."""
    days = {one.day.isoformat(): one.day for one in period.exports(db)[1:]}
    code = language()
    with st.container(horizontal=True, gap="small", key="report_of"):
        with st.container(width=280):
            owner = address.choice(
                _("Account owner"), people(db, waiting), "f_owner", plain("Everybody")
            )
        with st.container(width=280):
            since = address.choice(
                _("Compare with the export of"),
                list(days),
                "f_since",
                plain("The export before"),
                lambda day: formats.day(days[day], code),
            )
    return Asked(days[since] if since else None, owner)


def found(wanted: Asked) -> Report:
    """The report of this moment, read anew only where the store is another."""
    moment = (*judge.at(db), *judge.judged(db), date.today(), wanted)
    kept = st.session_state.get(KEPT)
    if kept is None or kept[0] != moment:
        with st.spinner(_("Reading …")):
            kept = st.session_state[KEPT] = (moment, read(db, wanted, waiting))
    return kept[1]


def site() -> str | None:
    """Where the reader has the app, for the links in messages."""
    if not st.context.url:
        return None
    parts = urlsplit(st.context.url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}"


def written(make: Callable[[Path], None]) -> Callable[[], bytes]:
    """What makes a file when it is asked for, on a thread that knows no session."""

    def bytes_of() -> bytes:
        with scratch.folder() as folder:
            target = Path(folder) / "report"
            make(target)
            return target.read_bytes()

    return bytes_of


def zipped(report: Report, voice: Voice, place: str | None) -> bytes:
    """The messages in one file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in messages.write(report, voice, place):
            archive.writestr(one.file, one.content)
    return made.getvalue()


def downloads(report: Report) -> None:
    """The forms that the report is given in."""
    voice, place = Voice(language()), site()
    title = plain("Report")
    name = f"{title} {report.period.newest.day.isoformat()}"
    forms: list[tuple[str, str, str, Callable[[], bytes]]] = [
        (_("Workbook"), "xlsx", EXCEL, written(partial(workbook.write, report, voice))),
        (_("Page to print"), "html", "text/html", lambda: page.whole(report, voice).encode()),
    ]
    if pdf.chromium():
        printed = written(lambda target: pdf.write(page.whole(report, voice), target))
        forms.append((_("PDF"), "pdf", "application/pdf", printed))
    senders = {case.who for case in report.cases if case.who}
    if senders:
        label = n_("{number} message", "{number} messages", len(senders))
        forms.append((label, "zip", "application/zip", lambda: zipped(report, voice, place)))
    with st.container(horizontal=True, gap="small", key="report_forms"):
        for label, end, mime, make in forms:
            st.download_button(
                label,
                make,
                file_name=f"{name}.{end}",
                mime=mime,
                key=f"report_{end}",
                on_click="ignore",
                type="primary" if end == "xlsx" else "secondary",
                help=_("A draft per person with their cases, for any mail program.")
                if end == "zip"
                else None,
            )


report = found(asked())
downloads(report)
st.html(STYLE.format(page.style(), page.begin(report, Voice(language()))))
if report.standing.trend:
    trend.line(report.standing.trend, report.target)
st.html(page.rest(report, Voice(language()), drawn=False))
