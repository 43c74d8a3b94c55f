"""The words on screen for the codes in the store, as message ids."""

from collections.abc import Sequence
from datetime import date, datetime

from dq import objects
from dq.access import itself
from dq.casework.ways.others import BACK_OFFICE
from dq.errors import N_
from dq.words.codes import (
    APPROVALS,
    COMMANDS,
    DIMENSIONS,
    PROJECT_STATUSES,
    SEVERITIES,
    SHORT_STATES,
    STATUSES,
)
from pages.ui.words.i18n import plain, written

__all__ = ["DIMENSIONS", "SHORT_STATES"]

COLOURS = {"error": "red", "warning": "orange", "notice": "gray"}
STATES = {
    "new": N_("New"),
    "returned": N_("Returned"),
    "earlier": N_("Was open already"),
    "under_way": N_("Under way"),
    "accepted": N_("Not needed"),
    "later": N_("Later"),
    "solved_now": N_("Solved with this export"),
    "solved_before": N_("Solved before"),
}
TASKS = {
    "relation_on": N_("relate"),
    "relation_off": N_("end the relation"),
    "approval_on": N_("let approve"),
    "approval_off": N_("take off the project"),
    "status_on": N_("set to active"),
    "status_off": N_("set to uit dienst"),
    "login_on": N_("portal user active"),
    "login_off": N_("portal user inactive"),
    "bc_on": N_("Business Central: active"),
    "bc_off": N_("Business Central: Niet actief"),
}
TILES = {"open": N_("Open"), "busy": N_("Busy"), "done": N_("Done")}
# In what Salesforce, the portal and Business Central disagree about somebody.
DIFFERENCES = {
    "left_active": N_("Left, active in Business Central"),
    "left_login": N_("Left, portal user active"),
    "inactive": N_("Inactive in Business Central, active here"),
    "email": N_("Other e-mail address"),
    "number": N_("Approves, no number in Business Central"),
}
# What the text for people is called, beside files of the other kind.
README = {"nl": "LEESMIJ.md", "en": "README.md"}
OBJECTS = {name: one.label for name, one in objects.OBJECTS.items()}
# What pages say beside the fields of objects.
FIELDS = objects.labels() | {
    "parent": N_("Part of"),
    "key": N_("external id for new cards"),
    "account": N_("Account"),
    "contact": N_("Contact"),
    "project": N_("Project"),
    "successor": N_("Successor"),
    "second_successor": N_("Second successor"),
    "approves": N_("Approves"),
    "contacts": N_("Contacts"),
    "moment": N_("When"),
    "actor": N_("Who"),
    "command": N_("What"),
    "reason": N_("Reason"),
    "record_id": N_("ID"),
    "same": N_("Same"),
    "last_day": N_("Last day"),
    "effective_date": N_("Tasks taken over as of"),
    "assignee": N_("Who has it"),
    "made": N_("Made"),
    "made_by": N_("Made by"),
    "score": N_("Certainty"),
    "value": N_("Value"),
}


def of(whose: str, said: str) -> str:
    """What is said, with whom or what it is of where it does not name them."""
    return said if whose in said else f"{whose}: {said}"


def said(message: str, values: dict[str, object]) -> str:
    """A message from `dq` as text, with the codes that it names in words."""
    named: dict[str, object] = {}
    for name, content in values.items():
        known = {"field": FIELDS, "object": OBJECTS, "command": COMMANDS}.get(name, {})
        code = content if isinstance(content, str) else ""
        named[name] = plain(known[code]) if code in known else content
        if name == "actor":
            named[name] = actor(str(content or ""))
        if name == "fields" and isinstance(content, dict):
            named[name] = changed(content)
        if isinstance(content, list):
            named[name] = joined([str(one) for one in content])
    return plain(message, **named)


def changed(values: dict[str, object]) -> str:
    """Fields with what they became: job title to 'Planner' and mobile (now empty)."""
    parts = []
    for name, content in values.items():
        title, shown = field(name).lower(), value(name, content)
        parts.append(
            plain("{field} (now empty)", field=title)
            if shown in (None, "")
            else plain("{field} to '{value}'", field=title, value=shown)
        )
    return joined(parts or [plain("nothing")])


