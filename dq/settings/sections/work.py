"""How the team works: who is in it, what it aims for, what is done at once.

Tested in tests/settings/test_declared.py.
"""

from dq.errors import N_
from dq.settings.setting import Setting

RULES = {
    "portal": N_("logs in to the portal"),
    "active": N_("is in service"),
    "approvals": N_("approves most"),
    "complete": N_("has most fields filled"),
    "recent": N_("was changed last"),
}
WEIGHT = N_("A weight is {least} to {most} %.")
SETTINGS = (
    Setting(
        "teams",
        "teams",
        "teams",
        N_("Teams"),
        N_("A team is its name, a colon and its people: {value} is not."),
        asked=N_("Teams, a line each: the name, a colon, and who are in it"),
        help=N_(
            "As the account owners are called in the export. Who is in a team can look at the cases"
            " of the whole team in the review."
        ),
        hint="Noord: Sanne de Wit, Bram Visser",
        key="teams_text",
    ),
    Setting(
        "app_address",
        "link",
        "messages",
        N_("Address of Kaartenbak"),
        N_("{value} is no address of the app, such as http://kaartenbak:8501."),
        asked=N_("Address at which colleagues open Kaartenbak"),
        help=N_("The messages of the report then have links to the cases."),
        hint="http://kaartenbak:8501",
    ),
    Setting(
        "owner_addresses",
        "receivers",
        "messages",
        N_("E-mail addresses of the account owners"),
        N_("{value} is not a name and an e-mail address, such as Sanne de Wit: sanne@firma.nl."),
        asked=N_("E-mail addresses of the account owners, a line each"),
        help=N_("As the account owners are called in the export. The messages are for them then."),
        hint="Sanne de Wit: sanne@firma.nl",
    ),
    Setting(
        "target_score",
        "target",
        "target",
        N_("Target for the score"),
        N_("The target is between 0 and 100 %."),
        (0, 100),
        key="target_value",
    ),
    Setting("weight_error", "number", "weights", N_("With an error, in %"), WEIGHT, (0, 100)),
    Setting("weight_warning", "number", "weights", N_("With a warning, in %"), WEIGHT, (0, 100)),
    Setting("weight_notice", "number", "weights", N_("With a notice, in %"), WEIGHT, (0, 100)),
    Setting(
        "survivor_rules",
        "order",
        "survivor",
        N_("When cards are merged, the one stays that"),
        N_("{value} is no rule for which card stays."),
        choices=RULES,
        help=N_("The first of these that tells the cards apart decides, in this order."),
        hint=N_("The oldest card stays"),
    ),
    Setting(
        "repairs",
        "switch",
        "repairs",
        N_("Repair by itself after a load"),
        help=N_(
            "What can be done at once: cards that are wholly equal, slips in a domain, usernames"
            " that are free, double relations and damaged letters. What you undo is not done again."
        ),
    ),
    Setting(
        "repairs_most",
        "number",
        "repairs",
        N_("Repairs after one load, at most"),
        N_("After one load {least} to {most} repairs can be done."),
        (1, 500),
    ),
    Setting(
        "merge_at_once",
        "number",
        "at_once",
        N_("Groups that are merged at once, at most"),
        N_("At once {least} to {most} groups can be merged."),
        (1, 500),
        key="at_once_most",
    ),
)
