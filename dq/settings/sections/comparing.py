"""What the comparison of cards and accounts knows besides its own lists: names, and decisions.

Tested in tests/settings/test_declared.py.
"""

from dq.errors import N_
from dq.settings.setting import Setting

SETTINGS = (
    Setting(
        "nicknames",
        "names",
        "nicknames",
        N_("Call names"),
        N_("{value} is not two or more first names of one word, such as Sjaak = Jacobus."),
        asked=N_("Call names besides the usual ones, a line each"),
        help=N_("Every name on a line may stand for every other one on it."),
        hint="Sjaak = Jacobus",
        reaches=("matching",),
    ),
    Setting(
        "legal_forms",
        "lines",
        "legal_forms",
        N_("Legal forms"),
        asked=N_("Legal forms besides the usual ones, a line each"),
        help=N_("They are left out when names of companies are compared."),
        hint="stille vereniging",
        reaches=("matching",),
    ),
    Setting(
        "learn_from_decisions",
        "switch",
        "learning",
        N_("Learn from what we decide on duplicates"),
        help=N_(
            "From a hundred decided pairs on, and only where it proves better. The page Certainty"
            " shows what it changes."
        ),
        reaches=("matching",),
    ),
)
