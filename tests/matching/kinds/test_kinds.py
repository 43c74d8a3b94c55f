"""The kinds of columns: one a file, each whole."""

import pickle

import pyarrow as pa
import pytest

from dq.matching.kind import ColumnKind
from dq.matching.kinds import KINDS
from dq.matching.kinds.given_name import ORDER
from dq.matching.kinds.surname import GENERATION
from dq.matching.pairs.keys import Atoms, keys, token_fields, tokens
from dq.matching.recipe import ACCOUNTS, CONTACTS, typed
from dq.matching.records.records import prepare

EVERY = [*KINDS.values(), GENERATION, ORDER]
COLUMNED = [kind for kind in EVERY if isinstance(kind, ColumnKind)]


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_is_called_as_its_file_is(name):
    assert KINDS[name].name == name


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
def test_words_are_of_levels_that_there_are(kind):
    levels = [level.name for level in kind.levels]
    assert len(set(levels)) == len(levels)
    assert kind.phrases.keys() <= set(levels)


@pytest.mark.parametrize("recipe", [CONTACTS, ACCOUNTS], ids=["contacts", "accounts"])
def test_a_recipe_that_travelled_to_a_worker_is_the_same(recipe):
    there = pickle.loads(pickle.dumps(recipe))
    assert there == recipe
    assert there.rows == recipe.rows


@pytest.mark.parametrize("company", [None, "company"], ids=["alone", "with_companies"])
@pytest.mark.parametrize("beside", ["surname", "website"], ids=["person", "organisation"])
@pytest.mark.parametrize("kind", COLUMNED, ids=lambda kind: kind.name)
def test_every_key_of_a_kind_can_be_made(kind, beside, company):
    """Whatever the column is called: "e.mail" has a dot as the parts of a value have."""
    columns = ["e.mail", "beside", "company"]
    recipe = typed([(kind.name, "e.mail"), (beside, "beside")])
    recipe = type(recipe)("record", recipe.fields, company)
    table = pa.table({"id": ["1", "2"]} | {name: ["12 a", "12 a"] for name in columns})
    records = prepare(table, recipe)
    atoms = Atoms(records)
    for key in keys(recipe):
        assert all(len(atoms[name]) == 2 for name in (*key.atoms, *key.finer))
    for name in token_fields(recipe):
        assert len(tokens(records, name)[0])
