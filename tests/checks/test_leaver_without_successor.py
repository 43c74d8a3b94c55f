"""Leavers for whom no successor is filled in."""

from rows import cases, contact, exported, left


@cases(
    none=([left("a", successor_id=None)], [("a", None, None)]),
    filled=([left("a")], []),
    in_service=([contact("a")], []),
    inactive_is_not_left=([contact("a", status="inactive")], []),
    column_never_exported=([left("a", successor_id=None), exported(contact=["id", "status"])], []),
)
def test_leaver_without_successor(find, rows, expected):
    assert find(rows) == expected
