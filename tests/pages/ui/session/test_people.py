"""Who says who they are."""

from pages.ui.session import people


def test_signs_that_turn_the_text_are_no_part_of_a_name():
    assert people._cleaned("  Vera\u202e  Bos\u200b ") == "Vera Bos"
