"""What a user is told: a sentence with its facts, as a text and as a message to translate."""

from dq.errors import Filled, Invalid


def test_an_error_is_its_english_sentence():
    assert str(Invalid("{number} of {most}.", number=3, most=5)) == "3 of 5."


def test_a_message_is_filled_with_what_is_known_and_keeps_the_rest():
    said = Filled("{system} has {detail}.", system="AFAS")
    assert said == "AFAS has {detail}."
    assert (said.message, said.values) == ("{system} has {detail}.", {"system": "AFAS"})


def test_the_rest_is_filled_later():
    assert Filled("{system} has {detail}.", system="AFAS").format(detail=1) == "AFAS has 1."
