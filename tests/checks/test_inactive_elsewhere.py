"""Cards in service that are blocked in Business Central."""

from rows import bc_contact, cases, contact, left


@cases(
    blocked_there=([contact("a"), bc_contact("CT1", "a", blocked=True)], [("a", "CT1", "CT1")]),
    found_by_its_address=(
        [contact("a"), bc_contact("CT1", None, email=" A@acme.example", blocked=True)],
        [("a", "CT1", "CT1")],
    ),
    address_of_two_cards=(
        [
            contact("a", email="x@acme.example"),
            contact("b", email="x@acme.example"),
            bc_contact("CT1", None, email="x@acme.example", blocked=True),
        ],
        [],
    ),
    active_there=([contact("a"), bc_contact("CT1", "a")], []),
    column_never_exported=([contact("a"), bc_contact("CT1", "a", blocked=None)], []),
    there_twice_and_once_active=(
        [contact("a"), bc_contact("CT1", "a", blocked=True), bc_contact("CT2", "a")],
        [],
    ),
    there_twice_and_never_active=(
        [contact("a"), bc_contact("CT1", "a", blocked=True), bc_contact("CT2", "a", blocked=True)],
        [("a", "CT1", "CT1")],
    ),
    without_a_status=(
        [contact("a", status=None), bc_contact("CT1", "a", blocked=True)],
        [("a", "CT1", "CT1")],
    ),
    left=([left("a"), bc_contact("CT1", "a", blocked=True)], []),
    inactive_here_too=([contact("a", status="inactive"), bc_contact("CT1", "a", blocked=True)], []),
    not_in_bc=([contact("a")], []),
)
def test_inactive_in_bc_active_here(find, rows, expected):
    assert find(rows) == expected
