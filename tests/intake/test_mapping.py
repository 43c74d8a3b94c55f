"""What a header tells, what a user says instead, and that it is remembered."""

import pytest

from dq import intake
from dq.intake import mapping

# The headers that load with nobody choosing anything, and the same in the users' language.
HEADERS = {
    "account": [
        "Id,Name,ParentId,Type,Phone,Website,BillingStreet,BillingPostalCode,BillingCity,"
        "KvKNumber__c",
        "Account-id,Accountnaam,Bovenliggend account-id,Type,Telefoon,Website,"
        "Factuuradres straat,Factuuradres postcode,Factuuradres plaats,KvK-nummer",
        "Account ID,Account Name,Parent Account ID,Type,Phone,Website,Billing Street,"
        "Billing Zip/Postal Code,Billing City,KvK Number",
    ],
    "contact": [
        "Id,AccountId,Salutation,FirstName,MiddleName,LastName,Title,Department,Email,Phone,"
        "MobilePhone,Username,Status,SuccessorId__c,MailingPostalCode,MailingCity,CreatedDate,"
        "LastModifiedDate",
        "Contactpersoon-id,Account-id,Aanhef,Voornaam,Tussenvoegsel,Achternaam,Functie,Afdeling,"
        "E-mail,Telefoon,Mobiel,Gebruikersnaam,Contactpersoon status,Opvolger,Postcode,Plaats,"
        "Aangemaakt op,Laatst gewijzigd op",
        "Contact ID,Account ID,Salutation,First Name,Middle Name,Last Name,Title,Department,"
        "Email,Phone,Mobile,Username,Status,Successor,Mailing Zip/Postal Code,Mailing City,"
        "Created Date,Last Modified Date",
    ],
    "relation": [
        "Id,AccountId,ContactId,Roles,IsActive,IsDirect,StartDate,EndDate",
        "Relatie-id,Account-id,Contactpersoon-id,Rollen,Actief,Direct,Begindatum,Einddatum",
        "Account Contact Relationship ID,Account ID,Contact ID,Roles,Active,Direct,Start Date,"
        "End Date",
    ],
    "project": [
        "Id,Name,AccountId,Status,StartDate,EndDate",
        "Project-id,Projectnaam,Account-id,Status,Startdatum,Einddatum",
        "Project ID,Project Name,Account ID,Status,Start Date,End Date",
    ],
    "approval": [
        "Id,ProjectId,ContactId,Kind,IsActive",
        "Id,Project-id,Contactpersoon-id,Soort,Actief",
        "Approval ID,Project ID,Contact ID,Approval Type,Active",
    ],
    "bc_contact": [
        "No,SalesforceId,Name,Email,CompanyNo,Blocked",
        "Nr.,Salesforce-id,Naam,E-mail,Bedrijfsnr.,Geblokkeerd",
        "No.,External ID,Name,Email,Company No.,Blocked",
    ],
    "portal_user": [
        "Id,Username,ContactId,Email,IsActive",
        "Gebruikers-id,Gebruikersnaam,Contactpersoon-id,E-mail,Actief",
        "User ID,Username,Contact ID,Email,Active",
    ],
}
CASES = [(name, header) for name, headers in HEADERS.items() for header in headers]


@pytest.mark.parametrize(("name", "header"), CASES)
def test_header_is_recognised_whole(upload, name, header):
    [sheet] = upload.read(file=header + "\n").sheets

    assert (sheet.object, sheet.unknown, sheet.problem) == (name, [], None)


@pytest.mark.parametrize(("name", "header"), CASES)
def test_header_is_recognised_in_any_order(upload, name, header):
    turned = ",".join(reversed(header.split(",")))

    [sheet] = upload.read(file=turned + "\n").sheets

    assert (sheet.object, sheet.unknown) == (name, [])


@pytest.mark.parametrize("name", list(HEADERS))
def test_dutch_and_english_headers_mean_the_same(upload, name):
    fields = [
        list(upload.read(file=header + "\n").sheets[0].mapping.values()) for header in HEADERS[name]
    ]

    assert fields[0] == fields[1] == fields[2]


