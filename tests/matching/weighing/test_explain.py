"""A pair's evidence in words."""

from dq.matching.pairs import keys
from dq.matching.recipe import ACCOUNTS, CONTACTS
from dq.matching.weighing import explain


def test_the_heaviest_comes_first_and_silence_is_left_out():
    evidence = [
        {"field": "email", "level": "different", "points": -1.5},
        {"field": "mobile", "level": "exact", "points": 9.0},
        {"field": "surname", "level": "close", "points": 6.0},
        {"field": "account", "level": "different", "points": 0.0},
    ]
    assert [message for message, _ in explain.sentence(evidence)] == [
        "same mobile number",
        "last name spelt slightly differently",
        "different e-mail address",
    ]


def test_every_level_of_both_recipes_has_words():
    for recipe in (CONTACTS, ACCOUNTS):
        for one in recipe.compared:
            for level in one.kind.levels:
                if (one.name, level.name) != ("order", "straight"):
                    assert (one.name, level.name) in explain.MESSAGES, (one.name, level.name)


def test_every_blocking_key_of_both_recipes_has_words():
    for recipe in (CONTACTS, ACCOUNTS):
        names = {"+".join(key.atoms) for key in keys.keys(recipe)}
        assert names - explain.SHARED.keys() == set()


def test_a_column_of_ones_own_is_called_by_its_name():
    [(message, values)] = explain.sentence([{"field": "Wijk", "level": "exact", "points": 4.0}])
    assert message.format(**values) == "Wijk the same"
