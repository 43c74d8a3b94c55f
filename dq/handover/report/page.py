"""The report as a page: whole by itself, to be read, to be printed on A4, and shown in the app.

Every value goes through markupsafe; there are no scripts and nothing is fetched.
"""

from pathlib import Path

from markupsafe import Markup

from dq.errors import N_
from dq.handover.report import markup, phrases, trend
from dq.handover.report.contents.report import Report
from dq.handover.report.markup import NOTHING, PARAGRAPH, QUIET
from dq.handover.report.summary import CHECKS, COUNTED, OWNERS, shown
from dq.words import codes
from dq.words.voice import Voice

HERE = Path(__file__).parent
# By this an earlier page is known as ours.
MARK = '<meta name="generator" content="Kaartenbak">'
WHOLE = Markup(
    '<!doctype html>\n<html lang="{}"><head><meta charset="utf-8">' + MARK + "<title>{}</title>"
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta http-equiv="Content-Security-Policy"'
    " content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    "<style>{}</style></head><body><h1>{}</h1>{}</body></html>\n"
)
ROOM = Markup('<div class="kb-report">{}</div>')
KEY = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
# So much of a list a page has; the workbook has the rest.
MOST_FINDINGS, MOST_DECISIONS, MOST_REPAIRS = 300, 40, 40


def whole(report: Report, voice: Voice) -> str:
    """The page as a file."""
    title = phrases.heading(report, voice)
    return str(WHOLE.format(voice.code, title, style(printed=True), title, body(report, voice)))


def style(*, printed: bool = False) -> Markup:
    """How the report looks, and how it is printed."""
    files = ["page.css", *(["print.css"] if printed else [])]
    return Markup("\n".join((HERE / name).read_text("utf-8") for name in files))


def body(report: Report, voice: Voice) -> Markup:
    """The report without its title."""
    return begin(report, voice) + rest(report, voice)


def begin(report: Report, voice: Voice) -> Markup:
    """What it is of, and the numbers that count."""
    parts = [
        PARAGRAPH.format(phrases.week(report, voice)),
        QUIET.format(phrases.compared(report, voice)),
        _key(report, voice),
        *(PARAGRAPH.format(line) for line in phrases.unsaid(report, voice)),
    ]
    return ROOM.format(NOTHING.join(parts))


def rest(report: Report, voice: Voice, *, drawn: bool = True) -> Markup:
    """Its sections.

    :param drawn: with the line of the scores, which the app draws itself
    """
    parts = [
        _score(report, voice, drawn),
        _checks(report, voice),
        _owners(report, voice) if report.owner is None else _findings(report, voice),
        _decisions(report, voice),
        _repairs(report, voice),
        _carried(report, voice),
    ]
    return ROOM.format(NOTHING.join(parts))


def _key(report: Report, voice: Voice) -> Markup:
    """The numbers that count."""
    total = report.total
    figures: list[tuple[str, object]] = []
    if overall := report.standing.overall:
        change = Markup(" <small>{}</small>").format(phrases.points(overall, voice))
        score = Markup("{}{}").format(phrases.percent(overall.value, voice), change)
        figures.append((voice.plain("Score"), score))
    figures += [
        (voice.plain(title), voice.written(getattr(total, n))) for n, title in COUNTED.items()
    ]
    minutes = Markup("{} <small>± {} min</small>")
    work = minutes.format(voice.written(len(report.cases)), voice.written(report.minutes))
    figures.append((voice.plain("Cases"), work))
    figures.append((voice.plain("Rows to carry over"), voice.written(report.carried.total)))
    listed = NOTHING.join(KEY.format(*one) for one in figures)
    aside = QUIET.format(voice.plain(phrases.ASIDE))
    return Markup('<dl class="key">{}</dl>{}').format(listed, aside)


def _score(report: Report, voice: Voice, drawn: bool) -> Markup:
    if report.standing.overall is None:
        return NOTHING
    rows = [
        (
            voice.plain(codes.DIMENSIONS[name]),
            phrases.percent(score.value, voice),
            phrases.points(score, voice),
        )
        for name, score in report.standing.dimensions.items()
    ]
    return markup.section(
        N_("Score"),
        voice,
        PARAGRAPH.format(phrases.aim(report, voice)),
        trend.drawn(report.standing.trend, report.target, voice) if drawn else NOTHING,
        markup.table([N_("Dimension"), N_("Score"), N_("Change")], rows, voice, numbers=2),
        *(PARAGRAPH.format(line) for line in phrases.lasting(report, voice)),
        QUIET.format(voice.plain(phrases.FORMULA)),
    )


