import pytest

from pages.ui.words import i18n, reasons, words


@pytest.mark.parametrize("kept", ["Known, and meant so", "Bekend, zo bedoeld"])
def test_a_usual_reason_is_shown_in_the_language_of_who_reads(kept):
    with i18n.speaking("nl"):
        assert reasons.shown(kept) == "Bekend, zo bedoeld"
    with i18n.speaking("en"):
        assert reasons.shown(kept) == "Known, and meant so"


def test_what_somebody_typed_stays_as_it_is():
    with i18n.speaking("en"):
        assert reasons.shown("Doet van alles") == "Doet van alles"


def test_every_usual_reason_has_words_of_its_own_in_each_language():
    for code in i18n.LANGUAGES.values():
        with i18n.speaking(code):
            assert len({reasons.shown(one) for one in reasons.USUAL}) == len(reasons.USUAL)


def test_a_day_at_the_beginning_is_written_out():
    with i18n.speaking("nl"):
        assert words.with_day("2026-09-14: 550") == "14 sep. 2026: 550"
        assert words.with_day("550 2026-09-14") == "550 2026-09-14"
