"""Some hostile files in every run of the tests; `make torture` reads 10,000."""

import pytest
from torture import files
from torture.hostile import hostile


@pytest.mark.parametrize("first", [0, 50])
def test_a_hostile_file_is_loaded_or_refused_and_nothing_else(first):
    told = files.main(30, first)

    assert sum(told[what] for what in files.FATES) == 30
    assert told["loaded"] and told["refused"]


def test_a_seed_always_gives_the_same_file():
    assert [hostile(seed) for seed in range(40)] == [hostile(seed) for seed in range(40)]
