"""Looking values up by their start."""

import numpy as np
import pyarrow as pa
import pytest

from dq.matching.searching.nearby import Ranked, Sorted

TEXTS = ["bakker", "bak", "", "bakkerij", "zorg"]


@pytest.fixture(params=["sorted", "ranked"])
def texts(request):
    if request.param == "sorted":
        return Sorted.of(np.array([text.encode() for text in TEXTS], "S12"))
    codes = np.array([0, 1, -1, 2, 3], np.int32)
    return Ranked.of(pa.array([text for text in TEXTS if text]), codes)


@pytest.mark.parametrize(
    ("text", "rows"), [(b"bak", [1, 0, 3]), (b"bakkeri", [3]), (b"z", [4]), (b"x", []), (b"c", [])]
)
def test_rows_are_found_by_the_start_of_their_text(texts, text, rows):
    assert texts.begun(text, 9).tolist() == rows
    assert texts.begun(text, 1).tolist() == rows[:1]


def test_a_text_wider_than_the_column_is_no_reason_to_copy_the_column(monkeypatch):
    column = Sorted.of(np.array([b"abcdefgh"], "S8"))
    widths = []
    search = np.searchsorted

    def noted(values, text, *side):
        widths.append(np.array(text).itemsize)
        return search(values, text, *side)

    monkeypatch.setattr(np, "searchsorted", noted)
    assert column.begun(b"abcdefghijkl", 9).tolist() == [0]
    assert max(widths) <= 8
