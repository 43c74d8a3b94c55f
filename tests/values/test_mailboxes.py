"""The words that name a mailbox of several people."""

from dq import settings
from dq.values import mailboxes

WORDS = [line.split() for line in mailboxes.FILE.read_text("utf-8").splitlines() if line[:1] != "#"]
MARKS = {"card", "alone", "within", "matching"}


def test_a_word_stands_there_once_in_lower_case_with_marks_that_mean_something():
    words = [word for word, *_marks in filter(None, WORDS)]
    assert sorted(words) == sorted({word.lower() for word in words})
    assert {mark for _word, *marks in filter(None, WORDS) for mark in marks} == MARKS


def test_a_word_without_a_mark_is_for_cards_and_matching():
    assert "info" in mailboxes.words("card")
    assert "info" in mailboxes.words("matching")
    assert "info" not in mailboxes.words("alone", "within")


def test_a_word_for_one_use_is_for_no_other():
    for use, word in [("card", "peno"), ("within", "declaraties"), ("matching", "zorg")]:
        assert [other for other in MARKS if word in mailboxes.words(other)] == [use]


def test_the_settings_begin_with_these_words():
    assert settings.defaults()["mailbox_words"] == mailboxes.words("card", "alone")
    assert settings.defaults()["mailbox_words_alone"] == mailboxes.words("alone")
    assert settings.defaults()["mailbox_stems"] == mailboxes.words("within")
