"""What tells who somebody is, of what was ever on the card; and what is of others too."""

import json

import pytest
from traced import ID, OTHER, put

from dq.domain import everybody, person
from dq.domain.telling import telling
from dq.domain.telling.others import PLAIN

CARD = {
    "id": ID, "first_name": "Jan", "middle_name": "de", "last_name": "Reus", "account_id": "001A",
    "email": "jan@werk.example", "phone": "020-1234567", "mobile": "06-12345678", "version": 0,
}  # fmt: skip


@pytest.fixture
def filled(db):
    put(db, "main.contact", CARD)
    put(db, "main.account", {"id": "001A", "name": "Werk", "version": 0})
    return db


def of(db, besides=()):
    who = everybody.of(db, ID)
    return telling.of(db, who, person.rows(db, who), besides)


def other(db, id=OTHER, **card):
    put(db, "main.contact", {"id": id, "account_id": "001A", "version": 0, **card})


def package_row(db):
    old, fields = json.dumps({"email": "oud@x.example"}), json.dumps({"last_name": "Oudenaam"})
    put(db, "main.package_row", {"record_table": "contact", "record_id": ID, "old": old,
                                 "fields": fields, "key": "k", "package_id": 1})  # fmt: skip


def clash(db):
    put(db, "main.clash", {"id": "c", "record_table": "contact", "record_id": ID,
                           "field": "mobile", "theirs": "06-87654321", "version": 1})  # fmt: skip


def accepted(db):
    put(db, "main.accepted", {"id": "c", "record_table": "contact", "record_id": ID,
                              "field": "email", "theirs": '"oud@x.example"'})  # fmt: skip


def of_another(db):
    """A change of somebody else's card that names the person, and says nothing of them."""
    edit = {"table": "contact", "id": OTHER, "about": [OTHER, ID],
            "before": {"successor_id": None, "email": "oud@x.example"}, "after": {}}  # fmt: skip
    put(db, "main.change", {"id": 1, "edits": json.dumps([edit])})


def elsewhere(db):
    put(db, "upstream.contact", {"id": ID, "last_name": "Oudenaam", "email": "oud@x.example"})


def in_bc(db):
    put(db, "main.bc_contact", {"id": "CT1", "salesforce_id": ID, "name": "Reusje Jan"})


@pytest.mark.parametrize(
    ("fill", "text", "there"),
    [
        (package_row, "oud@x.example", True),
        (package_row, "Jan Oudenaam", True),
        (clash, "+31687654321", True),
        (accepted, "OUD@x.example", True),
        (elsewhere, "oud@x.example, J. Oudenaam", True),
        (in_bc, "reusje, jan", True),
        (of_another, "oud@x.example", False),
    ],
)
def test_what_was_once_theirs(filled, fill, text, there):
    fill(filled)
    assert of(filled).of(text) == ("theirs" if there else None)
    assert of(filled).of("Niemand, 06-11111111, iets@x.example") is None


@pytest.mark.parametrize(
    ("card", "text", "alone", "beside"),
    [
        ({"phone": "+31 20 1234567"}, "020-1234567", "theirs", None),
        ({"mobile": "+31612345678"}, "06-12345678", "theirs", "perhaps"),
        ({"email": "JAN@werk.example"}, "jan@werk.example", "theirs", "theirs"),
        ({"first_name": "Joost", "last_name": "Reus"}, "J. de Reus", "theirs", "perhaps"),
        ({"first_name": "Joost", "last_name": "Reus"}, "Jan de Reus", "theirs", "theirs"),
        ({"first_name": "Piet", "last_name": "Reus"}, "J. de Reus", "theirs", "theirs"),
        ({"first_name": "Piet", "last_name": "Reus"}, "de Reus", "theirs", "perhaps"),
        ({"first_name": "Jan", "last_name": "Reus"}, "Reus, Jan de", "theirs", "perhaps"),
        ({"last_name": "Reusel"}, "de Reus", "theirs", "theirs"),
    ],
)
def test_what_another_card_has_too(filled, card, text, alone, beside):
    assert of(filled).of(text, words=True, near=True) == alone
    other(filled, **card)
    assert of(filled).of(text, words=True, near=True) == beside
    assert of(filled, {OTHER}).of(text, words=True, near=True) == alone


@pytest.mark.parametrize("near", [True, False])
@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Afgestemd met De Reus", "theirs"),
        ("REUS is weg", "theirs"),
        ("een reus van een klus", "perhaps"),
        ("Reusachtig", None),
    ],
)
def test_a_last_name_that_is_a_word_has_a_capital(filled, text, verdict, near):
    assert of(filled).of(text, words=True, near=near) == verdict


def test_a_number_with_desks_behind_it_is_not_theirs_alone(filled):
    filled.execute("update contact set phone = '030-1234567' where id = ?", [ID])
    assert of(filled).of("030-1234567", words=True) == "theirs"
    other(filled, phone="030-1234567 tst 11")
    assert of(filled).of("030-1234567", words=True) is None


