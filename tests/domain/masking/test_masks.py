"""What stands for a value: the same each time, of the same kind, and nothing of it is left."""

import re

import pytest

from dq.domain.masking.masks import FEW, Masks
from dq.values import emails

SALT = b"salt"


@pytest.fixture
def masks():
    made = Masks(SALT)
    for name in ("Jansen", "Janssen", "Bergh"):
        made.masked("last", name)
    for name in ("Johanna", "Jan"):
        made.masked("first", name)
    return made


@pytest.mark.parametrize(
    ("how", "value"),
    [
        ("first", "Johanna"), ("first", "Marie-Louise"), ("last", "Bergh"), ("last", "D'Arcy"),
        ("person", "Johanna van der Bergh"), ("email", "j.bergh@bakker-bouw.nl"),
        ("email", "geen adres"), ("phone", "+31 (0)30 123 45 67"), ("phone", "0612345678 na 17u"),
        ("company", "Bakker Bouw B.V."), ("place", "Dorpsstraat 12"), ("number", "4007 GW"),
        ("website", "https://www.bakker-bouw.nl/over"), ("key", "003000000000001AAA"),
        ("domain", "bakker-bouw.nl"), ("words", "Een opmerking over Johanna"),
        *((name, "Iets eigens") for name in FEW),
    ],
)  # fmt: skip
def test_nothing_of_a_value_is_left_and_it_is_the_same_each_time(masks, how, value):
    masked = masks.masked(how, value)
    assert masked and masked == masks.masked(how, value)
    for word in re.findall(r"[^\W_]{4,}", value):
        assert word.casefold() not in masked.casefold()
    assert Masks(b"another").masked(how, value) != masked or how in FEW


def test_alike_stays_alike_and_different_stays_different(masks):
    one, other = masks.masked("last", "Jansen"), masks.masked("last", "Janssen")
    assert one != other
    assert one[0] == other[0] and abs(len(one) - len(other)) <= 1
    assert masks.masked("last", "JANSEN") == one.upper()
    assert masks.masked("first", "J.")[0] == masks.masked("first", "Johanna")[0]


def test_an_address_has_the_name_that_the_card_has(masks):
    name = masks.masked("last", "Bergh").lower()
    first = masks.masked("first", "Johanna").lower()
    assert masks.masked("email", "johanna.bergh@x.nl").startswith(f"{first}.{name}@")
    assert masks.masked("email", "jvanderbergh@x.nl").startswith(f"{first[0]}vander{name}@")
    assert masks.masked("email", "info@x.nl").startswith("info@")
    assert emails.verdict(masks.masked("email", "johanna.bergh@x.nl")) is None
    assert "@@" in masks.masked("email", "johanna@@x.nl")


def test_one_number_in_two_notations_stays_one(masks):
    one, other = masks.masked("phone", "030 1234567"), masks.masked("phone", "+31301234567")
    assert one[0] == "0" and one[3] == " "
    assert other == "+31" + one[1:].replace(" ", "")


def test_keys_are_masked_part_by_part(masks):
    one = masks.masked("key", "003000000000001AAA")
    assert len(one) == 18 and one.startswith("003")
    assert masks.masked("key", "contact~003000000000001AAA") == f"contact~{one}"
    assert masks.masked("key", "kb-7-3").startswith("kb-")


def test_a_word_that_is_no_code_is_not_kept(masks):
    assert masks.masked("code status", "left") == "left"
    assert masks.masked("code status", "Geheim") == ""
    assert masks.masked("gone", "Geheim") is None
