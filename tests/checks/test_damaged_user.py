"""Letters that went wrong in a portal user."""

from rows import cases, portal_user


@cases(
    decoded_twice=(
        [portal_user("a", None, "a@x.example", last_name="CafÃ©")],
        [("a", None, "CafÃ© → Café")],
    ),
    web_page=(
        [portal_user("a", None, "a@x.example", last_name="Caf&eacute;")],
        [("a", None, "Caf&eacute; → Café")],
    ),
    a_letter_lost=(
        [portal_user("a", None, "a@x.example", last_name="Caf?e")],
        [("a", None, "Caf?e")],
    ),
    in_order=([portal_user("a", None, "a@x.example", last_name="Café Zoë")], []),
    address=(
        [portal_user("a", None, "\u0430nna@x.example")],
        [("a", None, "\u0430nna@x.example → anna@x.example")],
    ),
)
def test_damaged_user(find, rows, expected):
    assert find(rows) == expected
