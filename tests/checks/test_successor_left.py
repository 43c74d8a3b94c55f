"""Leavers whose successor is not in service either, and who could take over."""

from rows import cases, contact, left


@cases(
    left=(
        [left("a", successor_id="b"), left("b", successor_id="c"), contact("c")],
        [("a", "b", "Vera Numberc")],
    ),
    inactive=(
        [left("a", successor_id="b"), contact("b", status="inactive")],
        [("a", "b", None)],
    ),
    the_first_who_is_there=(
        [
            left("a", successor_id="b"),
            left("b", successor_id="c"),
            contact("c", status="inactive", successor_id="d"),
            contact("d", first_name=None, last_name=None, successor_id="e"),
            contact("e"),
        ],
        [("a", "b", "d@acme.example"), ("b", "c", "d@acme.example")],
    ),
    nobody_is_there=(
        [left("a", successor_id="b"), left("b", successor_id="c"), left("c", successor_id=None)],
        [("a", "b", None), ("b", "c", None)],
    ),
    in_a_ring=(
        [left("a", successor_id="b"), left("b", successor_id="a")],
        [("a", "b", None), ("b", "a", None)],
    ),
    in_service=([left("a", successor_id="b"), contact("b")], []),
    themselves=([left("a", successor_id="a")], [("a", "a", None)]),
    not_exported=([left("a", successor_id="gone")], []),
    of_somebody_in_service=([contact("a", successor_id="b"), left("b", successor_id=None)], []),
)
def test_successor_left(find, rows, expected):
    assert find(rows) == expected
