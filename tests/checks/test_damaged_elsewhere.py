"""Letters that went wrong in a bc contact."""

from rows import bc_contact, cases


@cases(
    decoded_twice=([bc_contact("a", None, name="CafÃ©")], [("a", None, "CafÃ© → Café")]),
    web_page=([bc_contact("a", None, name="Caf&eacute;")], [("a", None, "Caf&eacute; → Café")]),
    a_letter_lost=([bc_contact("a", None, name="Caf?e")], [("a", None, "Caf?e")]),
    in_order=([bc_contact("a", None, name="Café Zoë")], []),
    address=(
        [bc_contact("a", None, email="j\u0430n@x.example")],
        [("a", None, "j\u0430n@x.example → jan@x.example")],
    ),
)
def test_damaged_bc_contact(find, rows, expected):
    assert find(rows) == expected
