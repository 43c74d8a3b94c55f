"""The steps of a tile in words, and what has to be typed for each."""

from collections.abc import Sequence
from itertools import groupby

from dq.errors import N_
from dq.queries.backoffice.duties import Departure
from dq.queries.backoffice.tiles import Line
from pages.ui.words import words
from pages.ui.words.i18n import plain


def sentences(lines: Sequence[Line], departure: Departure) -> list[str]:
    """What has to be done in short: the kinds of approval on one project are one sentence."""
    grouped = groupby(
        lines,
        key=lambda line: (line.subject, line.wanted, line.person_id, line.project_id or line.place),
    )
    merged = [list(group) for _key, group in grouped]
    return [
        sentence(group[0], [line.kind for line in group if line.kind], departure)
        for group in merged
    ]


def sentence(line: Line, kinds: Sequence[str], departure: Departure) -> str:
    """What has to be done, as one would say it to a colleague."""
    on, off = SENTENCES[line.subject]
    said = plain(
        on if line.wanted else off,
        person=line.person,
        account=line.account or "",
        project=line.project or "",
        kind=words.approvals(list(kinds)),
        record=line.record or "",
    )
    return said + _details(line, departure)


def _details(line: Line, departure: Departure) -> str:
    """What belongs to it in this case: the last day, or who takes over as of when."""
    if line.subject == "relation" and not line.wanted and departure.last_day:
        day = words.last_day(departure.last_day, departure.guessed)
        return " " + plain("Last day: {day}.", day=day)
    if line.subject == "status" and not line.wanted and departure.successors:
        names = ", ".join(name for _id, name in departure.successors)
        if departure.effective is None:
            return " " + plain("Tasks taken over by {names}.", names=names)
        day = departure.effective
        return " " + plain("Tasks taken over by {names} as of {day}.", names=names, day=day)
    if line.subject == "login" and not line.wanted:
        return " " + plain("A user who is not active keeps the username: nobody else can get it.")
    return ""


def typed(line: Line) -> str | None:
    """What is to be typed or looked up for it."""
    return {
        "relation": line.account if line.wanted else line.person,
        "approval": (line.email or line.person) if line.wanted else line.project,
        "status": line.person,
    }.get(line.subject, line.record)


# Per subject: when it is to be on, and when it is to be off.
SENTENCES = {
    "relation": (
        N_("Relate {person} to {account}."),
        N_("End the relation of {person} with {account}."),
    ),
    "approval": (
        N_("Let {person} approve {kind} on {project}."),
        N_("Take {person} off {project} for {kind}."),
    ),
    "status": (
        N_("Set the status of {person} in Salesforce to active."),
        N_("Set the status of {person} in Salesforce to uit dienst."),
    ),
    "login": (
        N_("Make the portal user {record} active again."),
        N_("Make the portal user {record} inactive."),
    ),
    "bc": (
        N_("Set contact {record} in Business Central to active."),
        N_("Set contact {record} in Business Central to Niet actief."),
    ),
}
