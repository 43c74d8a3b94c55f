"""Each mechanism that can be left out is there, makes a difference, and comes back."""

import hashlib

import numpy as np
import pyarrow as pa
import pytest
import test_golden_accounts
import test_golden_groups
import test_golden_people
from test_golden import PAIRS, card

from bench import data
from bench.matching import ablation, own
from bench.matching.left_out import without
from bench.matching.own import Set
from dq.matching import pipeline
from dq.matching.recipe import CONTACTS, typed

SITES = [
    ("Blom", "blom.example"),
    ("Blom Bouw", "blom.nl"),
    ("Gebouw 2018", None),
    ("Gebouw 2019", None),
]
# Of each two cards what the golden pairs have not.
ODD = [
    ("Anna", "Bolkermanse", "bolkermanse.ta"),  # other letters than the initial
    ("Anna", "Bolkermanse", "bolkermanse.ma"),
    ("Pieter", "Tolkamper", "zonnebloem77"),  # a slip in an address of nobody's name
    ("Johan", "Tolkamper", "zonnebloen77"),
    ("Rosa", "Oldenkotte", None),
    ("Rosa", "Oldenk\N{CYRILLIC SMALL LETTER O}tte", None),
    *(  # colleagues with last names a letter apart and one first name
        ("Jan", last, f"jan.{last}".lower())
        for first in "BDFGHKLMNPRS"
        for last in (f"{first}oltermanse", f"{first}oltarmanse")
    ),
]


def odd(number, first, last, local):
    """A card at one company with many others."""
    return {
        "id": f"o{number:03}",
        "first_name": first,
        "last_name": last,
        "email": local and f"{local}@mu.example",
        "account_id": "Mu",
        "company_id": "mu",
        "apart": "person",
    }


def cards():
    """A generated CRM with the golden pairs of cards in it, and odd ones."""
    some = own.crm(1_500, 11).table
    golden = [
        card(pair, side, number) for number, pair in enumerate(PAIRS) for side in ("left", "right")
    ]
    golden += [odd(number, *one) for number, one in enumerate(ODD)]
    cells = {
        name: some[name].cast(pa.string()).to_pylist() + [row.get(name) or None for row in golden]
        for name in some.column_names
    }
    table = pa.table({name: pa.array(column, pa.string()) for name, column in cells.items()})
    return table.sort_by("id"), CONTACTS


def sites():
    """Organisations of which two have a site of one name, and two another number in their names."""
    rows = [{"id": str(row), "name": name, "site": site} for row, (name, site) in enumerate(SITES)]
    return pa.Table.from_pylist(rows), typed([("company", "name"), ("website", "site")])


def set_of(some: Set):
    return some.table, some.recipe


SETS = {
    "cards": cards,
    "sites": sites,
    "members": lambda: set_of(own.club(1_000, 11, 0.5)),
    "firms": lambda: (test_golden_groups.table(), test_golden_groups.RECIPE),
    "customers": lambda: (test_golden_accounts.table(), test_golden_accounts.RECIPE),
    "names": lambda: set_of(own.bought(51, own.COLUMNS["name and city"])),
    "people": lambda: (test_golden_people.table(), test_golden_people.RECIPE),
}


def answer(table, recipe):
    """A mark of all that is said of these records."""
    found = pipeline.match(table, recipe)
    pairs = found.pairs
    said = (*pairs.rows, pairs.levels, pairs.bits, pairs.name_only, pairs.link, found.groups.of)
    mark = hashlib.sha256(repr(found.keys).encode())
    for one in said:
        mark.update(np.ascontiguousarray(one))
    return mark.digest()


class Answers:
    """The sets with what is said of them, each worked out when first asked for."""

    def __init__(self):
        self.known = {}

    def change(self, name):
        """Whether what is said of a set is not what was said first."""
        if name not in self.known:
            table, recipe = SETS[name]()
            self.known[name] = table, recipe, answer(table, recipe)
        table, recipe, before = self.known[name]
        return lambda: answer(table, recipe) != before


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "OUT", tmp_path_factory.mktemp("out"))
        yield Answers()


@pytest.mark.parametrize("one", ablation.EVERY, ids=lambda one: one.name)
def test_a_mechanism_that_is_left_out_makes_a_difference_and_comes_back(answers, one):
    before = [part.now for part in one.replaced]
    for name in SETS:
        changed = answers.change(name)
        with without(one):
            assert all(part.now is part.by for part in one.replaced)
            if changed():
                break
    else:
        pytest.fail("nothing changes without it")
    assert all(part.now is was for part, was in zip(one.replaced, before, strict=True))


def test_every_mechanism_has_a_name_of_its_own_and_sets_that_are_there():
    assert len({one.name for one in ablation.EVERY}) == len(ablation.EVERY)
    assert {name for one in ablation.EVERY for name in one.sets} <= set(ablation.SETS)


def test_a_table_has_what_brings_most_first():
    lines = ablation.table("cards", [0.9, 0.8], {"a": [0.0, 0.01], "b": [0.1, 0.2]})
    assert lines[2:] == ["| b | -0.1500 | 2, 0, 0 |", "| a | -0.0050 | 1, 1, 0 |"]