def _checks(report: Report, voice: Voice) -> Markup:
    head = CHECKS
    rows = []
    for one in shown(report.checks):
        numbers = [voice.written(getattr(one.count, name)) for name in COUNTED]
        title, grave = voice.plain(one.check.title), phrases.severity(one.check, voice)
        rows.append((title, grave, numbers[0], phrases.change(one.change, voice), *numbers[1:]))
    if not rows:
        return markup.section(N_("Findings per check"), voice, markup.nothing(voice))
    return markup.section(
        N_("Findings per check"), voice, markup.table(head, rows, voice, numbers=len(head) - 2)
    )


def _owners(report: Report, voice: Voice) -> Markup:
    head = [*OWNERS, *COUNTED.values(), N_("Score")]
    rows = [
        (
            phrases.owner(one.name, voice),
            voice.written(one.cases),
            voice.written(one.minutes),
            *(voice.written(getattr(one.count, name)) for name in COUNTED),
            "" if one.score is None else phrases.percent(one.score, voice),
        )
        for one in report.owners
    ]
    if not rows:
        return NOTHING
    return markup.section(
        N_("Per owner"), voice, markup.table(head, rows, voice, numbers=len(head) - 1)
    )


def _findings(report: Report, voice: Voice) -> Markup:
    """What is open of one owner."""
    checks = {one.check.id: one.check for one in report.checks}
    listed = [one for one in report.found if one.open]
    rows = [
        (
            voice.plain(checks[one.finding.check_id].title),
            one.finding.name or one.finding.record_id,
            one.finding.account or "",
            phrases.detail(checks[one.finding.check_id], one, voice),
        )
        for one in listed[:MOST_FINDINGS]
    ]
    head = [N_("Check"), N_("Name"), N_("Account"), N_("Detail")]
    return markup.listed(N_("Open findings"), head, rows, len(listed), voice)


def _decisions(report: Report, voice: Voice) -> Markup:
    checks = {one.check.id: one.check for one in report.checks}
    rows = [
        (
            voice.written(one.moment.date()).replace(" ", "\N{NBSP}"),
            phrases.actor(one, voice),
            phrases.decision(one, voice),
            ", ".join(one.names),
            phrases.checked(one.check_id, checks, voice),
            one.reason or "",
        )
        for one in report.decisions[:MOST_DECISIONS]
    ]
    head = [N_("When"), N_("Who"), N_("What"), N_("Of"), N_("Check"), N_("Reason")]
    return markup.listed(N_("Decisions"), head, rows, len(report.decisions), voice)


def _repairs(report: Report, voice: Voice) -> Markup:
    """What was repaired by itself; nothing where nothing was."""
    listed = report.repairs.listed
    if not listed:
        return NOTHING
    checks = {one.check.id: one.check for one in report.checks}
    rows = [
        (
            phrases.checked(one.done.check_id, checks, voice),
            phrases.repair(one, voice),
        )
        for one in listed[:MOST_REPAIRS]
    ]
    head = [N_("Check"), N_("What was done")]
    said = [PARAGRAPH.format(line) for line in phrases.repairs(report, voice)]
    return markup.listed(phrases.REPAIRED, head, rows, len(listed), voice, *said)


def _carried(report: Report, voice: Voice) -> Markup:
    found = report.carried
    rows = [(voice.plain(file.title), voice.written(number)) for file, number in found.files]
    if found.by_hand:
        rows.append((voice.plain(N_("By hand")), voice.written(len(found.by_hand))))
    rows += [
        (voice.plain(phrases.STAYS[name]), voice.written(n)) for name, n in found.stays.items() if n
    ]
    title = N_("To carry over to Salesforce")
    if not rows:
        said = voice.plain("Everything is in Salesforce, or on its way there.")
        return markup.section(title, voice, PARAGRAPH.format(said))
    return markup.section(
        title, voice, markup.table([N_("File"), N_("Rows")], rows, voice, numbers=1)
    )
