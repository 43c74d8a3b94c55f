"""Lookups and edits are timed on a file as small as can be."""

import pytest

from bench import data
from bench.matching import edits


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "OUT", tmp_path_factory.mktemp("out"))
        yield edits.measure(500, seed=1, cards=20)


def test_lookups_are_timed_and_find_the_card(figures):
    assert figures["whole card"]["times"] == 20
    assert figures["whole card"]["found"] > 0.9
    assert 0 < figures["name and company"]["median ms"] <= figures["name and company"]["p99 ms"]


def test_edits_are_timed(figures):
    assert figures["edit"]["times"] == 20
    assert figures["edit"]["most ms"] > 0
