"""However a company's data is written, the same is found in it, to the letter."""

import csv
import io
import zipfile
from datetime import date
from random import Random

import openpyxl
import pytest
import template

from dq import intake
from dq.intake.landing import load
from dq.judging import judge

# Per field its header as the API, Dutch, English and German reports call it.
HEADERS = {
    "accounts": {
        "id": ("Id", "Account-id", "Account ID", "Account-ID"),
        "name": ("Name", "Accountnaam", "Account Name", "Accountname"),
        "phone": ("Phone", "Telefoon", "Phone", "Telefon"),
        "street": ("BillingStreet", "Factuuradres straat", "Billing Street",
                   "Rechnungsanschrift Straße"),
        "postal_code": ("BillingPostalCode", "Factuuradres postcode", "Billing Zip/Postal Code",
                        "Rechnungsanschrift Postleitzahl"),
        "city": ("BillingCity", "Factuuradres plaats", "Billing City", "Rechnungsanschrift Ort"),
    },
    "contacts": {
        "id": ("Id", "Contactpersoon-id", "Contact ID", "Kontakt-ID"),
        "account_id": ("AccountId", "Account-id", "Account ID", "Account-ID"),
        "first_name": ("FirstName", "Voornaam", "First Name", "Vorname"),
        "middle_name": ("MiddleName", "Tussenvoegsel", "Middle Name", "Zweiter Vorname"),
        "last_name": ("LastName", "Achternaam", "Last Name", "Nachname"),
        "title": ("Title", "Functie", "Title", "Position"),
        "email": ("Email", "E-mailadres", "Email", "E-Mail-Adresse"),
        "phone": ("Phone", "Telefoon", "Business Phone", "Telefon"),
        "mobile": ("MobilePhone", "GSM", "Mobile", "Mobil"),
        "username": ("Username__c", "Gebruikersnaam", "Username", "Benutzername"),
        "status": ("Status__c", "Contactpersoon status", "Status", "Kontaktstatus"),
        "successor_id": ("Successor__c", "Opvolger", "Successor", "Nachfolger"),
        "created": ("CreatedDate", "Aangemaakt op", "Created Date", "Erstellungsdatum"),
    },
    "relations": {
        "id": ("Id", "Relatie-id", "Account Contact Relationship ID", "Beziehungs-ID"),
        "account_id": ("AccountId", "Account-id", "Account ID", "Account-ID"),
        "contact_id": ("ContactId", "Contactpersoon-id", "Contact ID", "Kontakt-ID"),
        "active": ("IsActive", "Actief", "Active", "Aktiv"),
        "start_date": ("StartDate", "Begindatum", "Start Date", "Startdatum"),
    },
    "bc": {
        "id": ("No.", "Nr.", "No.", "Nr."),
        "salesforce_id": ("Salesforce ID", "Externe ID", "External ID", "Externe ID"),
        "name": ("Name", "Naam", "Name", "Name"),
        "email": ("E-Mail", "E-mail", "Email", "E-Mail"),
        "blocked": ("Blocked", "Geblokkeerd", "Blocked", "Gesperrt"),
    },
}  # fmt: skip
KEYS = {"A": "001fj00000MKP{}H", "C": "003fj00000AAA{}1", "R": "07kfj00000AAA{}1"}


def key(kind, number):
    return KEYS[kind].format("abcdefghijklmnopqrstuvwxyz"[number])


def company():
    """A company with something wrong in many ways."""
    names = ["Zoë Müller", "Jan Jansen", "J. Jansen", "Piet Vries", "Els Smit", "Ali Öz", "Bo Ek"]
    emails = ["zoe@alfa.example", "jan@alfa.example", "jan@alfa.example", "Piet <piet@b.example>",
              "info@gmial.com", "", "bo@beta.example"]  # fmt: skip
    contacts = []
    for number, (name, email) in enumerate(zip(names, emails, strict=True)):
        first, last = name.split()
        contacts.append(
            {
                "id": key("C", number),
                "account_id": key("A", number % 3) if number != 5 else key("A", 20),
                "first_name": first,
                "middle_name": "de" if first == "Piet" else "",
                "last_name": last,
                "title": "" if number == 4 else 'Planner; "inkoop", \'s avonds',
                "email": email,
                "phone": "030-2345678 tst. 12" if number else "nog vragen",
                "mobile": "0612345678",
                "username": email if number != 1 else "bo@beta.example",
                "status": "Uit dienst" if number == 6 else "Actief",
                "successor_id": "",
                "created": "2026-11-25" if number else "2026-03-04",
            }
        )
    accounts = [
        {"id": key("A", n), "name": name, "phone": "0301234567", "street": "Kade 1\nhal 2",
         "postal_code": "3511 AB", "city": "Utrecht"}
        for n, name in enumerate(["Alfa B.V.", "Bèta & Zn", "Alfa BV"])
    ]  # fmt: skip
    relations = [
        {"id": key("R", n), "account_id": key("A", n % 3), "contact_id": key("C", n % 5),
         "active": "true", "start_date": "2026-02-13" if n else "2026-02-03"}
        for n in range(6)
    ]  # fmt: skip
    bc = [
        {"id": f"KT{n}", "salesforce_id": key("C", n), "name": names[n],
         "email": "anders@alfa.example", "blocked": "true" if n == 2 else "false"}
        for n in range(7)
    ]  # fmt: skip
    return {"accounts": accounts, "contacts": contacts, "relations": relations, "bc": bc}


