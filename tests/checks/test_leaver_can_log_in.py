"""Leavers whose portal user is still active."""

from rows import cases, contact, exported, left, portal_user


@cases(
    active=(
        [left("a"), portal_user("u", "a", "a@acme.example", active=True)],
        [("a", "u", "a@acme.example")],
    ),
    switched_off=([left("a"), portal_user("u", "a", "a@acme.example", active=False)], []),
    without_a_mark=(
        [left("a"), portal_user("u", "a", "a@acme.example")],
        [("a", "u", "a@acme.example")],
    ),
    column_never_exported=(
        [
            left("a"),
            portal_user("u", "a", "a@acme.example"),
            exported(portal_user=["id", "username", "contact_id"]),
        ],
        [],
    ),
    one_of_two=(
        [
            left("a"),
            portal_user("u", "a", "a@acme.example", active=False),
            portal_user("v", "a", " ", active=True),
        ],
        [("a", "v", "v")],
    ),
    no_portal_user=([left("a")], []),
    in_service=([contact("a"), portal_user("u", "a", "a@acme.example", active=True)], []),
    inactive_is_not_left=(
        [contact("a", status="inactive"), portal_user("u", "a", "a@acme.example", active=True)],
        [],
    ),
)
def test_leaver_can_log_in(find, rows, expected):
    assert find(rows) == expected
