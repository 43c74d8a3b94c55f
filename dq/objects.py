"""What an object is: its fields, each with its kind, label, length, reference and API name.

Everything that differs by object or field follows from here: tables, reading, keys, names in
Salesforce, what a merge gives to who stays, labels on screen.
"""

from dataclasses import dataclass
from typing import Literal

from dq.errors import N_

# How a field's cells are read and kept.
Kind = Literal["text", "key", "date", "moment", "boolean", "code", "number", "phone"]
TYPES: dict[Kind, str] = {"boolean": "boolean", "date": "date", "moment": "timestamp"}
# What can be merged, decided on and put off.
Mergeable = Literal["contact", "account"]
# How the key of a row begins that Salesforce does not know yet.
OWN_KEY = "kb-"
# How the key begins that a card gets which came from a list without keys: Salesforce has it not.
LIST_KEY = "list-"


@dataclass(frozen=True)
class Field:
    """A field of an object, with the label (a message id) that people read.

    :ivar of: the object whose key it holds
    :ivar codes: the vocabulary of its codes
    :ivar length: how many characters Salesforce keeps; it cuts the rest off without a word
    :ivar api: what it is usually called in Salesforce, as a setting that a team may change; ""
        where a usual organisation has no such field, None where it goes into no file
    :ivar reads: what every Salesforce calls a field that is only read
    :ivar typed: whether people fill it in on a card; the rest follows or is for another command
    :ivar theirs: whether Salesforce alone knows it, so that nobody has to choose
    :ivar words: whether people read it as a text, whose letters may be damaged
    """

    name: str
    label: str
    kind: Kind = "text"
    of: str | None = None
    codes: str | None = None
    length: int | None = None
    api: str | None = None
    reads: str | None = None
    typed: bool = False
    theirs: bool = False
    words: bool = False

    @property
    def type(self) -> str:
        """The type of its column."""
        return TYPES.get(self.kind, "varchar")


@dataclass(frozen=True)
class Object:
    """An object of a system that exports it; `label` is the plural (a message id).

    :ivar api: what it is usually called in Salesforce; None: it is not of Salesforce
    :ivar natural: what tells two rows apart besides their ids
    :ivar keyed_by: what a key is made of where a file has none
    :ivar made: whether a package can make one in Salesforce
    :ivar sent: whether a package has rows of it
    :ivar external: whether an external id of it may be filled with a key of ours
    """

    name: str
    label: str
    fields: tuple[Field, ...]
    api: str | None = None
    natural: tuple[str, ...] = ()
    keyed_by: tuple[str, ...] = ()
    made: bool = False
    sent: bool = False
    external: bool = False

    @property
    def by_name(self) -> dict[str, Field]:
        """The fields by name."""
        return {field.name: field for field in self.fields}

    @property
    def references(self) -> dict[str, str]:
        """The fields that hold the key of a record, with the object it is of."""
        return {field.name: field.of for field in self.fields if field.of}


