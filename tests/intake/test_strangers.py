"""What only looks like ours: names where keys are expected, and rows of something else."""

import pytest

from dq.errors import Invalid
from dq.reading import vocabulary

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
    "rapport": (f"Contact ID;Email;Statut;Objet\n{C1};j@x.example;Ouvert;Question\n"
                f"{C2};e@x.example;Ouvert;Question\n"),
    "visites": (f"Account ID;Account Name;City;Date de visite\n{A1};Alfa;Lille;3-12-2026\n"
                f"{A2};Beta;Lille;4-12-2026\n"),
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


# A file as it is called, its header and rows, and what it holds: all of it is ours.
OURS = {
    "accounts": ("account", f"Id;Name;Contactnaam;Telefoon\n{A1};Alfa BV;Jan Bos;030\n"),
    "export": ("account", f"Account ID,Account Name,Contact Name,Phone\n{A1},Alfa,Jan Bos,030\n"),
    "Klanten": ("account", f"Klant-id;Klantnaam;Naam contactpersoon\n{A1};Alfa BV;Jan Bos\n"),
    "Kunden": ("account", f"Kunden-ID;Firmenname;Anrede;Ansprechpartner\n{A1};Alfa;Herr;Jan Bos\n"),
    "report17": ("contact", "Laatste activiteit,Contact-id,Voornaam,Achternaam\n"
                 f"2026-01-02,{C1},Jan,Bos\n2026-01-03,{C2},Els,Mol\n"),
    "fax": ("contact", f"Fax,Contact ID,First Name,Last Name\n030123,{C1},Jan,Bos\n"),
    "lijst": ("contact", f"Medewerkernummer;Contact ID;Voornaam;Achternaam\nM1;{C1};Jan;Bos\n"),
    "vest": ("account", f"Vestigingsnummer;Account ID;Account Name;Phone\n012;{A1};Alfa;030\n"),
    "klanten": ("account", "Klantid;Klantnaam\nACME;Acme BV\nBETA;Beta BV\n"),
    "personen": ("contact", "contactid;Voornaam;Achternaam\nJANBOS;Jan;Bos\nELSMOL;Els;Mol\n"),
    "relaties": ("relation", "Account;Contactpersoon;Rol\nACME;JANBOS;Chef\n"),
    "klanten2": ("account", "Id;Naam\nDEB-2024-999998;A\nDEB-2024-999999;B\nDEB-2024-1000000;C\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", OURS)
def test_a_file_of_ours_loads_whole_whatever_else_it_has(upload, name):
    holds, text = OURS[name]
    batch = upload.load(**{name: text})
    [sheet] = batch.sheets
    assert (sheet.object, sheet.rows, sheet.rejects) == (holds, text.count("\n") - 1, [])


def test_a_reference_by_a_key_of_capitals_stays(upload):
    upload.load(contacten="Id;Klant;Voornaam;Achternaam\n1;ACME;Jan;Bos\n")
    assert upload.rows("main.contact", "account_id") == [("ACME",)]


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


def test_a_known_key_is_one_whatever_the_others_are(upload):
    upload.load(contacts="Id,LastName\nbos,Bos\nmol,Mol\n")
    [sheet] = upload.load(contacts=f"Id,LastName\nbos,Bos\nmol,Mol\n{C1},Een\n{C2},Twee\n").sheets
    assert sheet.rejects == [] and sheet.rows == 4


# What only names records of ours: it may be ours, and nothing says so.
ASKED = {
    "Offertecontacten": ("relation", f"Account-ID;Contactpersoon-ID;Rol\n{A1};{C2};Beslisser\n"),
    "Rollen bij klanten": (
        "relation",
        f"Contactpersoon-id;Account-id;Rollen;Project\n{C1};{A2};Opdrachtgever;Bouw\n",
    ),
    "Wagens": ("relation", f"Account ID;Contact ID;Active;Merk\n{A1};{C2};false;Opel\n"),
    "Beurs": ("contact", f"Contact ID;Functie;Telefoon\n{C1};Bezoeker;0612345678\n"),
    "PortalLogins": ("contact", f"Username;Contact ID;IP\njan@x.example;{C1};1.2.3.4\n"),
    "Rechten": ("portal_user", "Gebruikersnaam;Licentie;Actief\njan@x.example;Portaal;Nee\n"),
    "Akkoord": ("approval", f"Project-ID;Contact-ID;Soort;Ronde\na0B1;{C1};Uren;2\n"),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_only_names_ours_is_asked_about(filled, name):
    object, text = ASKED[name]
    before = kept(filled)
    batch = filled.read(**{name: text})

    assert [(one.maybe, one.name) for one in batch.aside] == [(object, f"{name}.csv")]
    with pytest.raises(Invalid, match=f"{name}.*say what it holds"):
        filled.carry_out(batch)
    assert kept(filled) == before


@pytest.mark.parametrize("name", ASKED)
def test_what_was_asked_once_is_known_afterwards(filled, name):
    object, text = ASKED[name]
    filled.carry_out(filled.read(said={f"{name}.csv": object}, **{name: text}))

    [sheet] = filled.read(**{f"{name} 2": text}).sheets

    assert sheet.object == object


TOLD = {
    "by its name": ("relaties", f"Account-ID;Contactpersoon-ID;Rol\n{A1};{C2};Beslisser\n"),
    "by its key": ("lijst", f"Relatie-id;Account-ID;Contact-ID\n07k1;{A1};{C2}\n"),
    "by a field of its own": ("lijst", f"Account ID;Contact ID;Is Direct\n{A1};{C2};false\n"),
}


@pytest.mark.parametrize("how", TOLD)
def test_relations_are_told(filled, how):
    name, text = TOLD[how]
    [sheet] = filled.read(**{name: text}).sheets
    assert (sheet.object, sheet.counts.new) == ("relation", 1)