@pytest.mark.parametrize(
    ("file", "text", "name"),
    [
        ("upload", "Id,Email\n", "contact"),
        ("upload", "Id,Email\n005x0000000fNSiAAM,a@x.example\n", "portal_user"),
        ("upload", "Id,Username\n005x0000000fNSiAAM,a@x.example\n", "portal_user"),
        ("upload", "Id,Username\n003x0000000fNSiAAM,a@x.example\n", "contact"),
        ("upload", "Id,Name\n001x0000002xLCVAA2,Abel\n", "account"),
        ("upload", "Id,Name\n1,Abel\n", "account"),
        ("projecten", "Id,Name\n1,Abel\n", "project"),
        ("Project__c", "Id,Name\na0D30000001n7PiEAI,Abel\n", "project"),
        ("upload", "Id,LastName\n1,Bakker\n", "contact"),
        ("upload", "Id,Username,IsActive\n1,a@x.example,ja\n", "portal_user"),
        ("upload", "AccountId,ContactId\n1,2\n", "relation"),
        ("upload", "ProjectId,ContactId,Kind\n1,2,uren\n", "approval"),
        ("upload", "Nr.,E-mail\n1,a@x.example\n", "bc_contact"),
        ("upload", "Guid,Email,AccountGuid\n24fd290f-c43c,a@x.example,7\n", "contact"),
        ("upload", "Id,FirstName,LastName,Email\n00Qx0000000fNSiAAM,A,B,c\n", None),
        ("upload", "Id,Kleur\n1,rood\n", None),
        ("upload", "Kleur,Maat\nrood,M\n", None),
    ],
)
def test_a_few_columns_are_enough(upload, file, text, name):
    [sheet] = upload.read(**{file: text}).sheets

    assert sheet.object == name


def test_the_best_of_two_columns_is_taken(upload):
    [sheet] = upload.read(
        accounts="Id,Name,OwnerId,Account Owner,Custom Name\n1,A,5,Jan,x\n"
    ).sheets

    assert sheet.mapping["Account Owner"] == "owner"
    assert sheet.unknown == ["OwnerId", "Custom Name"]


def test_owner_id_is_the_owner_where_there_is_no_name(upload):
    upload.load(accounts="Id,Name,OwnerId\n1,A,5\n")

    assert upload.rows("upstream.account", "owner") == [("5",)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Kleur,Maat\nrood,M\n",
            "file.csv has no columns that are known; expected were those of accounts, contacts,"
            " relations, portal users, projects, approvals or Business Central contacts.",
        ),
        (
            "Voornaam,Achternaam,E-mail\nNoor,Bakker,n@x.example\n",
            "file.csv has no column with the key of each record, such as Id.",
        ),
    ],
    ids=["nothing_known", "no_key"],
)
def test_what_is_missing_is_said_in_a_sentence(upload, text, sentence):
    [sheet] = upload.read(file=text).sheets

    assert str(sheet.problem) == sentence
    assert not sheet.ready


def test_the_user_chooses_object_and_columns(upload):
    batch = upload.read(file="Sleutel van ons,Kleur\n1,rood\n2,blauw\n")
    [sheet] = batch.sheets

    intake.remap(upload.db, batch, sheet, "contact", {"Sleutel van ons": "id", "Kleur": "title"})

    assert (sheet.counts.new, sheet.problem, sheet.unknown) == (2, None, [])


def test_two_columns_for_one_field_are_a_problem(upload):
    batch = upload.read(file="Id,Email,Other\n1,a@x.example,b@x.example\n")
    [sheet] = batch.sheets

    intake.remap(
        upload.db, batch, sheet, "contact", {"Id": "id", "Email": "email", "Other": "email"}
    )

    assert str(sheet.problem) == "In file.csv two columns are chosen for email."


def test_a_need_that_is_mapped_away_is_a_problem(upload):
    batch = upload.read(file="Id,AccountId,ContactId\n1,2,3\n")
    [sheet] = batch.sheets

    intake.remap(upload.db, batch, sheet, "relation", {**sheet.mapping, "ContactId": None})

    assert "what it lacks: Contact ID." in str(sheet.problem)


def test_choice_is_remembered_for_files_of_that_shape(upload):
    from datetime import date

    from dq.intake import load

    text = "Id,Email,Bijnaam\n1,a@x.example,Bob\n"
    batch = upload.read(file=text)
    [sheet] = batch.sheets
    intake.remap(
        upload.db, batch, sheet, "contact", {"Id": "id", "Email": None, "Bijnaam": "first_name"}
    )
    load.run(upload.db, load.Load(batch, date(2026, 11, 23)), "test")

    [again] = upload.read(other="Bijnaam;Id;E-mail\nBob;1;b@x.example\n").sheets
    [different] = upload.read(other="Bijnaam;Id;E-mail;Telefoon\nBob;1;b@x.example;06\n").sheets

    assert again.mapping == {"Bijnaam": "first_name", "Id": "id", "E-mail": None}
    assert different.mapping["E-mail"] == "email"


def test_nothing_is_remembered_that_nobody_chose(upload):
    upload.load(file="Id,Email\n1,a@x.example\n")

    assert upload.db.execute("select count(*) from mapping").fetchall() == [(0,)]


def test_shape_does_not_depend_on_the_order_or_the_case():
    assert mapping.shape(["Id", "E-mail"]) == mapping.shape(["email", "ID"])
    assert mapping.shape(["Id", "E-mail"]) != mapping.shape(["Id", "E-mail", "Phone"])
