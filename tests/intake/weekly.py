"""A weekly Data Export of an invented organisation: every table that Salesforce has, as a .zip."""

import csv
import io
import random
import zipfile

from dq.intake.cells.keys import LETTERS

STANDARD = [
    "AccountContactRole", "Asset", "Attachment", "BusinessProcess", "Campaign", "CampaignMember",
    "CampaignMemberStatus", "Case", "CaseComment", "CaseHistory", "ContactHistory",
    "ContactPointEmail", "ContactRequest", "ContentDocument", "ContentVersion", "Contract",
    "ContractHistory", "CronTrigger", "Document", "EmailMessage", "EmailTemplate",
    "EntityHistory", "Entitlement", "Event", "EventRelation", "FeedComment", "FeedItem", "Folder",
    "Group", "GroupMember", "Idea", "Individual", "Lead", "LeadHistory", "Macro", "Note",
    "Opportunity", "OpportunityContactRole", "OpportunityHistory", "OpportunityLineItem", "Order",
    "OrderItem", "Organization", "Partner", "Period", "Pricebook2", "PricebookEntry", "Product2",
    "Profile", "QueueSobject", "Quote", "RecordType", "Report", "Site", "Solution", "Task",
    "TopicAssignment", "UserLicense", "UserPreference", "UserRole", "WorkOrder",
]  # fmt: skip
WORDS = [
    "Training", "Deelname", "Voertuig", "Sleutel", "Prijslijst", "Certificaat", "Locatie",
    "Kostenplaats", "Tarief", "Feedback", "Afspraak", "Checklist", "Overeenkomst", "Functie",
    "Vaardigheid", "Rooster", "Budget", "Doel", "Bezwaar", "Evaluatie",
]  # fmt: skip
COLUMNS = [
    "Name", "AccountId", "Account__c", "ContactId", "Contact__c", "OwnerId", "Status__c",
    "Status", "StartDate", "EndDate", "Start_Date__c", "End_Date__c", "Email", "Email__c",
    "Phone", "Type", "Type__c", "Description", "FirstName", "LastName", "IsActive", "Number__c",
    "ParentId", "CreatedDate", "LastModifiedDate",
]  # fmt: skip


def key(prefix, number):
    """An id of 18 characters."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    tail = ""
    for _ in range(8):
        number, place = divmod(number, 62)
        tail = digits[place] + tail
    short = f"{prefix}fj00{tail}"
    bits = [sum(short[at + bit].isupper() << bit for bit in range(5)) for at in (0, 5, 10)]
    return short + "".join(LETTERS[mask] for mask in bits)


def table(rows):
    """The text of a table: every cell quoted, as Salesforce writes it."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return text.getvalue()


def other(rng, prefix, full):
    """A table of something else: any columns, with references to our accounts and contacts."""
    columns = ["Id", "IsDeleted", *rng.sample(COLUMNS, rng.randint(1, 9))]
    rows = [columns]
    for number in range(rng.randint(1, 6) if full else 0):
        made = {"Id": key(prefix, number), "IsDeleted": "0"}
        for column in columns[2:]:
            account = column in ("AccountId", "Account__c")
            contact = column in ("ContactId", "Contact__c")
            start = "001" if account else "003" if contact else None
            made[column] = key(start, rng.randrange(20)) if start else f"x{rng.randrange(9)}"
            if "Date" in column:
                made[column] = "2026-01-01"
        rows.append([made[column] for column in columns])
    return table(rows)


def ours(projects="Project__c", approvals="Approval__c"):
    """The tables that are ours, by the name of their file."""
    account = [["Id", "IsDeleted", "Name", "BillingCity"]]
    account += [[key("001", n), "0", f"Bedrijf {n}", "Utrecht"] for n in range(20)]
    contact = [["Id", "IsDeleted", "AccountId", "FirstName", "LastName", "Email"]]
    contact += [
        [key("003", n), "0", key("001", n), "Jan", f"Naam {n}", f"jan{n}@x.example"]
        for n in range(20)
    ]
    project = [["Id", "IsDeleted", "Name", "Account__c", "Start_Date__c", "Status__c"]]
    project += [
        [key("a0P", n), "0", f"P-{n}", key("001", n), "2026-01-01", "Open"] for n in range(5)
    ]
    approval = [["Id", "IsDeleted", "Name", "Project__c", "Contact__c", "Kind__c"]]
    approval += [
        [key("a0G", n), "0", f"A-{n}", key("a0P", n), key("003", n), "Uren"] for n in range(5)
    ]
    found = {"Account": account, "Contact": contact, projects: project, approvals: approval}
    return {name: table(rows) for name, rows in found.items()}


def export(seed=1, tables=120, **names):
    """The bytes of a weekly export with so many tables that are not ours."""
    rng = random.Random(seed)
    found = ours(**names)
    for number in range(tables):
        if number < len(STANDARD):
            name, prefix = STANDARD[number], f"0{'QXYZ'[number % 4]}{number % 10}"
        else:
            name = f"{rng.choice(WORDS)}{number}__c"
            prefix = f"a{number // 10 % 10}{'BCDEHJKLMN'[number % 10]}"
        kind = rng.random()
        found[name] = "" if kind < 0.1 else other(rng, prefix, full=kind > 0.3)
    return packed({f"{name}.csv": found[name] for name in sorted(found)})


def packed(members):
    """The bytes of a .zip with these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


def members(content):
    """The files in a .zip, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
