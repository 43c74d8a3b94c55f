"""Perhaps the same person: the likeliest first, without what was decided."""

import pytest

from dq.queries.review import name_only


@pytest.fixture
def namesakes(db):
    db.execute("insert into account (id, name) values ('a', 'Bouw'), ('b', 'Zorg')")
    db.execute(
        """
        insert into contact (id, account_id, first_name, last_name)
        values ('1', 'a', 'Jan', 'Vos'), ('2', 'b', 'Jan', 'Vos'), ('3', 'b', 'J.', 'Vos')
        """
    )
    db.execute(
        """
        insert into perhaps
        values ('contact', '1', '2', 0.1, '[]'), ('contact', '3', '1', 0.3, '[]')
        """
    )
    return db


def test_the_likeliest_stands_first_with_names_and_accounts(namesakes):
    first, second = name_only.page(namesakes)
    assert (first.left_name, first.left_account) == ("J. Vos", "Zorg")
    assert (second.left_name, second.right_account) == ("Jan Vos", "Zorg")


def test_a_decided_pair_is_gone(namesakes):
    namesakes.execute(
        "insert into decision (id, record_kind, left_id, right_id, same, score) values"
        " ('contact:1:3', 'contact', '1', '3', false, null)"
    )
    assert [pair.right_id for pair in name_only.page(namesakes)] == ["2"]
    assert name_only.count(namesakes) == 1


def test_pages_follow_each_other(namesakes):
    assert [pair.left_id for pair in name_only.page(namesakes, number=2, size=1)] == ["1"]