def test_an_address_of_many_or_of_a_general_card_is_not_theirs(filled):
    filled.execute("update contact set email = 'planning1@werk.example', username = 'info@x.nl'")
    assert of(filled).of("planning1@werk.example") == "theirs"
    assert of(filled).of("info@x.nl") is None
    other(filled, kind="general", last_name="Werk", email="Planning1@werk.example")
    assert of(filled).of("planning1@werk.example") is None
    filled.execute("delete from contact where id = ?", [OTHER])
    for number in range(3):
        other(filled, f"003X{number}", email="planning1@werk.example")
    assert of(filled).of("planning1@werk.example") is None


def test_the_name_of_a_mailbox_or_a_company_is_nobodys(filled):
    filled.execute("update contact set first_name = null, last_name = 'Planning'")
    assert of(filled).of("vraag de planning", words=True) is None
    filled.execute("update contact set last_name = 'Werk'")
    assert of(filled).of("Werk belde", words=True, near=True) == "perhaps"


def test_what_others_cards_have_is_listed_with_whose_they_are(filled):
    other(filled, first_name="Eva", last_name="Bos", title="Vervangt De Reus",
          mobile="0031 612345678", phone="020 1234567")  # fmt: skip
    put(filled, "main.account", {"id": "001B", "name": "Jan de Reus Advies", "version": 0})
    found = {(one.id, one.field, one.name) for one in of(filled).elsewhere}
    assert found == {
        (OTHER, "title", "Eva Bos"),
        (OTHER, "mobile", "Eva Bos"),
        ("001B", "name", "Jan de Reus Advies"),
    }


def spelt(db, first, last):
    db.execute(
        "update contact set first_name = ?, last_name = ?, middle_name = null", [first, last]
    )
    put(db, "main.disposition", {"id": "q", "record_id": OTHER, "reason": "x"})


def verdict(db, text):
    """The same, and nothing that is told is left out by how the store asks for it first."""
    told = of(db)
    found = told.of(text, words=True)
    plain = PLAIN.format(text="$text::varchar")
    [(asked,)] = db.execute(
        f"select regexp_matches({plain}, $coarse)", {"text": text, "coarse": told.coarse}
    ).fetchall()
    assert asked or not found
    return found


WAYS = {
    ("Müller", "Mueller", "Muller"): "perhaps",
    ("Wałęsa", "Walesa", "WALESA", "Wałesa"): "theirs",
    ("Dijkstra", "Dykstra", "D\u0133kstra"): "theirs",
    ("Weiß", "Weiss", "WEISS"): "theirs",
    ("Sørensen", "Sorensen", "Soerensen"): "perhaps",
    ("Åkesson", "Akesson", "Aakesson"): "perhaps",
    ("Đoković", "Dokovic"): "theirs",
}


@pytest.mark.parametrize(
    ("on_card", "said", "least"),
    [(a, b, least) for ways, least in WAYS.items() for a in ways for b in ways],
)
def test_a_name_is_one_however_it_is_spelt(filled, on_card, said, least):
    """Where an umlaut was lost on the one side and written out on the other, a person looks."""
    spelt(filled, "Jan", on_card)
    assert verdict(filled, f"gebeld met {said}") in {"theirs", least}
    assert verdict(filled, f"gebeld met Jan {said}") in {"theirs", least}
    assert verdict(filled, f"gebeld met {said}ers") is None


@pytest.mark.parametrize("last", ["Ng", "Bo", "X", "Info", "Post", "Sales", "Planning"])
@pytest.mark.parametrize(
    ("form", "whose"),
    [
        ("gebeld met {first} {last}", "theirs"),
        ("{last}, {first}", "theirs"),
        ("J. {last} belt", "theirs"),
        ("J.P. {last}", "theirs"),
        ("{last} belt", "perhaps"),
        ("de {lower} is er", None),
        ("{last}er", None),
        ("{last}@bedrijf.example", None),
    ],
)
def test_a_last_name_that_says_little(filled, last, form, whose):
    spelt(filled, "Jan", last)
    text = form.format(first="Jan", last=last, lower=last.lower())
    if whose is None and "@" in form:
        assert verdict(filled, text) != "theirs"
    else:
        assert verdict(filled, text) == whose


@pytest.mark.parametrize("last", ["Bakker", "Groen", "Klein"])
@pytest.mark.parametrize(
    ("form", "whose"),
    [
        ("{last} belde", "perhaps"),
        ("Gebeld. {last} is weg", "perhaps"),
        ("gebeld met {last}", "theirs"),
        ("Jan {last} belde", "theirs"),
        ("De {last} belde", "theirs"),
        ("de {lower} belde", "perhaps"),
    ],
)
def test_a_last_name_that_is_a_word(filled, last, form, whose):
    spelt(filled, "Jan", last)
    assert verdict(filled, form.format(last=last, lower=last.lower())) == whose
