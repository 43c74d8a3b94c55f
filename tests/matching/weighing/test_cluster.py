"""Groups of several cards: a vague one between two persons, one card entered very often."""

import pytest

from dq.matching import pipeline
from dq.matching.pairs import budget
from dq.matching.pairs.keys import EQUAL
from dq.matching.recipe import CONTACTS
from dq.matching.weighing import cluster


def groups(register, table, cards):
    """For each card the group that it is in, -1 = alone; all cards are of one small company."""
    there = {"account_id": "Mi", "company_id": "mi", "apart": "person"}
    colleagues = [row | there | {"id": f"w{row['id']}"} for row in register[-4:]]
    rows = [there | card | {"id": f"x{number}"} for number, card in enumerate(cards)]
    # Where a tenth was entered twice, a card with a name alone is likely a card of somebody there.
    again = [row | {"id": f"{row['id']}+", "mobile": None} for row in register[:-4:10]]
    result = pipeline.match(table(register[:-4] + again + colleagues + rows), CONTACTS)
    return result.groups.of[-len(rows) :].tolist()


def card(first, last, email=None, mobile=None):
    return {"first_name": first, "last_name": last, "email": email, "mobile": mobile}


VAGUE = {
    "two generations": [
        card("Kees", "Boskma sr.", "kees@mi.example", "0611120001"),
        card("Kees", "Boskma jr.", "kees.jr@mi.example", "0611129387"),
        card("Kees", "Boskma"),
    ],
    "numbered addresses": [
        card("Jeroen", "Pronkema", "jpronkema@mi.example", "0611120003"),
        card("Jeroen", "Pronkema", "jpronkema2@mi.example", "0611125524"),
        card("Jeroen", "Pronkema"),
    ],
    "two first names of one initial": [
        card("Kees", "Feikema", "k.feikema@mi.example", "0611120005"),
        card("Koen", "Feikema", "koen.feikema@mi.example", "0611127746"),
        card("K.", "Feikema"),
    ],
}


@pytest.mark.parametrize("why", VAGUE)
def test_a_vague_card_does_not_make_one_of_two_persons(register, table, why):
    one, two, _ = groups(register, table, VAGUE[why])
    assert one != two or one == -1


def test_a_card_between_two_that_agree_joins_them(register, table):
    cards = [
        card("Tjitske", "Hoogterp", "t.hoogterp@mi.example", "0611120007"),
        card("T.", "Hoogterp", "t.hoogterp@mi.example"),
        card("Tjitske", "Hoogterp", None, "0611120007"),
    ]
    one, two, three = groups(register, table, cards)
    assert one == two == three >= 0


@pytest.mark.parametrize("extra", [{"email": "s.kwakkel@mu.example"}, {"mobile": "0611234987"}])
@pytest.mark.parametrize("accounts", [1, 61])
def test_one_card_entered_very_often_is_one_group(register, table, extra, accounts):
    name = {"first_name": "Sietske", "last_name": "Kwakkel", "apart": "person"}
    there = [f"mi{number % accounts}" for number in range(61)]
    cards = [
        name | extra | {"id": f"x{number:02}", "account_id": at, "company_id": at}
        for number, at in enumerate(there)
    ]
    again = [row | {"id": f"{row['id']}+", "mobile": None} for row in register[::10]]
    result = pipeline.match(table(register + again + cards), CONTACTS)
    assert set(result.groups.of[-61:].tolist()) == {len(register) + len(again)}


def test_what_is_too_big_to_be_compared_is_counted(register, table, monkeypatch):
    monkeypatch.setattr(budget, "PAIRS_PER_SECOND", 0)
    name = {"first_name": "Sietske", "last_name": "Kwakkel", "apart": "person"}
    cards = [name | {"id": f"x{number:03}", "email": "s@mu.example"} for number in range(EQUAL + 1)]
    result = pipeline.match(table(register + cards), CONTACTS)
    assert result.dropped.records["email"] == EQUAL + 1
    assert result.dropped.blocks["email"] == 1
    assert EQUAL == cluster.LARGEST
