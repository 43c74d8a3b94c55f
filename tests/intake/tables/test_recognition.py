"""What a file is: decided on all of its headers, its keys and its name."""

import pytest

from dq.intake.tables.recognition import object_of
from dq.intake.tables.table import Table

ROWS = {
    "A": "001fj00000MKPaHAAX",
    "B": "001fj00000MKPbUAAX",
    "J": "003fj00000AAAA1AAP",
    "P": "003fj00000AAAA2AAP",
}


def what(header, *rows, name="export.csv", packed=False):
    cells = [[ROWS.get(cell, cell) for cell in row.split(",")] for row in rows]
    return object_of(Table(name, header.split(","), cells, packed), {})[0]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Case Number,Contact ID,Account ID,Subject,Status", "1,J,A,Vraag,New"),
        ("Casenummer,Contactpersoon-id,Account-id,Onderwerp,Status", "1,J,A,Vraag,Nieuw"),
        ("Opportunity Name,Account ID,Account Name,Stage,Close Date", "Deal,A,Alfa,Open,1-1-26"),
        ("Naam opportunity,Account-id,Accountnaam,Fase,Sluitingsdatum", "Deal,A,Alfa,Open,1-1-26"),
        ("Opportunity ID,Contact ID,First Name,Last Name,Role", "006,J,Jan,Jansen,Beslisser"),
        (
            "Campaign Member ID,Contact ID,First Name,Last Name,Account ID,Status",
            "00vfj00000AAAA1AAP,J,Jan,Jansen,A,Responded",
        ),
        ("Campaign Name,Contact ID,First Name,Last Name,Member Status", "Kerst,J,Jan,Jansen,Sent"),
        ("Activity ID,Subject,Contact ID,Account ID,Date", "00T1,Bellen,J,A,1-1-26"),
        ("Subject,Due Date,Priority,Contact ID,First Name,Last Name", "Bellen,1-1-26,Hoog,J,Jan,J"),
        ("Onderwerp,Vervaldatum,Contactpersoon-id,Voornaam,Achternaam", "Bellen,1-1-26,J,Jan,J"),
        ("Order Number,Account ID,Account Name,Order Date,Total Amount", "1,A,Alfa,1-1-26,9"),
        ("Factuurnummer,Klant-id,Klantnaam,Factuurdatum,Bedrag", "1,A,Alfa,1-1-26,9"),
        ("Ticket ID,Contact ID,E-mail,Status", "77,J,jan@alfa.example,Open"),
        ("Kundenvorgangsnummer,Vorgangsnummer,Kontakt-ID,Betreff,Status", "1,2,J,Frage,Neu"),
        ("Asset Name,Account ID,Account Name,Serial Number", "Printer,A,Alfa,123"),
        ("ID,Plaats,Straat,PostCode,Huisnummer", "1,Rotterdam,Industrieweg,3044CC,62A"),
        ("Account ID,Straat,Postcode,Plaats", "A,Kade 1,3511AB,Utrecht"),
        ("Account ID,Phone,Website", "A,030 1234567,alfa.example"),
        ("Trainingsdeelname: ID,Contact ID,First Name,Last Name", "a0A000000000001,J,Jan,Jansen"),
        ("Deelname ID,Contact ID,Voornaam,Achternaam,E-mail", "D-1,J,Jan,Jansen,jan@alfa.example"),
        ("Record ID - Deal,Deal Name,Amount,Associated Company IDs", "1,Deal,9,2"),
        ("(Do Not Modify) Opportunity,Topic,Account,Status", "24fd290f,Deal,Alfa,Open"),
        ("Account ID,Contact ID,Datum,Cursus,Resultaat", "A,J,1-1-26,Veiligheid,Geslaagd"),
        ("Deelname: Deelname Naam,Contact ID,Voornaam,Achternaam", "D-1,J,Jan,Jansen"),
        ("Contract Number,Account ID,Account Name,Contract Start Date,Status", "1,A,Alfa,1-1-26,x"),
        ("Uren ID,Project ID,Contact ID,Datum,Aantal uren", "U-1,P,J,1-1-26,8"),
        ("Kandidaatnummer,Voornaam,Achternaam,E-mail", "1,Jan,Jansen,j@x.example"),
        ("Nr.,Naam,Plaats", "1,Jan,Urk"),
        ("Postcode,Plaats,Provincie", "8321,Urk,Flevoland"),
        ("No.,Name,Phone No.,Balance (LCY),Payment Terms Code", "D001,Alfa,030,9,30D"),
    ],
)
def test_a_file_about_something_else_is_not_ours(header, row):
    assert what(header, row) is None


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        ("Contact ID,First Name,Last Name,Subject,Status,Opened", "J,Jan,Jansen,x,Nieuw,3-11-26",
         "report1764"),
        ("Contactpersoon-ID,E-mail,Status,Prioriteit", "J,j@x.example,Bezig,Hoog", "Klantvragen"),
        ("Contact-id,Voornaam,Achternaam,E-mail,Status", "J,Jan,Jansen,j@x.example,Voltooid", "x"),
        ("Contact ID,Email,Status", "J,j@x.example,Hard bounce", "Export"),
        ("Email Address,First Name,Last Name,Contact ID,MEMBER_RATING", "j@x.example,Jan,J,J,2",
         "x"),
        ("Project-id,Project,Account-id,Startdatum,Einddatum,Status", "P,Week 47,A,1-1-26,7-1-26,x",
         "Uren per project"),
        ("Account-ID,Accountnaam,Soort,Straat,Postcode,Plaats", "A,Alfa,Werk,Kade 1,1234AB,Ede",
         "Adressen"),
        ("Account ID,Account Name,Type,Owner,Status", "A,Alfa,Te laat,K. Mol,Open",
         "Klachten per klant"),
        ("Project ID,Contact ID,Soort,Uren", "P,J,Uren,40", "x"),
        ("Serienr,Account ID,Contact ID,Active", "SN0,A,J,false", "x"),
        ("Nr.,Naam,Soort,Saldo,Geblokkeerd", "1000,Kas,Balans,5,Nee", "x"),
        ("No.,Name,Type,Base Unit of Measure,Blocked", "R01,Ka Ndidaat,Person,HOUR,No", "x"),
    ],
)  # fmt: skip
def test_where_little_is_known_one_sign_says_that_it_is_something_else(header, row, name):
    assert what(header, row, name=f"{name}.csv") is None


