"""What looks like ours and is something else is asked about or left aside; what is ours loads."""

import io
import zipfile

import openpyxl
import pytest

from dq import intake
from dq.errors import Invalid
from dq.intake.landing import doubts

A = [f"001900000000{n:03d}AAA" for n in range(30)]
C = [f"003900000000{n:03d}AAA" for n in range(30)]


def table(header, rows):
    return "\n".join([header, *(";".join(row) for row in rows)]) + "\n"


ACCOUNTS = table("Id;Name", [(A[n], f"Bedrijf {n}") for n in range(30)])
CONTACTS = table(
    "Id;AccountId;FirstName;LastName;Email;MobilePhone",
    [
        (C[n], A[n], "Jan", f"Jansen{n}", f"j{n}@x.example", f"06 1234567{n % 10}")
        for n in range(30)
    ],
)
RELATIONS = table(
    "Id;AccountId;ContactId;IsActive;IsDirect",
    [(f"07k900000000{n:03d}AAA", A[n], C[n], "1", "1") for n in range(30)],
)
USERS = table(
    "Id;Username;ContactId;LastLoginDate;IsActive",
    [(f"005900000000{n:03d}AAA", f"j{n}@x.example", C[n], "2026-11-01", "1") for n in range(30)],
)


@pytest.fixture
def filled(upload):
    upload.load(Account=ACCOUNTS, Contact=CONTACTS, AccountContactRelation=RELATIONS, User=USERS)
    return upload


def said(upload, batch):
    return [doubt.message for doubt in doubts.of(upload.db, batch)]


@pytest.mark.parametrize(
    "name", ["Gerelateerde personen", "Gerelateerde accounts", "Related contacts",
             "Contactpersoonrelaties", "relaties"],
)  # fmt: skip
@pytest.mark.parametrize(
    "header", ["Account-id;Accountnaam;Contactpersoon-id;Naam",
               "Klant: Account-id;Accountnaam;Contactpersoon: Contactpersoon-id;Achternaam"],
)  # fmt: skip
def test_who_is_related_to_an_account_is_no_card(filled, name, header):
    rows = [(A[n], f"Bedrijf {n}", C[n + 5], f"Jansen{n + 5}") for n in range(8)]
    [sheet] = filled.read(**{name: table(header, rows)}).sheets
    assert (sheet.object, sheet.counts.new) == ("relation", 8)


LISTS = {
    "names of accounts": ("raam", table("Naam;Account-id",
                                        [(f"Raam {n}", A[n]) for n in range(4)])),
    "another status": ("stand", table("Contact-ID;Achternaam;Status",
                                      [(C[n], f"Jansen{n}", "Inactief") for n in range(4)])),
    "another account": ("plek", table("Contact-ID;Naam;Account-ID",
                                      [(C[n], f"Jansen{n}", A[n + 3]) for n in range(4)])),
    "another address": ("post", table("Contact-ID;Achternaam;E-mail",
                                      [(C[n], f"Jansen{n}", "p@x.example") for n in range(4)])),
    "users off": ("lijst", table("Username;Contact ID;Actief",
                                 [(f"j{n}@x.example", C[n], "Nee") for n in range(4)])),
}  # fmt: skip


@pytest.mark.parametrize("what", LISTS)
def test_a_small_list_that_changes_what_records_are_known_by_is_asked_about(filled, what):
    name, text = LISTS[what]
    batch = filled.read(**{name: text})
    asked = [one.maybe for one in batch.aside if one.maybe]
    assert asked or doubts.IDENTITY in said(filled, batch)


def test_who_logged_in_is_no_doubt(filled):
    batch = filled.read(User=USERS.replace("2026-11-01", "2026-11-20"))
    assert (batch.sheets[0].counts.changed, said(filled, batch)) == (30, [])


@pytest.mark.parametrize("object", ["project", "approval"])
def test_keys_of_another_custom_object_are_none_of_ours(upload, object):
    header, row = {
        "project": ("Id;Name;AccountId;Status", lambda key: (key, "Brug", A[0], "Actief")),
        "approval": ("Id;ProjectId;ContactId;Kind", lambda key: (key, "a0B1", C[0], "Uren")),
    }[object]
    name = {"project": "Projecten", "approval": "Goedkeuringen"}[object]
    upload.load(**{name: table(header, [row("a0B9X0000000001AAA")])})
    batch = upload.read(**{f"{name} oud": table(header, [row("a0X9X0000000001AAA")])})
    assert [sheet.object for sheet in batch.sheets] == [None]


