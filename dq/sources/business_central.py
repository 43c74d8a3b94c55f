"""Business Central: its contacts, which name the Salesforce contact that they are.

Tested in tests/queries/cards/test_counterparts.py.
"""

from dq.errors import N_
from dq.sources.declaration import Field, Object, People, Source

BC_CONTACT = Object(
    "bc_contact",
    N_("Business Central contacts"),
    (
        Field("id", N_("ID"), "number"),
        Field("salesforce_id", N_("Salesforce ID"), "key", of="contact"),
        Field("name", N_("Name"), words=True),
        Field("email", N_("E-mail"), words=True),
        Field("company_number", N_("Company number"), "number"),
        Field("blocked", N_("Blocked"), "boolean"),
    ),
    telling=("name",),
    identity=("name", "email", "blocked"),
)
PEOPLE = People("bc_contact", "Business Central", "bc", "Niet actief")
SOURCE = Source("business_central", "Business Central", (BC_CONTACT,), PEOPLE)