@pytest.mark.parametrize("name", ["lijst.csv", "Accounts.csv", "Bellijst klanten.csv"])
def test_an_account_does_not_get_the_telephone_number_of_somebody_there(name):
    header = "Klant-id,Klantnaam,Naam contact,Telefoon,Plaats"

    assert what(header, "A,Alfa,Jan Jansen,06 12345678,Ede", name=name) != "account"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("ID,FIRSTNAME,EMAIL,STATUS", "J,Jan,j@x.example,Item Updated"),
        ("ID,FIRSTNAME,EMAIL,ERROR", "J,Jan,kapot,INVALID_EMAIL_ADDRESS:Email: invalid address"),
        ("sf__Id,sf__Error,Id,Email", ",DUPLICATE_VALUE,J,j@x.example"),
        ("Id,Email,LastName,__Status,__Id,__Errors", "J,j@x.example,Bos,Failed,,Nee"),
        ("KAARTENBAK_KEY,Id,Email,LastName", "1-05-00001,J,j@x.example,Bos"),
        ("Id,LastName,Email,Success,Created,Errors", "J,Jansen,j@x.example,true,false,"),
    ],
)
def test_what_a_loader_answered_is_no_export(header, row):
    assert what(header, row) is None


def test_a_status_of_ones_own_is_no_sign_where_much_is_known():
    header = "Contact ID,First Name,Last Name,Email,Phone,Title,Status"

    assert what(header, "J,Jan,Jansen,j@x.example,0301,Hoofd,Gouden klant") == "contact"


def test_the_rows_between_of_a_report_are_no_keys_that_repeat():
    people = [
        f"Alfa,003fj00000AAA{n}1AAP,A,Jan,Jansen{n},j{n}@x.example,j{n}@x.example" for n in "ABCD"
    ]
    sums = ["Subtotaal,Aantal records,2,,,,"] * 2
    header = "Accountnaam,Contactpersoon-ID,Account-ID,Voornaam,Achternaam,E-mail,Gebruikersnaam"

    assert what(header, *people[:2], sums[0], *people[2:], sums[1]) == "contact"