WORDS = {"true": ("true", "Ja", "1", "Ja"), "false": ("false", "Nee", "0", "Nein")}


def written(rows, headers, language, rng, order):
    """A table in one language, its columns and rows in any order."""
    fields = list(headers)
    rng.shuffle(fields)
    rows = rng.sample(rows, len(rows))
    table = [[headers[field][language] for field in fields]]
    for row in rows:
        cells = []
        for field in fields:
            cell = WORDS.get(row[field], [row[field]] * 4)[language]
            if field in ("created", "start_date") and order != "iso":
                year, month, day = cell.split("-")
                cell = f"{day}-{month}-{year}" if order == "day" else f"{month}/{day}/{year}"
            cells.append(cell)
        table.append(cells)
    return table


def text(table, delimiter, line, quoting):
    found = io.StringIO(newline="")
    csv.writer(found, delimiter=delimiter, lineterminator=line, quoting=quoting).writerows(table)
    return found.getvalue()


def workbook(table):
    book = openpyxl.Workbook()
    for row in table:
        book.active.append([cell or None for cell in row])
    found = io.BytesIO()
    book.save(found)
    return found.getvalue()


def files(rng):
    """The company's files, each written in its own way: names and bytes."""
    packed, loose = [], []
    for name, rows in company().items():
        language = rng.randrange(4)
        order = rng.choice(["iso", "day", "month"])
        table = written(rows, HEADERS[name], language, rng, order)
        kind = rng.choice(["csv", "csv", "csv", "txt", "xlsx"])
        if kind == "xlsx":
            content = workbook(table)
        else:
            encoding = rng.choice(["utf-8", "utf-8-sig", "cp1252", "utf-16"])
            quoting = rng.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
            line = rng.choice(["\n", "\r\n"])
            content = text(table, rng.choice(",;\t|"), line, quoting).encode(encoding)
        (packed if rng.random() < 0.3 else loose).append((f"{name}.{kind}", content))
    if packed:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as target:
            for name, content in packed:
                target.writestr(name, content)
        loose.append(("rest.zip", archive.getvalue()))
    rng.shuffle(loose)
    return loose


def plain():
    """The files as Data Loader writes them."""
    return [
        (
            f"{name}.csv",
            text(
                [[headers[0] for headers in HEADERS[name].values()], *(r.values() for r in rows)],
                ",",
                "\n",
                csv.QUOTE_ALL,
            ).encode(),
        )
        for name, rows in company().items()
    ]


def found(folder, given):
    """What is found in these files: every finding, and every pair of duplicates."""
    db = template.fresh()
    named = []
    for number, (name, content) in enumerate(given):
        path = folder / str(number)
        path.write_bytes(content)
        named.append((name, path))
    batch = intake.read(db, named)
    assert (batch.refused, batch.aside) == ([], [])
    assert [(sheet.problem, sheet.unknown, sheet.rejects) for sheet in batch.sheets] == [
        (None, [], [])
    ] * len(batch.sheets)
    load.run(db, load.Load(batch, date(2026, 11, 23)), "test")
    judge.refresh(db)
    rows = db.execute(
        "select check_id, record_kind, record_id, other_id, detail from finding order by all"
    ).fetchall()
    pairs = db.execute("select * from pair order by all").fetchall()
    tables = [
        db.execute(f"select * from upstream.{name} order by all").fetchall()
        for name in ("account", "contact", "relation", "bc_contact")
    ]
    db.close()
    return rows, pairs, tables


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    return found(tmp_path_factory.mktemp("plain"), plain())


def test_there_is_much_to_find(expected):
    checks = {row[0] for row in expected[0]}

    assert len(checks) >= 10
    assert expected[1]


@pytest.mark.parametrize("seed", range(20))
def test_the_same_is_found_however_it_is_written(expected, tmp_path, seed):
    assert found(tmp_path, files(Random(seed))) == expected
