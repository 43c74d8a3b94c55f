"""What a team sees of its settings: each declared once, in the sections and the order of the page.

The default stands in settings.toml. The form, the refusals and the history follow from both.
"""

from collections.abc import Iterable

from dq.errors import N_
from dq.settings.sections import checks, comparing, limits, loading, salesforce, words, work
from dq.settings.setting import Reach, Setting

# What stands over a group, and what is said under that; a setting by itself says what it is.
HEADS = {
    "checks": (
        N_("What counts"),
        N_(
            "A check that is off has no findings, and is in no count, queue or score. Switched on"
            " again, its findings are there as they were."
        ),
    ),
    "days": (N_("Days"), ""),
    "messages": (N_("The messages of the report"), ""),
    "usual": (N_("The usual domain of an account"), ""),
    "placeholder": (N_("Addresses that are nobody's"), ""),
    "weights": (
        N_("How much of a record is lost for the score, by the worst finding of it"),
        N_("Earlier scores are worked out with the new weights as well."),
    ),
    "repairs": (
        N_("By itself"),
        N_("Each is in the history and on the page Upload, and can be undone, all at once too."),
    ),
    "doubt": (N_("When somebody has to look before an export is loaded"), ""),
    "salesforce": (N_("How your Salesforce calls and does things"), ""),
    "reading": (
        N_("Limits for the files of an upload"),
        N_("A file that goes beyond them is refused, and the others are read."),
    ),
}
# The settings per section of the page, by the section's name in the address.
SECTIONS: dict[str, tuple[Setting, ...]] = {
    "checks": (*checks.SETTINGS, *limits.SETTINGS),
    "words": words.SETTINGS,
    "comparing": comparing.SETTINGS,
    "work": work.SETTINGS,
    "loading": loading.SETTINGS,
    "salesforce": salesforce.SETTINGS,
}
TITLES = {
    "checks": N_("Checks"),
    "words": N_("Words and domains"),
    "comparing": N_("Comparing"),
    "work": N_("Way of working"),
    "loading": N_("Loading"),
    "salesforce": N_("Salesforce"),
}
DECLARED = tuple(one for section in SECTIONS.values() for one in section)
SETTINGS = {one.name: one for one in DECLARED}


def reached(names: Iterable[str]) -> set[Reach]:
    """What is worked out anew for any of these settings."""
    return {reach for name in names if name in SETTINGS for reach in SETTINGS[name].reaches}


def reaching(reach: Reach) -> tuple[str, ...]:
    """The settings for which this is worked out anew."""
    return tuple(one.name for one in DECLARED if reach in one.reaches)
