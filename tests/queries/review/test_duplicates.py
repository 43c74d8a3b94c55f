import pytest

from dq.queries.exchange import lists
from dq.queries.review import duplicates


@pytest.fixture
def groups(company_db):
    """Three groups of falling certainty."""
    company_db.execute("delete from pair")
    company_db.execute("delete from cluster")
    for group, left, right, score in (
        ("g1", "003A", "003B", 0.99),
        ("g2", "003C", "003D", 0.8),
        ("g3", "003E", "003F", 0.7),
    ):
        company_db.execute(
            "insert into cluster values ('contact', $l, $g), ('contact', $r, $g)",
            {"l": left, "r": right, "g": group},
        )
        company_db.execute(
            "insert into pair values ('contact', ?, ?, ?, ?)",
            [left, right, score, '[{"field": "email", "level": "exact", "points": 9.1}]'],
        )
    return company_db


def test_the_most_certain_group_comes_first(groups):
    place = duplicates.place(groups, "contact")
    assert (place.group_id, place.number, place.total) == ("g1", 1, 3)
    assert (place.before, place.after) == (None, "g2")


def test_a_group_knows_its_place_and_its_neighbours(groups):
    place = duplicates.place(groups, "contact", "g2")
    assert (place.number, place.before, place.after, place.score) == (2, "g1", "g3", 0.8)


def test_there_is_no_place_for_a_group_that_is_gone(groups):
    assert duplicates.place(groups, "contact", "g9") is None
    assert duplicates.place(groups, "account") is None


def test_a_group_has_its_cards_and_its_evidence(groups):
    assert {one["id"] for one in duplicates.members(groups, "contact", "g1")} == {"003A", "003B"}
    [pair] = duplicates.pairs(groups, "contact", "g1")
    assert pair.evidence == [{"field": "email", "level": "exact", "points": 9.1}]


def test_the_card_to_keep_has_a_username_and_works(groups):
    assert duplicates.members(groups, "contact", "g1")[0]["id"] == "003A"
    assert duplicates.members(groups, "contact", "g2")[0]["id"] == "003D"


def test_a_record_leads_to_its_group(groups):
    assert duplicates.group_of(groups, "contact", "003D") == "g2"
    assert duplicates.group_of(groups, "contact", "003Z") is None


def test_accounts_of_a_group_come_with_their_number_of_contacts(groups):
    groups.execute("insert into cluster values ('account', '001A', 'a'), ('account', '001C', 'a')")
    found = duplicates.members(groups, "account", "a")
    assert [(one["id"], one["contacts"]) for one in found] == [("001C", 3), ("001A", 2)]


def test_the_lists_are_as_long_as_they_will_be(groups):
    from dq.handover.lists.tables import TABLES

    for name, size in lists.sizes(groups).items():
        named = {"checks": [], "titles": []} if TABLES[name].named else {}
        sql = f"select count(*) from ({TABLES[name].sql})"
        [(rows,)] = groups.execute(sql, named).fetchall()
        assert rows == size, name


@pytest.fixture
def three(groups):
    """A group of three, with all its pairs."""
    groups.execute("insert into cluster values ('contact', '003Z', 'g1')")
    groups.execute(
        """
        insert into pair values
            ('contact', '003B', '003Z', 0.95, '[]'),
            ('contact', '003A', '003Z', 0.61, '[]')
        """
    )
    return groups


def weakest(db, group="g1"):
    found = duplicates.weakest(db, "contact", duplicates.pairs(db, "contact", group))
    return found and (found.left_id, found.right_id, found.score)


def test_the_weakest_link_is_the_least_certain_pair(three):
    assert weakest(three) == ("003A", "003Z", 0.61)


def test_a_pair_alone_has_no_weakest_link(groups):
    assert weakest(groups) is None
    assert weakest(groups, "g9") is None


def test_a_pair_that_leaves_the_group_is_no_link_of_it(three):
    three.execute("insert into pair values ('contact', '003A', '003C', 0.5, '[]')")
    assert weakest(three) == ("003A", "003Z", 0.61)


@pytest.mark.parametrize("same", [True, False])
def test_a_decided_pair_needs_no_check(three, same):
    three.execute(
        """
        insert into decision (record_kind, left_id, right_id, same)
        values ('contact', '003A', '003Z', ?)
        """,
        [same],
    )
    assert weakest(three) == ("003B", "003Z", 0.95)