@pytest.mark.parametrize(
    "header",
    [
        "Account ID,Account Name,First Name,Last Name,Title,Email,Phone",
        "Account ID,Full Name,Account Name,Phone,Email",
        "Account-id,Volledige naam,Accountnaam,Telefoon,E-mail",
        "FirstName,LastName,Email,AccountId",
        "Account-id,Accountnaam,Voornaam,Achternaam,E-mail",
        "Bedrijf,Voornaam,Achternaam,GSM,Postnr",
        "Firma,Vorname,Nachname,E-Mail-Adresse,Mobiltelefon",
    ],
)
@pytest.mark.parametrize("name", ["export.csv", "Contact.csv", "Account.csv"])
def test_people_without_a_key_of_their_own_are_no_accounts(header, name):
    row = ",".join("A" if "id" in one.lower() else "x" for one in header.split(","))

    assert what(header, row, name=name) == "contact"


def test_ids_that_repeat_are_references():
    rows = ["A,Alfa,9", "A,Alfa,8", "A,Alfa,7", "B,Beta,6", "B,Beta,5"]

    assert what("Account ID,Account Name,Waarde", *rows) is None
    assert what("Account ID,Account Name,Waarde", rows[0], rows[3]) == "account"


def test_what_salesforce_says_of_its_ids_counts_before_all_else():
    person_account = "Id,FirstName,LastName,Name,ContactId,CaseNumber,Subject"

    assert what(person_account, "A,Jan,Jansen,Jan Jansen,J,1,x") == "account"
    assert what("Id,CaseNumber,FirstName,LastName", "J,1,Jan,Jansen") == "contact"
    assert what("Id,FirstName,LastName,Email", "00Qfj00000AAAA1AAF,L,D,l@x.example") is None


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        ("Record ID - Contact,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,"
         "Associated Company,Associated Company IDs", "1,Jan,J,j@x.example,06,K,New,Alfa,2",
         "contact"),
        ("Record ID - Company,Company name,Phone Number,City,Industry", "2,Alfa,030,Utrecht,Bouw",
         "account"),
        ("(Do Not Modify) Contact,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,"
         "Full Name,Email,Company Name,Business Phone", "24fd290f-c43c,x,1-1-26,Jan J,j@x,Alfa,030",
         "contact"),
        ("(Do Not Modify) Account,(Do Not Modify) Row Checksum,Account Name,Main Phone,"
         "Primary Contact", "24fd290f-c43d,x,Alfa,030,Jan J", "account"),
        ("First Name,Middle Name,Last Name,Organization Name,Organization Title,E-mail 1 - Label,"
         "E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value", "Jan,,J,Alfa,HR,Work,j@x,Mobile,06",
         "contact"),
        ("Title,First Name,Last Name,Company,Department,Job Title,Business Street,Business City,"
         "Business Phone,Mobile Phone,E-mail Address", "Mr,Jan,J,Alfa,HR,Hoofd,Kade,Urk,1,2,j@x",
         "contact"),
        ("Kontakt-ID,Vorname,Nachname,E-Mail,Mobil", "J,Jan,J,j@x,0170", "contact"),
        ("Nr.,Name,E-Mail,Firmennr.,Gesperrt", "KT1,Jan J,j@x,F1,Ja", "bc_contact"),
        ("Voornaam,Naam,Straat,Nr,Postnr,Gemeente,GSM,E-mail", "Jan,J,Kade,7,1000,Brussel,04,j@x",
         "contact"),
    ],
    ids=["hubspot", "hubspot_company", "dynamics", "dynamics_account", "google", "outlook",
         "salesforce_german", "business_central_german", "belgian_list"],
)  # fmt: skip
def test_exports_of_other_products_are_recognised(header, row, name):
    assert what(header, row) == name


