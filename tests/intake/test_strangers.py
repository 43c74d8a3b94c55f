"""What only looks like ours: names where keys are expected, and rows of something else."""

import pytest

from dq.errors import Invalid
from dq.intake import vocabulary

A1, A2 = "001fj00000MKPaHAAX", "001fj00000MKPbUAAX"
C1, C2 = "003fj00000AAAA1AAP", "003fj00000AAAA2AAP"
ACCOUNTS = f"Id,Name,Phone\n{A1},Alfa BV,030 1234567\n{A2},Beta BV,030 7654321\n"
CONTACTS = (
    "Id,AccountId,FirstName,LastName,Email,Status__c\n"
    f"{C1},{A1},Jan,Jansen,jan@alfa.example,Actief\n{C2},{A2},Els,Mol,els@beta.example,Actief\n"
)


@pytest.fixture
def filled(upload):
    upload.load(Account=ACCOUNTS, Contact=CONTACTS)
    return upload


def kept(upload):
    return [upload.rows(f"{schema}.{name}") for schema in ("main", "upstream")
            for name in ("account", "contact")]  # fmt: skip


# A file as it is called, its header and two rows; none of it is an account or a contact.
STRANGERS = {
    "auto": (f"Kenteken;Account ID;Account Name;Merk\nXX-12-YY;{A1};Alfa nieuw;Opel\n"
             f"XX-13-YY;{A2};Beta nieuw;Opel\n"),
    "deelnemers": ("Deelnemernummer;Contactpersoon-id;Voornaam;Achternaam;Status\n"
                   f"D1;{C1};Jan;Jansen;Geslaagd\nD2;{C2};Els;Mol;Gezakt\n"),
    "orderregels": (f"Orderregel;Account ID;Account Name;Aantal\nOR-1;{A1};Alfa;4\n"
                    f"OR-2;{A1};Alfa;5\n"),
    "nieuwsbrief": (f"Nieuwsbrief;Contact ID;First Name;Last Name;Email\nMei;{C1};Jan;Bos;n@x.nl\n"
                    f"Juni;{C1};Jan;Bos;n@x.nl\n"),
    "lijst": (f"Account ID;Voorletters;Achternaam;Account Name;Phone\n{A1};J.;Jansen;Alfa;06 1\n"
              f"{A2};E.;Mol;Beta;06 2\n"),
    "kerstkaarten": (f"Account ID;Aanhef;Naam;Adres;Plaats\n{A1};Dhr;Jan Bos;Kade 1;Utrecht\n"
                     f"{A2};Mw;Els Mol;Weg 2;Zwolle\n"),
    "mensen": (f"Account ID;Full Name;Account Name;Email\n{A1};Jan Bos;Alfa;j@x.nl\n"
               f"{A2};Els Mol;Beta;e@x.nl\n"),
    "bezoekers": ("Contactpersoon;E-mail;Telefoon;Functie\nJan Bos;j@x.nl;030;Chef\n"
                  "Els Mol;e@x.nl;030;Chef\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGERS)
def test_rows_of_something_else_change_nothing_and_are_told(filled, name):
    before = kept(filled)
    batch = filled.read(**{name: STRANGERS[name]})
    with pytest.raises(Invalid, match=name):
        filled.carry_out(batch)
    assert kept(filled) == before


def references():
    """Every field that names another record, by every header that may as well be of its name."""
    for name, thing in vocabulary.objects().items():
        for field, aliases in thing.fields.items():
            if field != "id" and vocabulary.kind(field, name) == "key":
                yield from ((name, field, alias) for alias in aliases)


@pytest.mark.parametrize(("name", "field", "alias"), list(references()))
def test_a_column_with_names_is_no_reference(name, field, alias, upload):
    """Whatever it is called: it is kept out, or the file is refused in words."""
    thing = vocabulary.objects()[name]
    needs = {need: f"{vocabulary.usual(name, need)}" for need in ("id", *thing.needs)}
    headers = [header for need, header in needs.items() if need != field] + [alias]
    rows = [
        [*(f"{need[:2]}00{n}" for need in needs if need != field), value]
        for n, value in enumerate(["Jan van Dam", "Els Mol", "Alfa Bouw BV"])
    ]
    text = "\n".join(";".join(row) for row in [headers, *rows])
    stem = next(iter(sorted(thing.files)), name)
    batch = upload.read(**{stem: text})
    for sheet in batch.sheets:
        assert sheet.object is None or sheet.mapping.get(alias) != field


def test_a_customer_list_with_a_contact_person_holds_accounts(filled):
    """Whatever it is called: a name is nobody's key."""
    text = f"Klant-id;Klantnaam;Contactpersoon\n{A1};Alfa BV;Jan Bos\n{A2};Beta BV;Els Mol\n"
    batch = filled.read(contactpersonen=text)
    assert [sheet.object for sheet in batch.sheets] == ["account"]
    filled.carry_out(batch)
    assert [id for id, *_ in filled.rows("main.contact")] == [C1, C2]


def test_names_where_ids_are_needed_are_told(upload):
    with pytest.raises(Invalid, match="has names in Account, Contactpersoon where ids are needed"):
        upload.load(relaties="Account;Contactpersoon;Rollen\nAlfa BV;Jan Bos;Chef\n")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Id,LastName,Email", "The row repeats the header."),
        ("ID,lastname,email", "The row repeats the header."),
        ("Count,2,", "Count is no key like those of the other rows"),
        ("Subtotaal,3,", "Subtotaal is no key like those of the other rows"),
    ],
)
def test_a_row_between_that_is_no_record_is_rejected_with_its_reason(upload, row, reason):
    text = f"Id,LastName,Email\n{C1},Een,a@x.nl\n{row}\n{C2},Twee,b@x.nl\n"
    batch = upload.load(contacts=text)
    [reject] = batch.sheets[0].rejects
    assert reject.line == 3 and str(reject).startswith(reason)
    assert [id for (id,) in upload.rows("main.contact", "id")] == [C1, C2]


@pytest.mark.parametrize("place", range(4))
def test_a_row_with_a_separator_too_many_is_never_loaded_shifted(upload, place):
    """Wherever the key stands: one comma more in a name left of it moves it."""
    headers = ["Name", "Phone", "BillingCity"]
    headers.insert(place, "Id")
    rows = []
    for n, id in enumerate([A1, A2, "001fj00000MKPcUAAX"]):
        cells = [f"Firma {n}", f"030 123456{n}", "Zwolle"]
        cells.insert(place, id)
        rows.append(cells)
    rows[1][headers.index("Name")] = "Beta, BV"  # without its quotation marks
    rows[1][-1] = ""
    text = "\n".join(",".join(row) for row in [headers, *rows])
    batch = upload.load(accounts=text + "\n")
    loaded = upload.rows("main.account", "id")
    assert {id for (id,) in loaded} <= {A1, A2, "001fj00000MKPcUAAX"}
    if place > headers.index("Name"):
        assert len(loaded) == 2 and len(batch.sheets[0].rejects) == 1