def test_keys_of_something_else_in_a_reference_are_asked_about(filled):
    swapped = table("Account-id;Contactpersoon-id;Rol", [(C[n], A[n], "x") for n in range(5)])
    assert set(said(filled, filled.read(relaties=swapped))) >= {doubts.STRANGERS}
    cases = CONTACTS.replace(A[0], "5009X0000000001AAA").replace(A[1], "5009X0000000002AAA")
    assert said(filled, filled.read(Contact=cases)) == [doubts.STRANGERS]


@pytest.mark.parametrize("content", ["", "<html>Session expired</html>", "Bestand,stuk\n1,2\n"])
@pytest.mark.parametrize("name", ["Contact", "Account", "User", "AccountContactRelation"])
def test_a_broken_table_of_ours_is_told_among_any_others(upload, name, content):
    tables = {"Contact": CONTACTS, "Account": ACCOUNTS, "User": USERS,
              "AccountContactRelation": RELATIONS, "Case": "Id,CaseNumber\n5001,1\n"}  # fmt: skip
    tables |= {f"Ding{n}__c": "Id,Name,Kleur__c\na9X1,x,rood\n" for n in range(12)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for one, text in (tables | {name: content}).items():
            archive.writestr(f"{one}.csv", text)
    path = upload.folder / "WE.zip"
    path.write_bytes(packed.getvalue())
    batch = intake.read(upload.db, [("WE.zip", path)])
    told = [str(error) for _, error in batch.refused]
    told += [str(sheet.problem) for sheet in batch.sheets if sheet.problem]
    assert len(told) == 1 and f"{name}.csv" in told[0]


def test_what_was_left_out_once_is_missing_still_after_a_small_list(filled):
    few = table("Id;LastName", [(C[n], f"Jansen{n}") for n in range(3)])
    filled.load(bijgewerkt=few)
    other = CONTACTS.replace("MobilePhone", "Nummer mobiel")
    assert said(filled, filled.read(Contact=other)) == [doubts.LACKS]


def test_of_two_versions_the_newest_counts(upload):
    header = "Id;LastName;Title;LastModifiedDate"
    old = table(header, [(C[0], "Bos", "Oud", "2026-10-01")])
    new = table(header, [(C[0], "Bos", "Nieuw", "2026-11-01")])
    upload.load(archief=old, contacten=new)
    assert upload.rows("upstream.contact", "title") == [("Nieuw",)]


def test_merged_cells_hold_for_every_row(upload):
    book = openpyxl.Workbook()
    book.active.append(["Id", "AccountId", "LastName", "City"])
    for n in range(6):
        book.active.append([C[n], A[n // 3] if n % 3 == 0 else None, f"Jansen{n}", None])
    for first in (2, 5):
        book.active.merge_cells(f"B{first}:B{first + 2}")
    path = upload.folder / "contacten.xlsx"
    book.save(path)
    upload.carry_out(intake.read(upload.db, [(path.name, path)]))
    rows = upload.rows("upstream.contact", "account_id", "city")
    assert rows == [(A[0], None)] * 3 + [(A[1], None)] * 3


def test_the_one_column_with_keys_is_the_key_of_what_somebody_says_it_is(filled):
    text = table(
        "sf_contact;naam;mail", [(C[n], f"Jansen{n}", f"j{n}@x.example") for n in range(9)]
    )
    [sheet] = filled.read(said={"dump.csv": "contact"}, dump=text).sheets
    assert (sheet.mapping["sf_contact"], sheet.counts.new) == ("id", 0)


def test_an_answer_is_of_files_of_that_name(filled):
    text = table("Account-ID;Contact-ID;Rol", [(A[0], C[1], "x")])
    filled.carry_out(filled.read(said={"samenhang.csv": "relation"}, samenhang=text))
    assert filled.read(**{"samenhang 2026-12": text}).of("relation")
    [one] = filled.read(licentiehouder=text).aside
    assert one.maybe == "relation"


def test_what_is_nothing_is_not_asked_again(filled):
    text = table("Account-ID;Contact-ID;Rol", [(A[0], C[1], "x")])
    batch = filled.read(said={"samenhang.csv": None}, samenhang=text, Account=ACCOUNTS)
    filled.carry_out(batch)
    with pytest.raises(Invalid):
        filled.carry_out(filled.read(samenhang=text))
    assert filled.read(relaties=text).of("relation")
