"""The bench's own sets: who is who in them, and that they are measured at all."""

import copy

import pytest

from bench import corpora, customers, data
from bench.matching import own


@pytest.fixture(scope="module", autouse=True)
def out(tmp_path_factory):
    """Generated files go elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "OUT", tmp_path_factory.mktemp("out"))
        yield


@pytest.fixture(scope="module")
def some(out):
    return own.crm(1_000, 11)


def test_a_crm_knows_every_card(some):
    assert len(some.entity) == len(some.table) == 1_000
    assert set(some.table["id"].to_pylist()) == set(some.entity)


def test_figures_tell_quality_kinds_and_bands(some):
    figures = own.measure(some)
    assert figures["records"] == 1_000 and figures["f1"] > 0.85
    assert set(figures["kinds"]) == {"duplicates", "negatives"}
    assert sum(band[2] for band in figures["bands"]) > 50


def test_without_a_column_there_is_nothing_in_it_and_who_has_no_proof_is_two(some):
    bare = own.without(some, "phone", "mobile")
    assert bare.table["mobile"].null_count == 1_000
    assert len(set(bare.entity.values())) > len(set(some.entity.values()))


def test_in_capitals_everybody_is_who_they_were(some):
    loud = own.upper(some)
    names = [name for name in loud.table["last_name"].to_pylist() if name]
    assert all(name == name.upper() for name in names)
    assert loud.entity == some.entity


def test_no_doubles_are_none(out):
    alone = own.crm(500, 11, 0.0)
    assert len(set(alone.entity.values())) == 500
    assert own.measure(alone)["true_pairs"] == 0


def test_kinds_of_several_sets_are_added_up():
    kinds = [{"kinds": {"negatives": {"couple": share}}} for share in ([0.5, 2], [0.0, 6])]
    assert own.together(kinds, "negatives") == {"couple": [0.125, 8]}


def test_customers_have_all_columns_and_copies_lack_some():
    made = customers.register(51, 3_000)
    table = customers.table(made, 51)
    rows = {row["id"]: row for row in table.to_pylist()}
    copies = [row for key, row in rows.items() if key.startswith("b")]
    assert set(rows) == set(made.owner)
    assert {"holding", "old"} & set(made.kinds.values())
    assert 0.2 < sum(row["website"] is None for row in copies) / len(copies) < 0.8
    streets = [(row["street"], row["postal_code"]) for key, row in rows.items() if key[0] == "a"]
    shared = [one for one in streets if None not in one and streets.count(one) > 1]
    assert len(shared) >= 120


def test_corpora_are_of_practice(out):
    folder = corpora.dutch(500, 11).path
    assert (folder / "truth_account_negatives.csv").exists()


def test_planted_pairs_are_rows_of_the_truth_whatever_its_order(some):
    turned = dict(reversed(some.entity.items()))
    planted = {name: copy.copy(one) for name, one in some.planted.items()}
    for one in planted.values():
        one.left, one.right = len(turned) - 1 - one.left, len(turned) - 1 - one.right
    other = own.measure(own.Set(some.table, some.recipe, turned, planted))
    assert other["kinds"] == own.measure(some)["kinds"]
