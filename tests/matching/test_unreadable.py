"""A record that matching stumbles over is found and left out; what is no record's fault is told."""

import pyarrow as pa
import pytest

from dq.matching.unreadable import MOST, spared

TABLE = pa.table({"id": [f"c{n}" for n in range(37)]})


class Stumbles:
    """Work that fails on some ids, and counts how many rows it was given in all."""

    def __init__(self, *ids):
        self.ids, self.rows = set(ids), 0

    def __call__(self, table):
        self.rows += len(table)
        ids = table["id"].to_pylist()
        if self.ids & set(ids):
            raise ValueError("odd")
        return ids


@pytest.mark.parametrize("odd", [[], ["c0"], ["c36"], ["c3", "c4", "c30"]])
def test_the_work_is_done_on_all_others(odd):
    made, ids = spared(TABLE, Stumbles(*odd))
    assert ids == odd
    assert made == [id for id in TABLE["id"].to_pylist() if id not in odd]


def test_what_other_rows_have_is_not_in_the_way():
    names = pa.array(["Bos", "Boem", "Bos", "Vis"]).dictionary_encode()
    table = pa.table({"id": ["a", "b", "c", "d"], "name": names})

    def work(some):
        found = some["name"].combine_chunks().dictionary.to_pylist()
        if "Boem" in found:
            raise ValueError("odd")
        return found

    assert spared(table, work) == (["Bos", "Vis"], ["b"])


def test_finding_one_costs_a_few_times_the_work():
    work = Stumbles("c20")
    spared(TABLE, work)
    assert work.rows < 6 * len(TABLE)


def test_what_fails_on_everything_is_told():
    many = pa.table({"id": [str(n) for n in range(3 * MOST)]})
    work = Stumbles(*many["id"].to_pylist())
    with pytest.raises(ValueError, match="odd"):
        spared(many, work)
    assert work.rows < 8 * len(many)


def test_what_fails_on_all_of_them_together_only_is_told():
    def work(table):
        if len(table) == len(TABLE):
            raise ValueError("too many")

    with pytest.raises(ValueError, match="too many"):
        spared(TABLE, work)


def test_a_lack_of_memory_is_no_record_s_fault():
    def work(table):
        raise MemoryError

    with pytest.raises(MemoryError):
        spared(TABLE, work)


def test_an_empty_table_is_told():
    with pytest.raises(ValueError, match="odd"):
        spared(TABLE.slice(0, 0), lambda table: (_ for _ in ()).throw(ValueError("odd")))
