"""What a header tells, what a user says instead, and that it is remembered."""

from pathlib import Path

import pytest

from dq import intake
from dq.intake.tables import mapping
from dq.reading import headers as known_headers

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
        ("relaties", "AccountId,ContactId\n1,2\n", "relation"),
        ("upload", "AccountId,ContactId,IsActive\n1,2,ja\n", "relation"),
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

    from dq.intake.landing import load

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


@pytest.mark.parametrize("header", ["Naam", "Name", "Full Name"])
def test_where_first_and_last_name_are_apart_a_whole_name_is_no_last_name(upload, db, header):
    upload.load(contacts="Contact ID,First Name,Last Name,Email\n1,Jan,Vos,vos@x.example\n")
    upload.load(contacts=f"Contact ID,{header},Email\n1,Jan Vos,jan@x.example\n")

    found = db.execute("select first_name, last_name, email from upstream.contact").fetchall()
    assert found == [("Jan", "Vos", "jan@x.example")]


def test_nothing_is_remembered_that_nobody_chose(upload):
    upload.load(file="Id,Email\n1,a@x.example\n")

    assert upload.db.execute("select count(*) from mapping").fetchall() == [(0,)]


def test_shape_does_not_depend_on_the_order_or_the_case():
    assert mapping.shape(["Id", "E-mail"]) == mapping.shape(["email", "ID"])
    assert mapping.shape(["Id", "E-mail"]) != mapping.shape(["Id", "E-mail", "Phone"])


# The headers of other products' exports and of the neighbours, and what each is to be.
# Sources: HubSpot's, Google's and Dynamics' own exports in public repositories.
PRODUCTS = {
    "hubspot": (
        "contact",
        {
            "Record ID - Contact": "id",
            "First Name": "first_name",
            "Last Name": "last_name",
            "Email": "email",
            "Phone Number": "phone",
            "Mobile Phone Number": "mobile",
            "Job Title": "title",
            "Postal Code": "postal_code",
            "City": "city",
            "Create Date": "created",
            "Last Modified Date": "modified",
            "Associated Company IDs": "account_id",
            "Associated Company": None,
            "Contact owner": None,
            "Lead Status": None,
        },
    ),
    "hubspot_name_of_the_company": (
        "contact",
        {"Record ID - Contact": "id", "Email": "email", "Associated Company": "account_id"},
    ),
    "hubspot_company": (
        "account",
        {
            "Record ID - Company": "id",
            "Company name": "name",
            "Phone Number": "phone",
            "Street Address": "street",
            "Postal Code": "postal_code",
            "City": "city",
            "Website URL": "website",
            "Company owner": "owner",
        },
    ),
    "google": (
        "contact",
        {
            "First Name": "first_name",
            "Middle Name": "middle_name",
            "Last Name": "last_name",
            "Phonetic First Name": None,
            "Organization Name": None,
            "Organization Title": "title",
            "Organization Department": "department",
            "E-mail 1 - Label": None,
            "E-mail 1 - Value": "email",
            "Phone 1 - Value": "phone",
            "Phone 2 - Value": "mobile",
            "Address 1 - City": "city",
            "Address 1 - Postal Code": "postal_code",
        },
    ),
    "outlook": (
        "contact",
        {
            "Title": None,
            "First Name": "first_name",
            "Last Name": "last_name",
            "Company": None,
            "Department": "department",
            "Job Title": "title",
            "Business City": "city",
            "Business Postal Code": "postal_code",
            "Business Phone": "phone",
            "Mobile Phone": "mobile",
            "E-mail Address": "email",
        },
    ),
    "outlook_german": (
        "contact",
        {
            "Anrede": "salutation",
            "Vorname": "first_name",
            "Weitere Vornamen": "middle_name",
            "Nachname": "last_name",
            "Abteilung": "department",
            "Position": "title",
            "Ort geschäftlich": "city",
            "Postleitzahl geschäftlich": "postal_code",
            "Telefon geschäftlich": "phone",
            "Mobiltelefon": "mobile",
            "E-Mail-Adresse": "email",
        },
    ),
    "outlook_dutch": (
        "contact",
        {
            "Voornaam": "first_name",
            "Middelste naam": "middle_name",
            "Achternaam": "last_name",
            "Werkadres, plaats": "city",
            "Werkadres, postcode": "postal_code",
            "Telefoon op werk": "phone",
            "Mobiele telefoon": "mobile",
            "E-mailadres": "email",
        },
    ),
    "dynamics": (
        "contact",
        {
            "(Do Not Modify) Contact": "id",
            "(Do Not Modify) Row Checksum": None,
            "(Do Not Modify) Modified On": "modified",
            "First Name": "first_name",
            "Last Name": "last_name",
            "Full Name": None,
            "Job Title": "title",
            "Email": "email",
            "Business Phone": "phone",
            "Mobile Phone": "mobile",
            "Address 1: City": "city",
            "Address 1: ZIP/Postal Code": "postal_code",
            "Status": "status",
        },
    ),
    "dynamics_account": (
        "account",
        {
            "(Do Not Modify) Account": "id",
            "Account Name": "name",
            "Main Phone": "phone",
            "Address 1: Street 1": "street",
            "Address 1: City": "city",
        },
    ),
    "belgian": (
        "contact",
        {
            "Contactpersoon-id": "id",
            "Voornaam": "first_name",
            "Naam": "last_name",
            "Tel.": "phone",
            "GSM": "mobile",
            "Postnr": "postal_code",
            "Gemeente": "city",
        },
    ),
    "salesforce_german": (
        "contact",
        {
            "Kontakt-ID": "id",
            "Account-ID": "account_id",
            "Anrede": "salutation",
            "Vorname": "first_name",
            "Nachname": "last_name",
            "Titel": "title",
            "Abteilung": "department",
            "E-Mail": "email",
            "Telefon": "phone",
            "Mobil": "mobile",
            "Postanschrift Postleitzahl": "postal_code",
            "Postanschrift Ort": "city",
            "Erstellungsdatum": "created",
            "Letztes Änderungsdatum": "modified",
        },
    ),
    "business_central_german": (
        "bc_contact",
        {
            "Nr.": "id",
            "Name": "name",
            "Firmenname": None,
            "Firmennr.": "company_number",
            "E-Mail": "email",
            "Externe ID": "salesforce_id",
            "Gesperrt": "blocked",
        },
    ),
}


@pytest.mark.parametrize("product", list(PRODUCTS))
def test_the_columns_of_other_products_are_known(upload, product):
    name, expected = PRODUCTS[product]
    header = ";".join(expected)
    cells = ";".join(f"x{number}" for number in range(len(expected)))

    [sheet] = upload.read(export=f"{header}\n{cells}\n").sheets

    assert sheet.object == name
    assert known_headers.automatic(sheet.headers, name) == expected


CASE = Path(__file__).parents[1] / "cases" / "13-dutch-and-belgian-words"


def test_belgian_and_german_words_load(upload):
    upload.load(contacts=(CASE / "contacts.csv").read_bytes())
    assert upload.rows("upstream.contact", "last_name", "mobile", "postal_code") == [
        ("Jansen", "0470 12 34 56", "1000")
    ]
    upload.load(kontakte=(CASE / "contacts_de.csv").read_bytes())
    assert upload.rows("upstream.contact", "last_name", "email", "mobile") == [
        ("Jansen", "jan@alfa.de", "0170 1234567")
    ]
    upload.load(bc=(CASE / "bc_de.csv").read_bytes())
    assert upload.rows("upstream.bc_contact", "id", "company_number", "blocked") == [
        ("KT0001", "F001", True)
    ]
