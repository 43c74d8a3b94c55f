"""What the report says in words, the same in every form of it.

Tested in tests/handover/report/test_page.py.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dq import objects
from dq.checks import Check, all_checks
from dq.errors import N_
from dq.handover.package.readme import WORK
from dq.handover.report.contents.carried import ByHand, Row
from dq.handover.report.contents.cases import Case
from dq.handover.report.contents.decided import Decision
from dq.handover.report.contents.found import Found
from dq.handover.report.contents.repairs import Repair
from dq.handover.report.contents.report import Report
from dq.handover.report.contents.standing import Score
from dq.queries.settings import ruled
from dq.words import codes, formats, verdict
from dq.words.voice import Voice

TITLE = N_("Report on the customer contacts")
# As the overview says it.
FORMULA = N_(
    "Per record the worst finding that the export shows counts, by its severity; the score is the"
    " average of the dimensions."
)
NOBODY = N_("Nobody")
REPAIRED = N_("Repaired by itself")
STATES = codes.SHORT_STATES | {"solved": codes.SHORT_STATES["solved_now"]}
# What the states mean that are in no other number.
ASIDE = N_(
    "Under way: put right here, no export shows it yet. Not needed and Later: so decided. None of"
    " these counts as open."
)
DECISIONS = {
    "accepted": N_("not needed"),
    "later": N_("later"),
    "again": N_("counts again"),
    "given": N_("given to {name}"),
    "free": N_("given to nobody any more"),
    "same": N_("one and the same"),
    "apart": N_("not the same"),
}
STAYS = {
    "under_way": N_("on its way in an earlier package"),
    "later": N_("waits for its day, or until somebody else has it"),
    "asks": N_("goes only with a yes"),
    "waiting": N_("waits: Salesforce does not know the card that it names"),
    "clashing": N_("was changed in Salesforce as well"),
    "taken": N_("has an address that is another's username in Salesforce"),
    "too_long": N_("is too long for Salesforce"),
    "lost": N_("is of a card that Salesforce does not have any more"),
}


def heading(report: Report, voice: Voice) -> str:
    """What the report is of."""
    return f"{voice.plain(TITLE)} · {report.owner}" if report.owner else voice.plain(TITLE)


def week(report: Report, voice: Voice) -> str:
    """Which export it is of, and how old that is."""
    day = report.period.newest.day
    said = voice.plain("Week {week}, export of {day}", week=str(day.isocalendar().week), day=day)
    if report.age <= 0:
        return said
    old = voice.counted("{number} day old", "{number} days old", report.age)
    return f"{said} ({old})"


def compared(report: Report, voice: Voice) -> str:
    """What the changes in it are changes since."""
    before, since = report.period.before, report.period.since
    if before is None:
        return voice.plain("There is no earlier export to compare with.")
    if before.load_id == report.period.newest.load_id:
        return voice.plain("There is no newer export since {day}.", day=since)
    if since and since != before.day:
        return voice.plain(
            "Changes since {since}, beside the export of {day}.", since=since, day=before.day
        )
    return voice.plain("Changes since the export of {day}.", day=before.day)


def aim(report: Report, voice: Voice) -> str:
    """How the score stands to the target and to the export before."""
    overall = report.standing.overall
    if overall is None:
        return ""
    return voice.plain(verdict.sentence(overall.value, overall.before, report.target))


def percent(value: float | None, voice: Voice) -> str:
    """A share (0..1) as the overview shows it."""
    return formats.percent(value, voice.code)


def points(score: Score, voice: Voice) -> str:
    """The change of a score; empty where it is not known."""
    return "" if score.before is None else formats.points(score.value, score.before, voice.code)


def change(number: int | None, voice: Voice) -> str:
    """A change in a count; empty where it is not known or nothing."""
    return formats.change(number, voice.code)


def lasting(report: Report, voice: Voice) -> list[str]:
    """How long findings stay open, as the export shows them."""
    found = report.standing.duration
    if found is None:
        return []
    said = []
    if found.open_days is not None:
        said.append(voice.plain("Median days open: {days}", days=found.open_days))
    if found.solved_days is not None:
        said.append(voice.plain("Median days until solved: {days}", days=found.solved_days))
    return said


def work(report: Report, voice: Voice) -> str:
    """How many cases wait, and how long they take."""
    return cases(len(report.cases), report.minutes, voice)


def cases(number: int, minutes: int, voice: Voice) -> str:
    """So many cases, and how long they take."""
    return voice.counted(
        "{number} case, ± {minutes} min", "{number} cases, ± {minutes} min", number, minutes=minutes
    )


def owner(name: str, voice: Voice) -> str:
    """An owner by name; what is handed to the back office, or to nobody, in words."""
    return voice.plain(name) if name == "Back office" else name or voice.plain(NOBODY)


def severity(check: Check, voice: Voice) -> str:
    """How grave a check is, in a word."""
    return voice.plain(codes.SEVERITIES[check.severity][1])


def checked(check_id: str | None, checks: Mapping[str, Check], voice: Voice) -> str:
    """A check by its title, or by its id where it is none any more."""
    known = checks.get(check_id or "") or all_checks().get(check_id or "")
    return voice.plain(known.title) if known else check_id or ""


def detail(check: Check, found: Found, voice: Voice) -> str:
    """What was found, its codes in words."""
    said = found.finding.detail or ""
    if check.detail_codes != "approval":
        return said
    return ", ".join(voice.plain(codes.APPROVALS.get(one, one)) for one in said.split())


def about(case: Case) -> str:
    """Whom a case is about, and of which account."""
    same = case.account is None or case.account == case.name
    return case.name if same else f"{case.name} ({case.account})"


def titles(case: Case, checks: Mapping[str, Check], voice: Voice) -> str:
    """What was found of a case."""
    return ", ".join(checked(id, checks, voice) for id in case.checks)


def decision(one: Decision, voice: Voice) -> str:
    """What was decided."""
    if one.kind == "fixed":
        return voice.plain(codes.COMMANDS.get(one.command, one.command))
    return voice.plain(DECISIONS[one.kind], name=owner(one.to or "", voice))


def actor(one: Decision, voice: Voice) -> str:
    """Who decided it."""
    return one.actor or voice.plain("somebody")


def operation(row: Row, voice: Voice) -> str:
    """What a file does with a record: its title."""
    return voice.plain(row.file.title)


def field(row: Row, voice: Voice) -> str:
    """The field of a row that goes to Salesforce."""
    labels = objects.labels()
    name = row.field or ""
    return voice.plain(labels[name]) if name in labels else name


def value(row: Row, content: Any, voice: Voice) -> str:
    """A value of it, its codes in words and its days as they are written."""
    if row.field == "status" and isinstance(content, str):
        return voice.plain(codes.STATUSES.get(content, content))
    if row.field == "kind" and isinstance(content, str):
        return voice.plain(codes.APPROVALS.get(content, content))
    return voice.written(_day(content))


def _day(content: Any) -> Any:
    """A day as such: what goes to Salesforce has it as a text."""
    if isinstance(content, str) and len(content) == 10 and content[4] == content[7] == "-":
        try:
            return date.fromisoformat(content)
        except ValueError:
            return content
    return content


def repaired(one: Repair, voice: Voice) -> str:
    """What Kaartenbak did by itself."""
    facts = {
        name: ", ".join(map(str, fact)) if isinstance(fact, list) else fact
        for name, fact in one.done.facts.items()
    }
    return voice.plain(one.done.message, **facts)


def repair(one: Repair, voice: Voice) -> str:
    """The same with whom it is about, and whether it was taken back."""
    said, name = repaired(one, voice), one.done.name or one.done.record_id
    said = said if name in said else f"{name}: {said}"
    return f"{said} ({voice.plain('Undone').lower()})" if one.done.undone else said


def repairs(report: Report, voice: Voice) -> list[str]:
    """How many there were, how many were taken back, and how many are still to do."""
    found = report.repairs
    said = [
        voice.counted(
            "{number} repair; the history has the way back.",
            "{number} repairs; the history has the way back of each.",
            len(found.listed),
        )
    ]
    if found.undone:
        said.append(
            voice.counted(
                "{number} was undone, and is not done by itself again.",
                "{number} were undone, and are not done by themselves again.",
                found.undone,
            )
        )
    if found.left:
        said.append(
            voice.counted(
                "{number} more was left for the next export (a setting).",
                "{number} more were left for the next export (a setting).",
                found.left,
            )
        )
    return said


def by_hand(one: ByHand, voice: Voice) -> str:
    """What is to be done by hand."""
    name, other = one.name, one.other or ""
    if one.work.kind in ("disable", "enable", "unlink"):
        name = other or name
    username = one.work.username or ""
    return voice.plain(WORK[one.work.kind], name=name, other=other, username=username)


def unsaid(report: Report, voice: Voice) -> list[str]:
    """What no number of the report says: the findings of checks that failed, or are off, and that
    another setting finds more or fewer."""
    said = []
    for checks, sentence in (
        (
            report.failed,
            N_("Could not be checked, and in no number here: {checks}. Earlier findings stay."),
        ),
        (report.off, N_("Off, and in no count: {checks}.")),
    ):
        if checks:
            titles = ", ".join(voice.plain(check.title) for check in checks)
            said.append(voice.plain(sentence, checks=titles))
    off = {check.title for check in report.off}
    if labels := [voice.plain(label) for label in report.ruled if label not in off]:
        said.append(voice.plain(ruled.CHANGED, settings=", ".join(labels)))
    return said
