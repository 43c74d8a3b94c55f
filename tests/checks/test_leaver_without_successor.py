"""Leavers for whom no successor is filled in."""

from rows import cases, contact, exported, left


@cases(
    none=([left("a", successor_id=None)], [("a", None, None)]),
    filled=([left("a")], []),
    noted_here=(
        [
            left("a", successor_id=None),
            contact("b"),
            ("succession", {"id": "a:b", "contact_id": "a", "successor_id": "b"}),
        ],
        [],
    ),
    whoever_was_noted_is_gone=(
        [
            left("a", successor_id=None),
            ("succession", {"id": "a:b", "contact_id": "a", "successor_id": "b"}),
            ("departure", {"id": "a", "last_day": "2026-11-20"}),
        ],
        [("a", None, None)],
    ),
    somebody_decided_that_nobody_takes_over=(
        [left("a", successor_id=None), ("departure", {"id": "a", "last_day": "2026-11-20"})],
        [],
    ),
    of_another_leaver=(
        [
            left("a", successor_id=None),
            ("succession", {"id": "b:a", "contact_id": "b", "successor_id": "a"}),
            ("departure", {"id": "b"}),
        ],
        [("a", None, None)],
    ),
    in_service=([contact("a")], []),
    inactive_is_not_left=([contact("a", status="inactive")], []),
    column_never_exported=([left("a", successor_id=None), exported(contact=["id", "status"])], []),
)
def test_leaver_without_successor(find, rows, expected):
    assert find(rows) == expected
