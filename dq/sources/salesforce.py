"""Salesforce: accounts, contacts, and what hangs on them; an organisation's names are settings.

Tested in tests/test_one_field.py.
"""

from dq.errors import N_
from dq.sources.declaration import ID, Field, Object, Source

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
    telling=("name",),
    identity=("name",),
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
    telling=("last_name",),
    identity=("last_name", "email", "username", "status", "account_id"),
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
        Field("username", N_("Username"), length=80, api="Username", words=True),
        Field("contact_id", N_("Contact ID"), "key", of="contact", reads="ContactId", theirs=True),
        Field("email", N_("E-mail"), length=80, api="Email", words=True),
        Field("active", N_("Active"), "boolean", api="IsActive"),
        Field("first_name", N_("First name"), reads="FirstName", theirs=True, words=True),
        Field("last_name", N_("Last name"), reads="LastName", theirs=True, words=True),
        Field("last_login", N_("Last login"), "moment", reads="LastLoginDate", theirs=True),
    ),
    api="User",
    identity=("username", "email", "active", "contact_id"),
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
    telling=("name",),
    identity=("name", "account_id"),
)
SOURCE = Source(
    "salesforce", "Salesforce", (ACCOUNT, CONTACT, RELATION, APPROVAL, PORTAL_USER, PROJECT)
)
