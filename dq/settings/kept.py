"""What becomes of a value that is set, by the kind of its setting; it refuses what cannot be one.

Tested in tests/commands/test_set.py.
"""

import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from dq import settings
from dq.errors import N_, Invalid
from dq.settings import Value, api, declared, lines, receivers, teams
from dq.settings.setting import Kind, Setting

Read = Callable[[str], tuple[str, ...] | None]
Write = Callable[[Iterable[str]], str]
Keep = Callable[[Setting, Value], Value]
# No list that people keep is longer.
MOST_LINES, LONGEST = 5_000, 500
TOO_LONG = N_("A list can have {lines} lines of {letters} letters.")


def value(name: str, given: object) -> Value:
    """The value as it is kept.

    :raises Invalid: there is no such setting, or this is no value for it
    """
    known = settings.defaults()
    if name not in known:
        raise Invalid(N_("There is no setting {name}."), name=name)
    default = known[name]
    if isinstance(default, float) and type(given) is int:
        given = _float(given)
    if not isinstance(given, bool | int | float | str | list) or type(given) is not type(default):
        raise Invalid(N_("This is no value for the setting {name}."), name=name)
    one = declared.SETTINGS.get(name)
    return KEPT[one.kind](one, given) if one else _named(name, str(given))


def _float(given: int) -> float | None:
    """The number with a point; None of one that is too large for that."""
    try:
        return float(given)
    except OverflowError:
        return None


def _named(name: str, given: str) -> Value:
    """What Salesforce calls something."""
    if len(given) > LONGEST or not given.isprintable() or api.refused(name, given):
        raise Invalid(N_("{value} cannot be the API name of something in Salesforce."), value=given)
    return given


def _listed(given: Value) -> list[str]:
    """The lines of a list, without empty ones.

    :raises Invalid: it is longer than any list that people keep, or has something else than text
    """
    found = given if isinstance(given, list) else []
    if not all(isinstance(line, str) for line in found):
        raise Invalid(N_("A list has a text on each line."))
    found = [" ".join(line.split()) for line in found if line.strip()]
    if not all(map(str.isprintable, found)):
        raise Invalid(N_("A list has a text on each line."))
    if len(found) > MOST_LINES or any(len(line) > LONGEST for line in found):
        raise Invalid(TOO_LONG, lines=MOST_LINES, letters=LONGEST)
    return found


def _words(one: Setting, given: Value) -> Value:
    """Words, in any case, each once."""
    found = list(dict.fromkeys(line.lower() for line in _listed(given)))
    wrong = [word for word in found if one.pattern and not re.fullmatch(one.pattern, word)]
    if wrong:
        raise Invalid(one.refusal, value=wrong[0])
    return found


def _together(read: Read, write: Write) -> Keep:
    """What keeps lines of what belongs together."""

    def keep(one: Setting, given: Value) -> Value:
        found = [(line, read(line)) for line in _listed(given)]
        if wrong := [line for line, parts in found if parts is None]:
            raise Invalid(one.refusal, value=wrong[0])
        return list(dict.fromkeys(write(parts) for _line, parts in found if parts))

    return keep


def _chosen(one: Setting, given: Value) -> Value:
    """One of the choices."""
    if given not in one.choices:
        raise Invalid(one.refusal, value=given)
    return given


def _within(one: Setting, given: Value) -> Value:
    """A number, or a share in per cent, that is in its range."""
    number = round(float(str(given)) * (1 if one.kind == "number" else 100), 6)
    least, most = one.within
    if not least <= number <= most:
        raise Invalid(one.refusal, least=least, most=most)
    return given


def _site(one: Setting, given: Value) -> Value:
    """The site alone of an address; none of an empty one."""
    try:
        parts = urlsplit(str(given))
    except ValueError as error:
        raise Invalid(one.refusal) from error
    if given and (not str(given).isprintable() or parts.scheme != "https" or not parts.hostname):
        raise Invalid(one.refusal)
    return f"https://{parts.netloc}" if given else given


def _known(one: Setting, given: Value) -> Value:
    """Some of the choices, in any order, each once."""
    chosen = list(dict.fromkeys(_listed(given)))
    if unknown := [code for code in chosen if code not in one.choices]:
        raise Invalid(one.refusal, value=unknown[0])
    return list(chosen)


def _teams(one: Setting, given: Value) -> Value:
    """Teams as they are written: a name and people."""
    found = [(line, teams.split(line)) for line in _listed(given)]
    if wrong := [line for line, team in found if team is None]:
        raise Invalid(one.refusal, value=wrong[0])
    return [teams.joined(*team) for _line, team in found if team]


def _link(one: Setting, given: Value) -> Value:
    """Where links to the app begin; nothing of nothing."""
    found = receivers.site(str(given))
    if str(given).strip() and found is None:
        raise Invalid(one.refusal, value=given)
    return found or ""


def _receivers(one: Setting, given: Value) -> Value:
    """People with their addresses; who stands there twice has the last."""
    found = [(line, receivers.split(line)) for line in _listed(given)]
    if wrong := [line for line, receiver in found if receiver is None]:
        raise Invalid(one.refusal, value=wrong[0])
    last = {receivers.folded(receiver[0]): receiver for _line, receiver in found if receiver}
    return [receivers.joined(*receiver) for receiver in last.values()]


def _any(_one: Setting, given: Value) -> Value:
    return given


KEPT: dict[Kind, Keep] = {
    "number": _within,
    "share": _within,
    "target": _within,
    "choice": _chosen,
    "switch": _any,
    "address": _site,
    "link": _link,
    "order": _known,
    "lines": _words,
    "together": _together(lines.domains, lines.written_domains),
    "names": _together(lines.names, lines.written_names),
    "teams": _teams,
    "receivers": _receivers,
}
