"""The filter of the findings as the address says it, for the list and for its download."""

from dq.checks import DIMENSIONS, SEVERITIES
from dq.queries.cards import record_names
from dq.queries.review.findings import STATES, Filter
from dq.settings import rules, teams
from pages.ui.frame import frame
from pages.ui.session import address
from pages.ui.words import words
from pages.ui.words.i18n import plain

# What a new filter takes out of the address: the page and the opened row.
RESETS = ("f_p", "f_open")
NAMES = (
    *("f_check", "f_state", "f_severity", "f_text", "f_account", "f_owner", "f_dimension"),
    *("f_team", "f_tree"),
)


def chosen() -> Filter:
    """The filter in the address; what it says wrongly does not count."""
    given = {name: address.value(name) for name in NAMES}
    checks = rules.every(frame.open_store())
    only = {
        "f_check": given["f_check"] if given["f_check"] in checks else None,
        "f_severity": given["f_severity"] if given["f_severity"] in SEVERITIES else None,
        "f_dimension": given["f_dimension"] if given["f_dimension"] in DIMENSIONS else None,
    }
    allowed = tuple(
        id
        for id, check in checks.items()
        if only["f_check"] in (None, id)
        and only["f_severity"] in (None, check.severity)
        and only["f_dimension"] in (None, check.dimension)
    )
    state = given["f_state"] if given["f_state"] in STATES else None
    people = teams.every(frame.open_store()).get(given["f_team"] or "", ())
    return Filter(
        *(allowed, state, given["f_account"], given["f_owner"], given["f_text"]),
        *(people, given["f_tree"]),
    )


def tree_name(id: str) -> str:
    """What a top account is called."""
    return record_names.of(frame.open_store(), [id]).get(id, id)


def spoken() -> list[str]:
    """The filter in words, a piece per part that is set."""
    checks = rules.every(frame.open_store())
    show = {
        "f_check": lambda code: plain(checks[code].title) if code in checks else "",
        "f_state": lambda code: plain(words.STATES[code]) if code in words.STATES else "",
        "f_severity": lambda code: words.severity(code) if code in SEVERITIES else "",
        "f_dimension": lambda code: plain(words.DIMENSIONS[code]) if code in DIMENSIONS else "",
        "f_tree": tree_name,
    }
    return [
        said
        for name in NAMES
        if (content := address.value(name)) and (said := show.get(name, str)(content))
    ]


def params() -> dict[str, str | None]:
    """The filter's part of the address."""
    return {name: address.value(name) for name in NAMES}
