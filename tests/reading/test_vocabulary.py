"""The words that exports use, against the store that they are for."""

import pytest

from dq.reading import headers as known_headers
from dq.reading import vocabulary


@pytest.mark.parametrize("name", list(vocabulary.objects()))
def test_fields_are_the_columns_of_the_store(db, name):
    columns = db.execute(
        "select column_name from duckdb_columns()"
        " where schema_name = 'upstream' and table_name = ?",
        [name],
    ).fetchall()

    thing = vocabulary.objects()[name]
    assert {*thing.fields, *thing.quiet} == {column for (column,) in columns}


def test_every_object_of_the_store_has_words(db):
    tables = db.execute(
        "select table_name from duckdb_tables() where schema_name = 'upstream'"
    ).fetchall()

    assert set(vocabulary.objects()) == {table for (table,) in tables}


@pytest.mark.parametrize("name", list(vocabulary.objects()))
def test_how_a_field_is_read_fits_its_type_in_the_store(db, name):
    types = {"boolean": "BOOLEAN", "date": "DATE", "moment": "TIMESTAMP"}
    columns = db.execute(
        "select column_name, data_type from duckdb_columns()"
        " where schema_name = 'upstream' and table_name = ?",
        [name],
    ).fetchall()

    for column, data_type in columns:
        assert types.get(vocabulary.kind(column, name), "VARCHAR") == data_type


@pytest.mark.parametrize("name", sorted(set(vocabulary.CODES.values())))
def test_a_word_has_one_meaning(name):
    words = [word for words in vocabulary.codes(name).values() for word in words]

    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("E-mail", "email"),
        ("KvK_Number__c", "kvknumber"),
        ("Contactpersoon-id", "contactpersoonid"),
        (" Beëindigd ", "beeindigd"),
        ("No.", "no"),
        ("Владелец", ""),
    ],
    ids=["hyphen", "custom", "dutch", "accent", "full_stop", "no_latin_letters"],
)
def test_normalised(text, expected):
    assert vocabulary.normalised(text) == expected


@pytest.mark.parametrize("name", list(vocabulary.objects()))
def test_a_header_is_one_field_of_an_object(name):
    thing = vocabulary.objects()[name]
    words = [word for words in (thing.fields | thing.quiet).values() for word in words]

    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize(
    "headers",
    [
        {
            "Roepnaam": "first_name", "Tussenv.": "middle_name", "Achternaam": "last_name",
            "Tel.nr.": "phone", "Mobiel telefoonnr.": "mobile", "Functie/rol": "title",
            "E-mailadres (zakelijk)": "email", "PC": "postal_code", "Woonpl.": "city",
        },
        {
            "Voorn.": "first_name", "Tsv.": "middle_name", "Achtern.": "last_name",
            "Afd.": "department", "Vast nr.": "phone", "Mob. nr.": "mobile",
            "Postc.": "postal_code",
        },
        {
            "Prénom": "first_name", "Nom": "last_name", "Fonction": "title", "GSM": "mobile",
            "Adresse e-mail": "email", "Téléphone": "phone", "Code postal": "postal_code",
            "Ville": "city",
        },
        {"Naam": "last_name", "Tel. werk": "phone", "Gsm (werk)": "mobile", "Gsm privé": None},
        {"Naam": "last_name", "Gsm privé": "mobile"},
    ],
    ids=["dutch", "short", "french", "two_mobiles", "private"],
)  # fmt: skip
def test_abbreviations_and_headers_of_belgium_are_known(headers):
    assert known_headers.automatic(list(headers), "contact") == headers
