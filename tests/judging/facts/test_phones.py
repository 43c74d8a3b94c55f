"""Validity of phone numbers: once per value, and never different from asking one by one."""

import hypothesis
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dq import settings
from dq.judging import facts
from dq.judging.facts import phones as facts_of
from dq.values import phones


@pytest.fixture
def refreshed(db):
    def run(*numbers):
        db.execute("delete from contact")
        for n, number in enumerate(numbers):
            db.execute("insert into contact (id, phone) values (?, ?)", [str(n), number])
        settings.apply(db)
        facts.refresh(db)
        return db.execute("select phone, valid, e164 from phone_fact order by phone").fetchall()

    return run


@pytest.mark.parametrize(
    "spelling",
    ["06-12345678", "+31 (0)6 12 34 56 78", "0031612345678", "(06) 1234 5678", "tel:+31612345678",
     "+31 06 12345678", "(+31) 6.12.34.56.78", "31612345678"],
)  # fmt: skip
def test_spellings_of_one_number(refreshed, spelling):
    assert refreshed(spelling) == [(spelling, True, "+31612345678")]


@pytest.mark.parametrize(
    ("number", "e164"),
    [("+32 2 555 12 12", "+3225551212"), ("0800-1234", "+318001234"), ("088 123 45 67",
     "+31881234567"), ("06-1234567", None), ("nog navragen", None), ("-", None)],
)  # fmt: skip
def test_other_numbers(refreshed, number, e164):
    assert refreshed(number) == [(number, e164 is not None, e164)]


def test_mobiles_and_numbers_of_accounts_count(db):
    db.execute("insert into contact (id, phone, mobile) values ('a', '020-1234567', '06-12345678')")
    db.execute("insert into account (id, phone) values ('x', '020-7654321')")
    settings.apply(db)
    facts.refresh(db)
    [(count,)] = db.execute("select count(*) from phone_fact where valid").fetchall()
    assert count == 3


def test_what_is_gone_is_forgotten(refreshed):
    refreshed("06-12345678")
    assert refreshed() == []


def test_a_known_number_is_not_asked_again(refreshed, monkeypatch):
    numbers = ("06-12345678", "+32 2 555 12 12", "nonsense")
    before = refreshed(*numbers)
    monkeypatch.setattr(phones, "verdict", None)
    assert refreshed(*numbers) == before


SPACED = st.lists(st.sampled_from(["", " ", "-", ".", "/", "(", ")"]), min_size=16, max_size=16)
PREFIX = st.sampled_from(["0", "+31", "+310", "0031", "00310"])


@given(PREFIX, st.integers(100_000_000, 999_999_999), SPACED)
@example("0", 612345678, [""] * 16)
@example("+310", 201234567, [" "] * 16)
def test_of_an_ordinary_dutch_number_the_beginning_decides(prefix, national, marks):
    text = f"{prefix}{national}"
    spelled = "".join(sign + mark for sign, mark in zip(text, marks, strict=False))
    start = str(national)[: facts_of.DECIDING]
    zeros = "0" * (9 - facts_of.DECIDING)
    valid, e164 = phones.verdict(spelled)
    assert valid == phones.verdict(f"+31{start}{zeros}")[0]
    assert e164 == (f"+31{national}" if valid else None)


@hypothesis.settings(deadline=None, max_examples=40)
@given(texts=st.lists(st.text(st.sampled_from("0123456 ()-./+x"), max_size=16), max_size=8))
def test_the_facts_say_what_the_library_says(shelf, texts):
    numbers = set(texts) - {""}
    shelf.execute("delete from contact")
    for number in numbers:
        shelf.execute("insert into contact (id, phone) values (?, ?)", [number, number])
    facts_of.refresh(shelf)
    said = shelf.execute("select phone, valid, e164 from phone_fact").fetchall()
    assert {(phone, (valid, e164)) for phone, valid, e164 in said} == {
        (number, phones.verdict(number)) for number in numbers
    }


@pytest.mark.parametrize(
    ("number", "mobile"),
    [("06 12345678", True), ("+31 (0)6 1234 5678", True), ("0031612345678", True),
     ("+49 30 123456", True), ("030 1234567", False), ("+31 30 1234567", False),
     ("0800-1234", False), ("abc", False)],
)  # fmt: skip
def test_a_mobile_number_is_a_dutch_one_or_one_abroad(number, mobile):
    assert phones.mobile(number) is mobile


@pytest.mark.parametrize(
    "extension",
    [
        "tst. 12", "tst 12", "tst.12", "toestel 12", "Toestel: 12", "(toestel 12)", "toestelnr 12",
        "intern 12", "int. 12", "doorkies 12", "doorkiesnr. 12", "Durchwahl 12", "app. 12",
        "ext. 12",
        "x12", ", tst. 4012",
    ],
)  # fmt: skip
def test_an_extension_in_any_words_leaves_the_number_valid(extension):
    assert phones.verdict(f"030-2345678 {extension}") == (True, "+31302345678")


@pytest.mark.parametrize("phone", ["030-23 tst. 12", "toestel 12", "test 12"])
def test_an_extension_makes_no_number_of_what_is_none(phone):
    assert phones.verdict(phone) == (False, None)
