"""Leavers who are not blocked in Business Central."""

from rows import bc_contact, cases, contact, exported, left


@cases(
    active_there=([left("a"), bc_contact("CT1", "a")], [("a", "CT1", "CT1")]),
    found_by_its_address=(
        [left("a"), bc_contact("CT1", "unknown", email="A@acme.example ")],
        [("a", "CT1", "CT1")],
    ),
    blocked_there=([left("a"), bc_contact("CT1", "a", blocked=True)], []),
    empty_means_not_blocked=(
        [left("a"), bc_contact("CT1", "a", blocked=None)],
        [("a", "CT1", "CT1")],
    ),
    column_never_exported=(
        [
            left("a"),
            bc_contact("CT1", "a", blocked=None),
            exported(bc_contact=["id", "salesforce_id"]),
        ],
        [],
    ),
    in_service=([contact("a"), bc_contact("CT1", "a")], []),
    inactive_is_not_left=([contact("a", status="inactive"), bc_contact("CT1", "a")], []),
    not_in_bc=([left("a"), bc_contact("CT1", "b")], []),
)
def test_leaver_active_in_bc(find, rows, expected):
    assert find(rows) == expected
