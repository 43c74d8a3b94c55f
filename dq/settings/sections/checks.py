"""Each check: whether it counts, and how grave it is.

Tested in tests/settings/test_rules.py.
"""

from functools import cache

from dq.checks import all_checks
from dq.errors import N_
from dq.settings.setting import Setting

# What the setting of a check begins with, and its value where the check does not count.
PREFIX = "check_"
OFF = "off"
CHOICES = {
    "error": N_("Error"),
    "warning": N_("Warning"),
    "notice": N_("Notice"),
    OFF: N_("Off"),
}


@cache
def defaults() -> dict[str, str]:
    """The severity of every check by setting, as the product comes."""
    return {f"{PREFIX}{id}": check.severity for id, check in all_checks().items()}


SETTINGS = tuple(
    Setting(
        f"{PREFIX}{id}",
        "choice",
        "checks",
        check.title,
        N_("{value} is no severity; choose from error, warning, notice and off."),
        choices=CHOICES,
        reaches=("rules",),
    )
    for id, check in all_checks().items()
)
