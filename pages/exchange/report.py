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
from dq.casework import weekly
from dq.handover.report import messages, page, pdf, phrases, workbook
from dq.handover.report.contents import period
from dq.handover.report.contents.report import Asked, Report
from dq.settings import receivers
from dq.words.voice import Voice
from pages.parts import trend
from pages.ui.frame import frame
from pages.ui.session import address
from pages.ui.session.opened import remembered
from pages.ui.widgets import download, widgets
from pages.ui.words import formats, words
from pages.ui.words.i18n import _, language, n_, plain

# So many people are named of whom no e-mail address is known.
SHOWN = 5
# As wide as the tables (page.css).
WIDE = 900
STYLE = Markup("<style>{}</style>{}")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

db = frame.open_store()
st.title(_("Report"))
frame.stop_without_data(db)


def asked() -> Asked:
    """Of whom and since when, as the address says."""
    days = {one.day.isoformat(): one.day for one in period.exports(db)[1:]}
    code = language()
    with st.container(horizontal=True, gap="small", key="report_of"):
        with st.container(width=280):
            owner = address.choice(
                _("Account owner"), remembered(weekly.people), "f_owner", plain("Everybody")
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


def site() -> str | None:
    """Where the team has the app, for the links in messages; else where the reader has it."""
    if (said := receivers.app(db)) or not st.context.url:
        return said
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


def zipped(report: Report, voice: Voice, place: str | None, addresses: dict[str, str]) -> bytes:
    """The messages in one file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in messages.write(report, voice, place, addresses):
            archive.writestr(one.file, one.content)
    return made.getvalue()


def to_nobody(to: dict[str, str | None]) -> None:
    """Whose message has no address yet, and where to give it."""
    missing = [phrases.owner(who, Voice(language())) for who, where in to.items() if not where]
    if not missing:
        return
    some, rest = missing[:SHOWN], len(missing) - SHOWN
    if rest > 1:
        missing = [*some, plain("{number} more", number=rest)]
    names = words.joined(missing)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="report_to"):
        st.markdown(_("No e-mail address is known yet of {names}.", names=names))
        widgets.link("settings/settings.py", _("To the settings"), s_part="work")


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
    addresses = receivers.addresses(db)
    to = messages.receivers(report, addresses)
    if to:
        label = n_("{number} message", "{number} messages", len(to))
        packed = partial(zipped, report, voice, place, addresses)
        forms.append((label, "zip", "application/zip", packed))
    with st.container(horizontal=True, gap="small", key="report_forms"):
        for label, end, mime, make in forms:
            download.button(
                label,
                make,
                file_name=f"{name}.{end}",
                mime=mime,
                key=f"report_{end}",
                type="primary" if end == "xlsx" else "secondary",
                help=_("A draft per person with their cases, for any mail program.")
                if end == "zip"
                else None,
            )
    to_nobody(to)


wanted = asked()
with st.spinner(_("Reading …")):
    report = remembered(weekly.read, wanted, date.today())
downloads(report)
st.html(STYLE.format(page.style(), page.begin(report, Voice(language()))))
if report.standing.trend:
    with st.container(width=WIDE):
        trend.line(report.standing.trend, report.target)
st.html(page.rest(report, Voice(language()), drawn=False))
