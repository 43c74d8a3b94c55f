"""Active cards whose username and address differ."""

from rows import cases, contact, portal_user


@cases(
    other=([contact("a", username="v@acme.example")], [("a", None, "v@acme.example")]),
    same=([contact("a")], []),
    case_and_spaces=([contact("a", username=" A@Acme.example ")], []),
    of_its_portal_user=(
        [contact("a", username=None), portal_user("u", "a", "v@acme.example")],
        [("a", None, "v@acme.example")],
    ),
    of_a_portal_user_that_was_switched_off=(
        [contact("a"), portal_user("u", "a", "v@acme.example", active=False)],
        [],
    ),
    no_username=([contact("a", username=None)], []),
    no_address=([contact("a", email=None, username="v@acme.example")], []),
    leaver=([contact("a", username="v@acme.example", status="left")], []),
    inactive=([contact("a", username="v@acme.example", status="inactive")], []),
    sandbox_copy=([contact("a", email="a@acme.example.invalid", username="a@acme.example")], []),
)
def test_username_not_email(find, rows, expected):
    assert find(rows) == expected
