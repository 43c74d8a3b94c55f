"""A ready message per person with their cases, for any mailer to send."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from markupsafe import Markup

from dq.checks import Check
from dq.handover.report import names, phrases
from dq.handover.report.contents import belonging
from dq.handover.report.contents.cases import Case
from dq.handover.report.contents.report import Report
from dq.words.voice import LANGUAGES, Voice

# By this an earlier message is known as ours.
MARK = "X-Mailer", "Kaartenbak"
# So many cases a message lists; the link to all of them has the rest.
MOST = 50
# So many repairs, which ask nothing of anybody.
MOST_REPAIRS = 10
# What would begin another header, or does not belong in one.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
PAGE = Markup('<!doctype html><html lang="{}"><body>{}</body></html>')


@dataclass(frozen=True)
class Message:
    """A message, the name of its file, and whom it is for; without an address to nobody yet."""

    file: str
    who: str
    to: str | None
    cases: int
    content: bytes


def write(
    report: Report,
    voice: Voice,
    site: str | None = None,
    addresses: Mapping[str, str] | None = None,
) -> list[Message]:
    """A message for everybody who has cases, by name; nobody's are in none.

    :param site: where the app is; without it there are no links
    :param addresses: the e-mail address per folded name; without one the draft is to nobody yet
    """
    theirs: dict[str, list[Case]] = {}
    for case in report.cases:
        theirs.setdefault(case.who, []).append(case)
    people = receivers(report, addresses or {})
    minutes = {one.name: one.minutes for one in report.owners}
    made = []
    called = names.files(phrases.owner(who, voice) for who in people)
    for (who, to), file in zip(people.items(), called, strict=True):
        letter = _Letter(report, voice, site, who, theirs[who], minutes[who])
        made.append(Message(f"{file}.eml", who, to, len(theirs[who]), letter.made(to)))
    return made


def receivers(report: Report, addresses: Mapping[str, str]) -> dict[str, str | None]:
    """Everybody who has cases, by name, with the address (None: not known) of those by folded
    name."""
    people = {case.who for case in report.cases} - {belonging.NOBODY}
    return {who: _receiver(who, addresses) for who in sorted(people, key=belonging.folded)}


def _receiver(who: str, addresses: Mapping[str, str]) -> str | None:
    """The address of somebody, by their name as the store has it or as it is said."""
    names = [who, *(phrases.owner(who, Voice(code)) for code in LANGUAGES)]
    return next((addresses[key] for key in map(belonging.folded, names) if key in addresses), None)


@dataclass(frozen=True)
class _Letter:
    """What a message says, as text and as HTML."""

    report: Report
    voice: Voice
    site: str | None
    who: str
    cases: list[Case]
    minutes: int

    def made(self, to: str | None) -> bytes:
        message = EmailMessage(policy=SMTP)
        message["Subject"] = _line(self.subject)
        if to and (address := _address(phrases.owner(self.who, self.voice), to)):
            message["To"] = address
        message["X-Unsent"] = "1"  # Outlook then opens it as a draft
        message[MARK[0]] = MARK[1]
        message.set_content(self.text)
        message.add_alternative(str(self.html), subtype="html")
        return message.as_bytes()

    @property
    def subject(self) -> str:
        week = str(self.report.period.newest.day.isocalendar().week)
        return self.voice.counted(
            "Customer contacts, week {week}: {number} case for you",
            "Customer contacts, week {week}: {number} cases for you",
            len(self.cases),
            week=week,
        )

    @property
    def head(self) -> list[str]:
        day = self.report.period.newest.day
        return [
            self.voice.plain("Hello {name},", name=phrases.owner(self.who, self.voice)),
            self.voice.counted(
                "In the export of {day} there is {number} case for you, about {minutes} min.",
                "In the export of {day} there are {number} cases for you, about {minutes} min.",
                len(self.cases),
                day=day,
                minutes=self.minutes,
            ),
        ]

    @property
    def lines(self) -> list[tuple[str, str, str | None]]:
        """Per case whom it is about, what was found, and its link."""
        known: Mapping[str, Check] = {one.check.id: one.check for one in self.report.checks}
        found = []
        for case in self.cases[:MOST]:
            said = phrases.titles(case, known, self.voice)
            if case.due:
                said = self.voice.plain("{what}, by {day}", what=said, day=case.due)
            found.append((_line(phrases.about(case)), said, self._link(case.id)))
        return found

    @property
    def rest(self) -> str:
        left = len(self.cases) - MOST
        return self.voice.plain("and {number} more", number=left) if left > 0 else ""

    def _link(self, case_id: str | None = None) -> str | None:
        if self.site is None:
            return None
        if case_id is None:
            return f"{self.site}/review?whose=mine"
        return f"{self.site}/review?whose=all&case={quote(case_id, safe='')}"

    @property
    def repairs(self) -> list[str]:
        """What was repaired by itself of their accounts: a line that says so, then each."""
        mine = [one for one in self.report.repairs.listed if belonging.same(one.owner, self.who)]
        if not mine:
            return []
        said = [_line(phrases.repair(one, self.voice)) for one in mine[:MOST_REPAIRS]]
        if (rest := len(mine) - MOST_REPAIRS) > 0:
            said.append(self.voice.plain("and {number} more", number=rest))
        return [self.voice.plain("Repaired by itself; you need not do anything:"), *said]

    @property
    def text(self) -> str:
        parts = [*self.head, ""]
        for about, said, link in self.lines:
            parts += [f"- {about}: {said}", *([f"  {link}"] if link else [])]
        parts += [self.rest] if self.rest else []
        if link := self._link():
            every = self.voice.plain("All your cases")
            parts += ["", f"{every}: {link}"]
        if self.repairs:
            head, *lines = self.repairs
            parts += ["", head, *(f"- {line}" for line in lines)]
        return "\n".join(parts) + "\n"

    @property
    def html(self) -> Markup:
        paragraph, item = Markup("<p>{}</p>"), Markup("<li>{}: {}</li>")
        anchor = Markup('<a href="{}">{}</a>')
        listed = [
            item.format(anchor.format(link, about) if link else about, said)
            for about, said, link in self.lines
        ]
        rest = Markup("<li>{}</li>").format(self.rest) if self.rest else ""
        parts = [paragraph.format(line) for line in self.head]
        parts.append(Markup("<ul>{}{}</ul>").format(Markup().join(listed), rest))
        if link := self._link():
            parts.append(paragraph.format(anchor.format(link, self.voice.plain("All your cases"))))
        if self.repairs:
            head, *lines = self.repairs
            done = Markup().join(map(Markup("<li>{}</li>").format, lines))
            parts += [paragraph.format(head), Markup("<ul>{}</ul>").format(done)]
        return PAGE.format(self.voice.code, Markup().join(parts))


def _line(text: str) -> str:
    """A text on one line, with nothing that could begin another."""
    return " ".join(CONTROL.sub(" ", text).split())


def _address(name: str, address: str) -> Address | None:
    """The receiver; None where the address is none."""
    try:
        return Address(display_name=_line(name), addr_spec=_line(address))
    except (ValueError, IndexError):
        return None
