"""Accounts by their names alone: spellings, slips, namesakes and departments."""

import random

import duckdb
import pytest

from dq.matching import pipeline
from dq.matching.files import engine_duckdb
from dq.matching.recipe import ACCOUNTS

BRANCHES = ["Transport", "Techniek", "Bouw", "Zorg", "Logistiek"]
BRANCHES += ["Advies", "Vastgoed", "Infra", "Food", "Drukkerij"]
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvw" for vowel in "aeiou"]
DEPARTMENTS = "HR", "Planning", "Inkoop", "Magazijn"
# name, name, whether they are one customer, why
PAIRS = [
    ("Harbrinkhoek Bouw B.V.", "HARBRINKHOEK BOUW", True, "legal form and capitals"),
    ("Café Noordzij & Zn. N.V.", "Cafe Noordzij en Zn", True, "accents and ampersand"),
    ("Wolfsdonk Groep", "Wolfsdonk Nederland B.V.", True, "words left out at will"),
    ("Gem. Wijkerooght", "Gemeente Wijkerooght", True, "a word cut short"),
    ("St. Kruisvelder Zorg", "Stichting Kruisvelder Zorg", True, "two words cut to one"),
    ("Van den Wouterloo Infra", "v/d Wouterloo Infra B.V.", True, "tussenvoegsels cut short"),
    ("Bouw Zandhuizer", "Zandhuizer Bouw B.V.", True, "words in another order"),
    ("Noorder-Kamphof Food", "Noorderkamphof Food", True, "words joined"),
    ("Hazelbrug Logistiek", "Hazelbrug ogistiek", True, "a slip in a word that many have"),
    ("KVT Transport", "KVD Transport", False, "initials that differ in one"),
    ("Roodeboer Zorg", "Roodeberg Zorg", False, "another last part"),
    ("Oosterbaan Techniek B.V.", "Oosterban Techniek", True, "a letter left out"),
    ("Verschuren Logistiek", "Verschuren Logsitiek", True, "two letters turned round"),
    ("Pijl Zorg", "Pijk Zorg", True, "a slip in a short name, which no other word betrays"),
    ("Jansen Advies", "Janssen Advies", False, "two surnames that are both in use"),
    ("Meulendijk 1 B.V.", "Meulendijk 2 B.V.", False, "numbered companies"),
    ("Zuidplas Vastgoed", "Zuidplas Food", False, "another branch"),
]


def register(number=1_500):
    """Customers with a name of their own, every fifth with departments; and some Jan(s)sens."""
    draw = random.Random(4)
    names = sorted({"".join(draw.choices(SYLLABLES, k=6)).title() for _ in range(number)})
    rows = [(f"c{i:04}", f"{name} {draw.choice(BRANCHES)}", None) for i, name in enumerate(names)]
    for (key, name, _), place in zip(rows[::5], range(number), strict=False):
        rows += [(f"{key}d{d}", f"{name} - {d}", key) for d in DEPARTMENTS[place % 2 :]]
    for surname in ("Jansen", "Janssen"):
        rows += [
            (f"{surname}{i}", f"{surname} {branch}", None) for i, branch in enumerate(BRANCHES)
        ]
    return [row for row in rows if not row[1].endswith(" Advies") or row[0][0] != "J"]


def matched(rows):
    """The groups of accounts given as (id, name, parent id)."""
    with duckdb.connect() as db:
        columns = ", ".join(f"{name} varchar" for name in engine_duckdb.TABLES["account"])
        db.execute(f"create table account ({columns})")
        db.executemany("insert into account (id, name, parent_id) values (?, ?, ?)", rows)
        result = pipeline.match(engine_duckdb.accounts(db), ACCOUNTS)
    ids = result.records.ids.to_pylist()
    members = {}
    for row, group in enumerate(result.groups.of.tolist()):
        if group >= 0:
            members.setdefault(group, set()).add(ids[row])
    return {frozenset(group) for group in members.values()}, result


@pytest.fixture(scope="module")
def found():
    rows = register()
    for number, (one, two, _, _) in enumerate(PAIRS):
        rows += [(f"p{number}a", one, None), (f"p{number}b", two, None)]
    rows += [("c0000x", "Planning", "c0000"), ("c0005y", "PLANNING", "c0005")]
    return matched(rows)


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=[pair[3] for pair in PAIRS])
def test_names_alone_tell_customers_apart(found, number):
    groups, _ = found
    same = any({f"p{number}a", f"p{number}b"} <= group for group in groups)
    assert same is PAIRS[number][2]


def test_nothing_else_is_taken_for_one_customer(found):
    groups, _ = found
    others = [group for group in groups if not any(key.startswith("p") for key in group)]
    assert all({key[:5] for key in group} <= {"c0000", "c0005"} for group in others), others


def test_a_department_is_found_within_its_customer_only(found):
    groups, result = found
    assert frozenset({"c0000dPlanning", "c0000x"}) in groups
    assert frozenset({"c0005dPlanning", "c0005y"}) in groups
    # Every customer has one; that is no block too large to compare.
    assert result.dropped.blocks == {}


def test_names_that_many_share_prove_nothing():
    names = [f"{surname} {branch}" for surname in SYLLABLES for branch in BRANCHES]
    draw = random.Random(5)
    rows = [(f"c{i:04}", draw.choice(names), None) for i in range(800)]
    assert matched(rows)[0] == set()


def test_one_customer_entered_very_often_is_compared_with_all_its_copies():
    often = [(f"z{number:02}", "Harbrinkhoek Metaal", None) for number in range(61)]
    result = matched(register() + often)[1]
    first = len(result.records) - len(often)  # by id they are the last
    assert (result.pairs.rows[0] >= first).sum() == 61 * 60 / 2
