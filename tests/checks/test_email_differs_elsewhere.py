"""Another e-mail address in Business Central than on the card."""

from rows import bc_contact, cases, contact


@cases(
    other=(
        [contact("a"), bc_contact("CT1", "a", email="b@acme.example")],
        [("a", "CT1", "b@acme.example")],
    ),
    same=([contact("a"), bc_contact("CT1", "a", email="a@acme.example")], []),
    case_and_spaces=([contact("a"), bc_contact("CT1", "a", email=" A@Acme.example ")], []),
    one_of_several=(
        [contact("a"), bc_contact("CT1", "a", email="b@acme.example; a@acme.example")],
        [],
    ),
    none_of_several=(
        [contact("a"), bc_contact("CT1", "a", email="b@acme.example;c@acme.example")],
        [("a", "CT1", "b@acme.example;c@acme.example")],
    ),
    leaver=(
        [contact("a", status="left"), bc_contact("CT1", "a", email="b@acme.example")],
        [("a", "CT1", "b@acme.example")],
    ),
    empty_there=([contact("a"), bc_contact("CT1", "a", email=None)], []),
    empty_here=([contact("a", email=None), bc_contact("CT1", "a", email="b@acme.example")], []),
    somebody_else=([contact("a"), bc_contact("CT1", "b", email="b@acme.example")], []),
    sandbox_copy=(
        [
            contact("a", email="a@acme.example.invalid"),
            bc_contact("CT1", "a", email="a@acme.example"),
        ],
        [],
    ),
)
def test_bc_email_differs(find, rows, expected):
    assert find(rows) == expected
