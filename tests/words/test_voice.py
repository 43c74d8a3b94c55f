"""A voice says everything in one language, without a session."""

from datetime import date, datetime

import pytest

from dq.errors import Filled
from dq.words import catalogue
from dq.words.voice import LANGUAGES, Voice


@pytest.mark.parametrize(
    ("code", "said"), [("nl", "Bevindingen"), ("en", "Findings")], ids=["dutch", "english"]
)
def test_a_message_in_a_language(code, said):
    assert Voice(code).plain("Findings") == said


def test_every_language_has_its_catalogue():
    assert all(catalogue.of(code) for code in LANGUAGES)


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (1234, "1.234", "1,234"),
        (1.5, "1,5", "1.5"),
        (date(2026, 11, 23), "23 nov. 2026", "23 Nov 2026"),
        (datetime(2026, 11, 23, 14, 5), "23 nov. 2026 14:05", "23 Nov 2026 14:05"),
        (True, "ja", "yes"),
        (None, "", ""),
        ("{name} <b>", "{name} <b>", "{name} <b>"),
    ],
    ids=["whole", "decimal", "day", "moment", "yes", "nothing", "text"],
)
def test_values_as_a_language_writes_them(value, dutch, english):
    assert (Voice("nl").written(value), Voice("en").written(value)) == (dutch, english)


def test_a_plural_and_its_number():
    voice = Voice("nl")
    assert voice.counted("{number} finding open", "{number} findings open", 1) == "1 bevinding open"
    many = voice.counted("{number} finding open", "{number} findings open", 2000)
    assert many == "2.000 bevindingen open"


def test_a_message_that_was_filled_before():
    assert Voice("nl").plain(Filled("{number} new", number=3)) == "3 nieuw"


def test_a_name_that_ends_with_a_point_ends_the_sentence():
    assert catalogue.fill("It is {name}.", {"name": "Bakker B.V."}) == "It is Bakker B.V."


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_is_nothing(code):
    assert Voice(code).plain("") == ""  # not the head of the catalogue