def joined(parts: Sequence[str]) -> str:
    """A, B and C."""
    *most, last = parts
    return plain("{these} and {this}", these=", ".join(most), this=last) if most else last


def actor(name: str) -> str:
    """Who made a change."""
    codes = {itself.INBOX: plain("the inbox"), itself.AUTOMATIC: plain("Kaartenbak itself")}
    return codes.get(name) or name or plain("somebody")


def done(what: str, by: str | None, moment: datetime) -> str:
    """What was done, by whom and when."""
    if not by:
        return plain("{what} (name unknown), {moment}", what=what, moment=moment)
    return plain("{what} by {actor}, {moment}", what=what, actor=actor(by), moment=moment)


def with_day(text: str) -> str:
    """A text that begins with a day as the store has it, with that day as people write it."""
    day, rest = text[:10], text[10:]
    try:
        return written(date.fromisoformat(day)) + rest
    except ValueError:
        return text


def assignee(name: str) -> str:
    """Who sees to something: a name, or the back office."""
    return plain(name) if name == BACK_OFFICE else name


def command(code: str) -> str:
    """A kind of change."""
    return plain(COMMANDS[code]) if code in COMMANDS else code


def severity(code: str) -> str:
    """A severity as its sign and its word."""
    sign, word = SEVERITIES[code]
    return f"{sign} {plain(word)}"


def severity_word(code: str) -> str:
    """A severity as its word alone."""
    return plain(SEVERITIES[code][1])


def coloured(code: str) -> str:
    """A severity as its sign and its word in its colour, as markdown."""
    return f":{COLOURS[code]}[{severity(code)}]"


def sign(code: str) -> str:
    """A severity's sign in its colour, as markdown."""
    return f":{COLOURS[code]}[{SEVERITIES[code][0]}]"


def status(code: str | None) -> str:
    """A card's status; the organisation's own word as it is."""
    return plain(STATUSES[code]) if code in STATUSES else code or plain(STATUSES["active"])


def last_day(day: date, guessed: bool) -> date | str:
    """Somebody's last day; marked where nobody said it."""
    return plain("{day} (a guess: last changed then)", day=day) if guessed else day


def project_status(code: str | None) -> str | None:
    """A project's status; the organisation's own word as it is."""
    return plain(PROJECT_STATUSES[code]) if code in PROJECT_STATUSES else code


def in_bc(blocked: bool | None, asked: bool | None) -> str:
    """Whether somebody is active in Business Central, and what the back office is asked to do."""
    state = plain("inactive") if blocked else plain("active")
    return state if asked is None else f"{state}, {wanted(not asked)}"


def wanted(active: bool) -> str:
    """What is wanted of somebody in another system, and not so there yet."""
    return plain("to be switched on") if active else plain("to be switched off")


def approvals(kinds: tuple[str, ...] | list[str]) -> str:
    """Kinds of approval in words, with commas, hours first."""
    known = list(APPROVALS)
    kinds = sorted(kinds, key=lambda kind: (kind not in known, kind in known and known.index(kind)))
    return ", ".join(plain(APPROVALS[kind]) if kind in APPROVALS else kind for kind in kinds)


def difference(code: str) -> str:
    """A kind of disagreement between the systems."""
    return plain(DIFFERENCES[code])


def field(name: str) -> str:
    """A column of the store as its heading."""
    return plain(FIELDS[name]) if name in FIELDS else name


def value(name: str, content: object) -> object:
    """A cell of the store with its codes in words."""
    if name == "status" and isinstance(content, str):
        return plain({**PROJECT_STATUSES, **STATUSES}.get(content, content))
    if name == "kind" and isinstance(content, str):
        return plain({**APPROVALS, **KINDS}.get(content, content))
    if name == "approves" and isinstance(content, str):
        return approvals(content.split())
    return content


KINDS = {"person": N_("person"), "general": N_("general card")}
