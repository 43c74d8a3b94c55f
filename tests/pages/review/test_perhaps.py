"""Perhaps the same person: a group of namesakes at a time, decided on at once or by pair."""

import company
import pytest

from dq.judging import judge

PERHAPS = "review/perhaps.py"


@pytest.fixture
def namesakes(filled):
    """One name at three companies, and another one at two."""
    company.build(filled, "namesakes", _namesakes)


def _namesakes(db):
    company.fill(db)
    company.insert(db, "account", [{"id": "001D", "name": "Meeuw Vervoer"}])
    for id, account, first, last in (
        ("G", "A", "Willemijn", "Hoogendoorn"),
        ("H", "C", "Willemijn", "Hoogendoorn"),
        ("I", "D", "Willemijn", "Hoogendoorn"),
        ("J", "A", "Jan", "Vos"),
        ("K", "D", "Jan", "Vos"),
    ):
        card = {"id": f"003{id}", "account_id": f"001{account}"}
        company.insert(db, "contact", [card | {"first_name": first, "last_name": last}])
    judge.run(db)


def open_at(visit, group):
    return visit(PERHAPS, d_group=f"perhaps~{group}")


def test_without_namesakes_there_is_nothing_to_do(filled, visit):
    assert "Geen naamgenoten" in visit(PERHAPS).app.success[0].value


def test_namesakes_stand_side_by_side_once(namesakes, visit):
    page = open_at(visit, "003G")
    assert "van 2" in page.text
    assert "Kaart C" in page.text


@pytest.mark.parametrize(("key", "same"), [("p_same", True), ("p_different", False)])
def test_the_whole_group_is_decided_at_once_and_undone(namesakes, visit, stored, key, same):
    page = open_at(visit, "003G")
    page.app.text_input(key="d_reason").set_value("Nagevraagd")
    page.app.button(key=key).click().run()
    assert stored("select count(*), bool_and(same = true) from decision") == [(3, same)]
    assert stored("select reason from change where command = 'decide'") == [("Nagevraagd",)]
    assert "Groep 1 van 1" in page.text
    page.app.button(key="d_undo").click().run()
    assert page.app.query_params["d_group"] == "perhaps~003G"
    assert "van 2" in page.text
    assert stored("select count(*) from decision") == [(0,)]


def test_later_puts_it_behind_the_others(namesakes, visit, stored):
    page = open_at(visit, "003G")
    page.app.button(key="p_later").click().run()
    assert stored("select id from later") == [("perhaps~003G",)]
    assert page.app.query_params["d_group"] == "perhaps~003J"
    page.app.button(key="d_after").click().run()
    assert page.app.query_params["d_group"] == "perhaps~003G"


def test_a_pair_is_decided_by_itself(namesakes, visit, stored):
    page = open_at(visit, "003G")
    page.app.button(key="d_different_003G_003H").click().run()
    assert stored("select left_id, right_id, same from decision") == [("003G", "003H", False)]


def test_what_follows_from_two_pairs_is_not_asked(namesakes, visit):
    page = open_at(visit, "003G")
    page.app.button(key="d_different_003G_003H").click().run()
    page.app.button(key="d_same_003H_003I").click().run()
    assert "Groep 1 van 1" in page.text
    assert "Jan Vos" in page.text


def test_a_group_is_given_to_a_colleague(namesakes, visit, stored):
    page = open_at(visit, "003G")
    page.app.button(key="d_give").click().run()
    page.app.button(key="who_1").click().run()
    assert stored("select count(*), min(assignee) from assignment") == [(3, "Back office")]


def test_many_namesakes_are_a_row_each(filled, visit, change):
    for left, right in ("AB", "BC", "CD", "DE", "EF"):
        change(f"insert into perhaps values ('contact', '003{left}', '003{right}', 0.4, '[]')")
    page = visit(PERHAPS)
    assert "Kaart A" not in page.text
    assert "Fatima Yildiz" in page.text