ID = Field("id", N_("ID"), "key")
# Lengths: Salesforce field reference, Contact, Account, User and AccountContactRelation.
ACCOUNT = Object(
    "account",
    N_("Accounts"),
    (
        ID,
        Field("name", N_("Name"), api="Name", words=True),
        Field("parent_id", N_("Parent account ID"), "key", of="account", api="ParentId"),
        Field("type", N_("Kind"), api="Type"),
        Field("phone", N_("Phone"), "phone", length=40, api="Phone"),
        Field("website", N_("Website"), api="Website"),
        Field("street", N_("Street"), api="BillingStreet", words=True),
        Field("postal_code", N_("Postal code"), length=20, api="BillingPostalCode"),
        Field("city", N_("City"), length=40, api="BillingCity", words=True),
        Field("kvk_number", N_("KvK number"), "number", api="KvK_Number__c"),
        Field("owner", N_("Account owner"), reads="Owner.Name"),
    ),
    api="Account",
    sent=True,
)
CONTACT = Object(
    "contact",
    N_("Contacts"),
    (
        ID,
        Field("account_id", N_("Account ID"), "key", of="account", api="AccountId"),
        Field("kind", N_("Kind"), "code", codes="kind", api="Kind__c"),
        Field("salutation", N_("Salutation"), length=40, api="Salutation", typed=True),
        Field("first_name", N_("First name"), length=40, api="FirstName", typed=True, words=True),
        Field("middle_name", N_("Infix"), length=40, api="MiddleName", typed=True, words=True),
        Field("last_name", N_("Last name"), length=80, api="LastName", typed=True, words=True),
        Field("title", N_("Job title"), length=128, api="Title", typed=True, words=True),
        Field("department", N_("Department"), length=80, api="Department", typed=True, words=True),
        Field("email", N_("E-mail"), length=80, api="Email", typed=True, words=True),
        Field("phone", N_("Phone"), "phone", length=40, api="Phone", typed=True),
        Field("mobile", N_("Mobile"), "phone", length=40, api="MobilePhone", typed=True),
        Field("username", N_("Username"), length=80, api="Username__c", words=True),
        Field("status", N_("Status"), "code", codes="status", api="Status__c"),
        Field("successor_id", N_("Successor ID"), "key", of="contact", api="Successor__c"),
        Field("second_successor_id", N_("Second successor ID"), "key", of="contact", api=""),
        Field("takeover_date", N_("Tasks taken over as of"), "date", api=""),
        Field("postal_code", N_("Postal code"), length=20, api="MailingPostalCode"),
        Field("city", N_("City"), length=40, api="MailingCity", words=True),
        Field("created", N_("Created"), "moment", reads="CreatedDate", theirs=True),
        Field("modified", N_("Changed"), "moment", reads="LastModifiedDate", theirs=True),
        Field("bounced", N_("Mail came back"), "moment", reads="EmailBouncedDate", theirs=True),
        Field("bounce_reason", N_("Why mail came back"), reads="EmailBouncedReason", theirs=True),
    ),
    api="Contact",
    sent=True,
    made=True,
    external=True,
)
RELATION = Object(
    "relation",
    N_("Relations"),
    (
        ID,
        Field("account_id", N_("Account ID"), "key", of="account", api="AccountId"),
        Field("contact_id", N_("Contact ID"), "key", of="contact", api="ContactId"),
        Field("roles", N_("Roles"), length=255, api="Roles"),
        Field("active", N_("Active"), "boolean", api="IsActive"),
        Field("direct", N_("Own account"), "boolean", reads="IsDirect"),
        Field("start_date", N_("Start"), "date", api="StartDate"),
        Field("end_date", N_("End"), "date", api="EndDate"),
    ),
    api="AccountContactRelation",
    natural=("contact_id", "account_id"),
    keyed_by=("account_id", "contact_id"),
    sent=True,
    made=True,
)
APPROVAL = Object(
    "approval",
    N_("Approvals"),
    (
        ID,
        Field("project_id", N_("Project ID"), "key", of="project", api="Project__c"),
        Field("contact_id", N_("Contact ID"), "key", of="contact", api="Contact__c"),
        Field("kind", N_("Kind"), "code", codes="approval", api="Kind__c"),
        Field("active", N_("Active"), "boolean", api="IsActive__c"),
    ),
    api="Approval__c",
    natural=("contact_id", "project_id", "kind"),
    keyed_by=("project_id", "contact_id", "kind"),
    sent=True,
    made=True,
)
PORTAL_USER = Object(
    "portal_user",
    N_("Portal users"),
    (
        ID,
        Field("first_name", N_("First name"), reads="FirstName", theirs=True, words=True),
        Field("last_name", N_("Last name"), reads="LastName", theirs=True, words=True),
        Field("username", N_("Username"), length=80, api="Username", words=True),
        Field("contact_id", N_("Contact ID"), "key", of="contact", reads="ContactId", theirs=True),
        Field("email", N_("E-mail"), length=80, api="Email", words=True),
        Field("active", N_("Active"), "boolean", api="IsActive"),
        Field("last_login", N_("Last login"), "moment", reads="LastLoginDate", theirs=True),
    ),
    api="User",
    keyed_by=("username",),
    sent=True,
)
PROJECT = Object(
    "project",
    N_("Projects"),
    (
        ID,
        Field("name", N_("Name"), api="Name", words=True),
        Field("account_id", N_("Account ID"), "key", of="account", api="Account__c"),
        Field("status", N_("Status"), "code", codes="project", api="Status__c"),
        Field("start_date", N_("Start"), "date", api="StartDate__c"),
        Field("end_date", N_("End"), "date", api="EndDate__c"),
    ),
    api="Project__c",
)
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
)
# Every object by name, in the order in which a package and a list have them.
OBJECTS = {
    one.name: one
    for one in (ACCOUNT, CONTACT, RELATION, APPROVAL, PORTAL_USER, PROJECT, BC_CONTACT)
}

# What tells two rows apart, besides their ids, of objects of which a pair has one.
NATURAL = {name: one.natural for name, one in OBJECTS.items() if one.natural}
# The objects of which a package has rows, and those that it can make in Salesforce.
SENT = tuple(name for name, one in OBJECTS.items() if one.sent)
MADE_HERE = tuple(name for name, one in OBJECTS.items() if one.made)
# What is said of a card whose person left.
LEAVING = ("status", "successor_id", "second_successor_id", "takeover_date")
# What people read, whose letters may be damaged.
TEXTS = {
    name: tuple(field.name for field in one.fields if field.words) for name, one in OBJECTS.items()
}
# What a person fills in on a card.
TYPED = tuple(field.name for field in CONTACT.fields if field.typed)
# Per object the fields that name the records which a row belongs to; who takes over is another.
BELONGS = {
    name: {field: of for field, of in one.references.items() if field not in LEAVING}
    for name, one in OBJECTS.items()
}
# Where rows of tables of our own name records. Decisions on accounts are told by their kind.
OURS: dict[Mergeable, tuple[tuple[str, str], ...]] = {
    "contact": (
        ("decision", "left_id"),
        ("decision", "right_id"),
        ("succession", "contact_id"),
        ("succession", "successor_id"),
        ("tile", "contact_id"),
        ("step", "person_id"),
        ("merged", "survivor_id"),
    ),
    "account": (("step", "account_id"), ("merged", "survivor_id")),
}


def _naming(kind: str) -> tuple[tuple[str, str], ...]:
    """Where rows of objects name a record of this kind."""
    return tuple(
        (name, field)
        for name, one in OBJECTS.items()
        for field, of in one.references.items()
        if of == kind
    )


# Where a card or an account is named by rows of other tables.
NAMED_BY = {kind: _naming(kind) + OURS[kind] for kind in OURS}


def naming(table: str, kind: str) -> str | None:
    """The field in which a row of `table` names the card or the account that it belongs to."""
    if table == kind:
        return "id"
    return next((field for field, of in BELONGS[table].items() if of == kind), None)


def labels() -> dict[str, str]:
    """The label of every field by name: fields of one name are called the same everywhere."""
    return {field.name: field.label for one in OBJECTS.values() for field in one.fields}


def clash_key(table: str, record_id: str, field: str | None) -> str:
    """The key of the clash over a field of a record, or over the whole record."""
    return ":".join(filter(None, (table, record_id, field)))
