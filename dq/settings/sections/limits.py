"""From when on something is a finding: days and thresholds.

Tested in tests/settings/test_declared.py.
"""

from dq.errors import N_
from dq.settings.setting import Setting

SHARE = N_("The share is {least} to {most} %.")
CARDS = N_("The number is {least} to {most}.")
SETTINGS = (
    Setting(
        "tile_days",
        "number",
        "days",
        N_("Days after which a tile that is not done is a finding"),
        N_("A tile may wait {least} to {most} days."),
        (1, 365),
        reaches=("rules",),
    ),
    Setting(
        "unused_login_days",
        "number",
        "days",
        N_("Days after which a login that nobody used is a finding"),
        N_("A login may be unused for {least} to {most} days."),
        (1, 3650),
        reaches=("rules",),
    ),
    Setting(
        "export_days",
        "number",
        "days",
        N_("Days after which an export is too old"),
        N_("An export may be {least} to {most} days old."),
        (1, 3650),
        reaches=("rules",),
    ),
    Setting(
        "usual_domain_cards",
        "number",
        "usual",
        N_("Cards from which on an account has a usual domain"),
        CARDS,
        (1, 1000),
        reaches=("facts",),
    ),
    Setting(
        "usual_domain_share",
        "share",
        "usual",
        N_("Share of the cards that have the usual domain, at least (%)"),
        SHARE,
        (1, 100),
        reaches=("facts",),
    ),
    Setting(
        "usual_domain_second",
        "share",
        "usual",
        N_("Share from which on another domain is the account's second one (%)"),
        SHARE,
        (1, 100),
        reaches=("rules",),
    ),
    Setting(
        "placeholder_cards",
        "number",
        "placeholder",
        N_("Cards from which on one address is nobody's"),
        CARDS,
        (2, 100_000),
        reaches=("facts",),
    ),
    Setting(
        "placeholder_share",
        "share",
        "placeholder",
        N_("And their share of all cards with an address, at least (%)"),
        SHARE,
        (1, 100),
        reaches=("facts",),
    ),
    Setting(
        "lookalike_length",
        "number",
        "lookalike",
        N_("Letters of a username from which on two can look alike"),
        N_("A username is {least} to {most} letters long."),
        (1, 40),
        reaches=("rules",),
    ),
)
