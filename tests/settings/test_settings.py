"""Settings: the product's own, the store's own, and what SQL sees of them."""

import json

import pytest

from dq import settings


def set_(db, name, value):
    db.execute("insert into setting values (?, ?)", [name, json.dumps(value)])


def test_a_default_holds_until_the_store_has_its_own(db):
    assert settings.get(db, "placeholder_cards") == 10
    set_(db, "placeholder_cards", 25)
    assert settings.get(db, "placeholder_cards") == 25


def test_an_unknown_setting_is_an_error(db):
    with pytest.raises(KeyError):
        settings.get(db, "colour")


def test_a_setting_that_no_longer_exists_is_left_alone(db):
    set_(db, "colour", "red")
    assert "colour" not in settings.every(db)


def test_sql_reads_what_holds(db):
    set_(db, "mailbox_words", ["keuken"])
    settings.apply(db)
    [(words, share)] = db.execute(
        "select getvariable('mailbox_words'), getvariable('usual_domain_share')"
    ).fetchall()
    assert words == ["keuken"]
    assert share == settings.get(db, "usual_domain_share")


@pytest.mark.parametrize("name", [n for n, v in settings.defaults().items() if isinstance(v, list)])
def test_a_list_has_each_word_once_in_lower_case(name):
    words = settings.defaults()[name]
    assert words == [word.strip().lower() for word in words]
    assert sorted(words) == sorted(set(words))


def test_the_lists_fit_each_other():
    defaults = settings.defaults()
    assert set(defaults["mailbox_words_alone"]) <= set(defaults["mailbox_words"])
    assert set(defaults["typo_targets"]) <= set(defaults["free_mail_domains"])
