"""The words that exports use, against the store that they are for."""

import pytest

from dq.intake import vocabulary


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
