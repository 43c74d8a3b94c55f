"""Which groups of cards are wholly equal, and may be merged all at once."""

import office
import pytest

from dq.queries.review import alike


@pytest.fixture
def small(db):
    office.fill(db)
    return db


def equal(db, **values):
    """Mia becomes Piet in all but `values`, and both are in one group."""
    same = {"first_name": "Piet", "last_name": "Vos", "email": "planning@zorg.nl"} | values
    sets = ", ".join(f"{name} = ?" for name in same)
    db.execute(f"update contact set {sets} where id = 'mia'", list(same.values()))
    db.execute("insert into cluster values ('contact', 'mia', 'mia'), ('contact', 'piet', 'mia')")
    return alike.groups(db, 10)


def test_a_group_with_one_name_address_and_account_is_wholly_equal(small):
    [group] = equal(small, email="Planning@ZORG.nl")
    assert (group.ids, group.name, group.account) == (("mia", "piet"), "Piet Vos", "Zorg Groep")


@pytest.mark.parametrize(
    "values", [{"first_name": "Peter"}, {"email": "p@zorg.nl"}, {"account_id": "a1"}]
)
def test_whatever_differs_is_not(small, values):
    assert equal(small, **values) == []
