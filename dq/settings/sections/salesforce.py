"""How the team's Salesforce calls and does things.

Tested in tests/settings/test_declared.py.
"""

from dq.errors import N_
from dq.settings.setting import Setting

SETTINGS = (
    Setting(
        "salesforce_address",
        "address",
        "address",
        N_("Address of your Salesforce"),
        N_("The address of Salesforce begins with https://."),
        help=N_("Cards then have a button that opens them there."),
        hint="https://naam.lightning.force.com",
        key="address_text",
    ),
    Setting(
        "salesforce_username_follows",
        "switch",
        "salesforce",
        N_("Salesforce fills in the username from the e-mail address by itself"),
    ),
    Setting(
        "salesforce_keeps_old_account",
        "switch",
        "salesforce",
        N_("Salesforce keeps the old account as a relation when somebody changes company"),
    ),
)
