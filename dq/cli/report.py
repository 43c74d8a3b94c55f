"""Write the weekly report: a workbook, a printable page, a PDF, or a message per owner."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dq.cli import day, opened, progress, tell
from dq.errors import N_, Invalid

if TYPE_CHECKING:
    import duckdb

    from dq.handover.report.contents.report import Report
    from dq.handover.report.messages import Message
    from dq.words.voice import Voice

FORMATS = ("xlsx", "html", "pdf", "eml")
BY_SUFFIX = {".xlsx": "xlsx", ".html": "html", ".htm": "html", ".pdf": "pdf", "": "eml"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where it goes, in which form, and of whom and since when it is."""
    parser.add_argument(
        "--output", type=Path, required=True, metavar="FILE|DIR", help="for messages a folder"
    )
    parser.add_argument("--format", choices=FORMATS, help="else by the name of the output")
    parser.add_argument(
        "--since", type=day, metavar="DAY", help="compare with the export of that day or before it"
    )
    parser.add_argument("--owner", metavar="NAME", help="only what is of this account owner")
    parser.add_argument("--language", choices=("nl", "en"), default="nl")
    parser.add_argument(
        "--address",
        metavar="URL",
        help="where the app is, for links in messages",
    )


def run(given: argparse.Namespace) -> None:
    """Judge the data if it is not yet; write the report of this moment.

    :raises Invalid: nothing was loaded, there is no such owner, or an output is somebody else's
    """
    from dq.casework import weekly
    from dq.handover.report import messages, pdf
    from dq.handover.report.contents.report import Asked
    from dq.judging import judge
    from dq.settings import receivers
    from dq.words.voice import Voice

    form = given.format or _form(given.output)
    site = _site(given.address) if given.address else None
    if form == "pdf" and pdf.chromium() is None:
        raise Invalid(pdf.NONE)
    if form != "eml":
        _refuse(given, form)
    voice = Voice(given.language)
    with opened(given.store) as db:
        period_is_there(db)
        judge.refresh(db, progress)
        found = weekly.read(db, Asked(given.since, given.owner), date.today())
        if form == "eml":
            site = site or receivers.app(db)
            letters = messages.write(found, voice, site, receivers.addresses(db))
    if form == "eml":
        _messages(given, letters, len(found.cases), site)
    else:
        _file(given.output, form, found, voice)


def period_is_there(db: "duckdb.DuckDBPyConnection") -> None:
    """Say at once that there is nothing to report.

    :raises Invalid: nothing was loaded yet
    """
    from dq.handover.report.contents import period

    period.read(db)


def _site(given: str) -> str:
    """Where the app is.

    :raises Invalid: it is no address of an app
    """
    from dq.settings import receivers
    from dq.settings.declared import SETTINGS

    if (found := receivers.site(given)) is None:
        raise Invalid(SETTINGS["app_address"].refusal, value=given)
    return found


def _form(output: Path) -> str:
    """The form that the name of the output asks for.

    :raises Invalid: it asks for none
    """
    form = "eml" if output.is_dir() else BY_SUFFIX.get(output.suffix.lower())
    if form is None:
        raise Invalid(
            N_("{file} does not say what to write; name a .xlsx, .html or .pdf, or a folder."),
            file=str(output),
        )
    return form


def _refuse(given: argparse.Namespace, form: str) -> None:
    from dq.handover.lists import outputs
    from dq.handover.report import page, pdf

    marks = {"html": page.MARK.encode(), "pdf": pdf.MARK}
    outputs.refuse([outputs.Output(given.output, mark=marks.get(form))], store=given.store)


def _file(output: Path, form: str, found: "Report", voice: "Voice") -> None:
    from dq.handover.lists import outputs
    from dq.handover.report import page, pdf, workbook

    with outputs.drafts() as draft:
        target = draft(output)
        if form == "xlsx":
            workbook.write(found, voice, target)
        elif form == "pdf":
            pdf.write(page.whole(found, voice), target)
        else:
            target.write_text(page.whole(found, voice), "utf-8")
    tell(f"{output}: {found.total.open} findings open, {len(found.cases)} cases", output)


def _messages(
    given: argparse.Namespace, letters: "list[Message]", cases: int, site: str | None
) -> None:
    """Write each to its file; what an earlier report wrote and this one does not goes, where this
    one is of everybody."""
    from dq.handover.lists import outputs
    from dq.handover.report import messages

    mark = ": ".join(messages.MARK).encode()
    files = {given.output / letter.file: letter for letter in letters}
    outputs.refuse(
        [outputs.Output(path, mark=mark) for path in files], store=given.store, made=given.output
    )
    given.output.mkdir(parents=True, exist_ok=True)
    with outputs.drafts() as draft:
        for path, letter in files.items():
            draft(path).write_bytes(letter.content)
    for path in given.output.glob("*.eml") if given.owner is None else ():
        if path not in files and path.is_file() and outputs.marked(path, mark):
            path.unlink()
    for path, letter in files.items():
        print(f"{path}: {letter.cases} cases")
    if left := cases - sum(letter.cases for letter in letters):
        print(f"dq: {left} cases are nobody's, and in no message", file=sys.stderr)
    if site is None and letters:
        unlinked = "no address of the app (--address, or a setting), so the messages have no links"
        print(f"dq: {unlinked}", file=sys.stderr)
    if unsent := [letter.who for letter in letters if letter.to is None]:
        said = f"no e-mail address (a setting), so to nobody yet: {', '.join(unsent)}"
        print(f"dq: {said}", file=sys.stderr)
