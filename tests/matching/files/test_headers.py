"""A folder of exports that lacks what matching needs is refused: columns, ids, ids of one's own."""

import pytest

from dq.errors import Invalid
from dq.matching.files import match as files
from dq.matching.files.headers import mapping

PEOPLE = "Id,AccountId,FirstName,LastName\nc1,a1,Jan,Bos\nc2,a1,Els,Vos\n"
ACCOUNTS = "Id,Name\na1,Firma BV\na2,Vis BV\n"


def match(tmp_path, contacts=PEOPLE, accounts=ACCOUNTS, kind="contact"):
    for name, text in (("contacts.csv", contacts), ("accounts.csv", accounts)):
        (tmp_path / name).write_text(text, "utf-8")
    return files.run(tmp_path, None, tmp_path / "p.txt", tmp_path / "g.txt", kind=kind)


def refusal(tmp_path, **given):
    with pytest.raises(Invalid) as error:
        match(tmp_path, **given)
    return str(error.value)


def test_a_folder_with_both_is_read(tmp_path):
    assert match(tmp_path) == (0, 0)
    assert match(tmp_path, kind="account") == (0, 0)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"contacts": PEOPLE.replace("Id,A", "Wat,A")}, "ids; it has: Wat, AccountId, FirstName"),
        ({"contacts": "Id,Mail\nc1,jan@bos.example\n"}, "names; it has: Id, Mail"),
        ({"contacts": "c1;Jan;Bos\nc2;Els;Vos\n"}, "ids; it has: c1, Jan, Bos"),
        ({"accounts": ACCOUNTS.replace("Id", "Wat")}, "ids; it has: Wat, Name"),
        ({"accounts": ACCOUNTS.replace("Name", "Label"), "kind": "account"}, "names; it has"),
    ],
    ids=["no_ids", "no_names", "no_header", "no_ids_of_accounts", "no_names_of_accounts"],
)
def test_a_file_without_ids_or_names_is_refused(tmp_path, given, words):
    said = refusal(tmp_path, **given)
    assert words in said
    assert ("accounts.csv" if "accounts" in given else "contacts.csv") in said


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"contacts": PEOPLE + "c1,a1,Piet,Mol\n"}, "contacts.csv has the id c1 more than once"),
        ({"contacts": PEOPLE + ",a1,Piet,Mol\n"}, "no id in column Id for 1 of its rows"),
        ({"contacts": PEOPLE + "#N/A,a1,Piet,Mol\n,,Jo,\n"}, "no id in column Id for 2 of"),
        ({"accounts": ACCOUNTS + "a2,Mol BV\n"}, "accounts.csv has the id a2 more than once"),
        ({"accounts": ACCOUNTS + ",Mol BV\n", "kind": "account"}, "accounts.csv has no id in"),
    ],
    ids=["double", "empty", "two_empty", "double_account", "empty_account"],
)
def test_a_record_without_an_id_of_its_own_is_refused(tmp_path, given, words):
    assert words in refusal(tmp_path, **given)


def test_rows_that_are_wholly_empty_are_left_out(tmp_path):
    assert match(tmp_path, contacts=PEOPLE + ",,,\n,,,\n") == (0, 0)
    assert len(files.records(tmp_path, "contact")) == 2


def test_contacts_do_not_matter_to_accounts(tmp_path):
    assert match(tmp_path, contacts="Wat?\n1\n", kind="account") == (0, 0)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("c1,Piet", "people.csv has the id c1 more than once in column ID"),
        (",Piet", "people.csv has no id in column ID for 1 of its rows"),
    ],
)
def test_ids_in_a_file_of_ones_own_are_looked_at_too(tmp_path, row, words):
    people = tmp_path / "people.csv"
    people.write_text(f"ID,Naam\nc1,Jan\nc2,Els\n{row}\n", "utf-8")
    with pytest.raises(Invalid, match=words):
        files.run(people, "surname=Naam", tmp_path / "p", tmp_path / "g")


@pytest.mark.parametrize(
    "header",
    [
        "Contact ID,Account Name,Voornaam,Achternaam",
        "Contactpersoon-id,Klantnaam,Roepn.,Achtern.",
        "Kontakt-ID,Firmenname,Vorname,Nachname",
    ],
)
def test_a_file_is_read_under_every_header_that_uploads_know(tmp_path, header):
    people = f"{header}\nc1,Firma BV,Jan,Bos\n"
    match(tmp_path, contacts=people)
    [found] = files.records(tmp_path, "contact").to_pylist()
    assert (found["id"], found["first_name"], found["last_name"]) == ("c1", "Jan", "Bos")
    assert found["account_id"] == "Firma BV"


def test_a_customer_counts_by_its_key_before_its_name(tmp_path):
    match(tmp_path, contacts="Id,Account Name,Account ID,Last Name\nc1,Firma BV,a1,Bos\n")
    assert files.records(tmp_path, "contact")["account_id"].to_pylist() == ["a1"]


def test_a_last_name_counts_before_a_whole_one(tmp_path):
    match(tmp_path, contacts="Id,Name,FirstName,LastName\nc1,Jan Bos,Jan,Bos\n")
    assert files.records(tmp_path, "contact")["last_name"].to_pylist() == ["Bos"]


def test_relations_are_not_taken_for_accounts(tmp_path):
    (tmp_path / "AccountContactRelation.csv").write_text("Id,ContactId\nr1,c1\n", "utf-8")
    assert match(tmp_path, kind="account") == (0, 0)


@pytest.mark.parametrize("nothing", ["#N/A", "#N/B", "\\N"])
def test_what_says_that_a_cell_is_empty_is_no_value(tmp_path, nothing):
    match(tmp_path, contacts=PEOPLE.replace("Jan", nothing))
    assert files.records(tmp_path, "contact")["first_name"].to_pylist() == [None, "Els"]


@pytest.mark.parametrize("whole", ["Name", "Naam", "Full Name", "Volledige naam", "Contact Name"])
def test_a_whole_name_is_neither_a_surname_nor_a_customer(whole):
    given = ["Id", "FirstName", "LastName", whole, "Account Name"]
    found = mapping(given, "contact", "contacts.csv")
    assert (found["last_name"], found["account_id"]) == ("LastName", "Account Name")
    assert "account_id" not in mapping(given[:4], "contact", "contacts.csv")
    with pytest.raises(Invalid, match="no column with names"):
        mapping(["Id", whole, "Account Name"], "contact", "contacts.csv")