@pytest.mark.parametrize(
    ("name", "header", "row"),
    [
        ("contact", "Contact ID,Salutation,First Name,Last Name,Account ID,Account Name,Title,"
         "Email,Lead Source,Last Activity,Created By,Contact Owner,Reports To",
         "J,Mr,Jan,J,A,Alfa,x,j@x,Web,1-1-26,K,K,P"),
        ("contact", "Contact ID,Contact ID 18,First Name,Last Name,Owner ID,Individual ID",
         "J,J,Jan,J,U,0PK1"),
        ("contact", "Contactpersoon-id,Voornaam,Achternaam,Campagne,Opmerkingen,Prioriteit",
         "J,Jan,J,Kerst,x,Hoog"),
        ("contact", "Id,Name,Email,Account.Name,Level__c,Case__c,Opportunity__c",
         "J,Jan,j@x,Alfa,1,5,6"),
        ("contact", "Contact ID,Last Name,Debiteurnummer,Klantnummer,LinkedIn ID,Email ID",
         "J,J,1,2,lk1,j@x"),
        ("account", "Account ID,Account Name,Rating,Last Activity,Industry,Contactpersoon",
         "A,Alfa,Hot,1-1-26,Bouw,Jan"),
        ("account", "Klant-id,Klantnaam,Betalingsconditiecode,Debiteurnummer,Plaats",
         "A,Alfa,30D,1,Urk"),
        ("relation", "Account ID,Account Name,Contact ID,First Name,Last Name,Roles,Direct",
         "A,Alfa,J,Jan,J,x,1"),
        ("portal_user", "User ID,Username,Email,First Name,Last Name,Profile,Active,Contact ID",
         "U,j@x,j@x,Jan,J,Portal,1,J"),
        ("project", "Project: Project Name,Project: ID,Account: Account ID,Status,Start Date",
         "P1,a0P1,A,Open,1-1-26"),
        ("project", "Projectnummer,Projectnaam,Klant,Begindatum,Consultant,Uurtarief",
         "P1,Bouw,A,1-1-26,Jan,90"),
        ("bc_contact", "Nr.,Type,Naam,Bedrijfsnr.,Voornaam,Achternaam,Functie,E-mail,Plaats",
         "CT1,Persoon,Jan J,C1,Jan,J,Hoofd,j@x,Urk"),
    ],
)  # fmt: skip
def test_columns_that_we_do_not_keep_do_no_harm(name, header, row):
    assert what(header, row) == name


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("contact", "Contact ID,Username,Email,First Name,Last Name,Active,Last Login"),
        ("portal_user", "Id,Username,ContactId,Email,IsActive,FirstName,LastName,LastLoginDate"),
        ("relation", "Id,Account ID,Contact ID,Active,Email Bounced Date"),
    ],
)
def test_fields_that_others_have_too_do_not_say_what_a_file_is(name, header):
    assert what(header) == name


def test_a_name_of_another_object_speaks_against():
    assert what("Id,FirstName,LastName,Email", "1,Jan,Jansen,j@x.example", name="Lead.csv") is None
    assert what("Id,FirstName,LastName,Email", "1,Jan,J,j@x.example", name="leden.csv") == "contact"


@pytest.mark.parametrize("name", ["Training__c.csv", "ns__Deelname__c.csv", "Foo__mdt.csv"])
def test_a_custom_object_is_no_account_or_contact(name):
    assert what("Id,Name,Email__c,Account__c,Status__c", name=name) is None
    assert (
        what("Id,Name,Email__c,Account__c,Status__c", "a0A000000000001,T,x,A,y", name=name) is None
    )


@pytest.mark.parametrize("name", ["Lead.csv", "ContactRequest.csv", "Contact Point.csv", "X.csv"])
def test_a_table_without_rows_among_others_is_what_its_name_says_alone(name):
    assert what("Id,FirstName,LastName,Email", name=f"WE.zip: {name}", packed=True) is None
    assert what("Id,LastName", name="WE.zip: Contact.csv", packed=True) == "contact"


def test_approvals_are_known_by_their_cells_whatever_the_object_is_called():
    header = "Id,Name,Project__c,Contact__c,Type__c"

    assert (
        what(header, "a0B000000000001,1,a0A000000000001,J,Uren", name="Tekenaar__c.csv")
        == "approval"
    )
    assert what(header, "a0B000000000001,1,a0A000000000001,J,Hoofd", name="Lid__c.csv") is None
