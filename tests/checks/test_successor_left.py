"""Leavers whose successor is not in service either."""

from rows import cases, contact, left


@cases(
    left=(
        [left("a", successor_id="b"), left("b", successor_id="c"), contact("c")],
        [("a", "b", "left")],
    ),
    inactive=(
        [left("a", successor_id="b"), contact("b", status="inactive")],
        [("a", "b", "inactive")],
    ),
    in_service=([left("a", successor_id="b"), contact("b")], []),
    themselves=([left("a", successor_id="a")], [("a", "a", "left")]),
    not_exported=([left("a", successor_id="gone")], []),
    of_somebody_in_service=([contact("a", successor_id="b"), left("b", successor_id=None)], []),
)
def test_successor_left(find, rows, expected):
    assert find(rows) == expected
