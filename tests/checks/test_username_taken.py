"""Cards whose address is the username of another card."""

from rows import NOBODY, cases, contact, portal_user


@cases(
    what_is_no_address_is_shared_by_nobody=(
        [
            contact(f"{side}{n}", email=text, username=text if side == "a" else None)
            for n, text in enumerate(NOBODY)
            for side in "ab"
        ],
        [],
    ),
    a_word_is_no_address=(
        [contact("a", email="nvt", username=None), contact("b", username="nvt")],
        [],
    ),
    taken=(
        [
            contact("a", email="v@acme.example", username=None),
            contact("b", username="v@acme.example"),
        ],
        [("a", "b", "v@acme.example")],
    ),
    by_a_leaver=(
        [
            contact("a", email="v@acme.example", username=None),
            contact("b", username="v@acme.example", status="left"),
        ],
        [("a", "b", "v@acme.example")],
    ),
    by_an_inactive_portal_user=(
        [
            contact("a", email="v@acme.example", username=None),
            contact("b", username=None),
            portal_user("u", "b", "v@acme.example", active=False),
        ],
        [("a", "b", "v@acme.example")],
    ),
    of_a_leaver=(
        [
            contact("a", email="v@acme.example", username=None, status="left"),
            contact("b", username="v@acme.example"),
        ],
        [("a", "b", "v@acme.example")],
    ),
    case_and_spaces=(
        [
            contact("a", email=" V@acme.example", username=None),
            contact("b", username="v@ACME.example"),
        ],
        [("a", "b", " V@acme.example")],
    ),
    while_it_has_another=(
        [
            contact("a", email="v@acme.example", username="w@acme.example"),
            contact("b", username="v@acme.example"),
        ],
        [("a", "b", "v@acme.example")],
    ),
    its_own=([contact("a")], []),
    its_own_as_well_is_a_clash=(
        [
            contact("a", email="v@acme.example"),
            contact("b", email="b@acme.example", username="v@acme.example"),
        ],
        [],
    ),
    empty=([contact("a", email=None, username=None), contact("b", username=None)], []),
    sandbox_copy=(
        [contact("a", email="x@y.invalid", username=None), contact("b", username="x@y.invalid")],
        [],
    ),
)
def test_username_taken(find, rows, expected):
    assert find(rows) == expected
