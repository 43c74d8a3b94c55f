"""Active cards that share one e-mail address."""

from rows import NOBODY, account, cases, contact


@cases(
    what_is_no_address_is_shared_by_nobody=(
        [
            contact(f"{side}{n}", email=text, username=text)
            for n, text in enumerate(NOBODY)
            for side in "ab"
        ],
        [],
    ),
    a_word_is_no_address=([contact("a", email="geen"), contact("b", email="Geen")], []),
    two=(
        [contact("a"), contact("b", email="a@acme.example")],
        [("a", "b", "a@acme.example"), ("b", "a", "a@acme.example")],
    ),
    case_and_spaces=(
        [contact("a"), contact("b", email=" A@acme.EXAMPLE")],
        [("a", "b", "a@acme.example"), ("b", "a", " A@acme.EXAMPLE")],
    ),
    three_each_point_at_the_smallest_other=(
        [contact("a"), contact("b", email="a@acme.example"), contact("c", email="a@acme.example")],
        [("a", "b", "a@acme.example"), ("b", "a", "a@acme.example"), ("c", "a", "a@acme.example")],
    ),
    plus_tags_are_two_addresses=(
        [
            contact("a", email="contact+anna@acme.example"),
            contact("b", email="contact+piet@acme.example"),
        ],
        [],
    ),
    one_has_left=([contact("a"), contact("b", email="a@acme.example", status="left")], []),
    one_is_inactive=([contact("a"), contact("b", email="a@acme.example", status="inactive")], []),
    empty_is_not_shared=(
        [
            contact("a", email=None),
            contact("b", email=None),
            contact("c", email=" "),
            contact("d", email=" "),
        ],
        [],
    ),
    a_general_card_counts=(
        [
            account(),
            contact("a", email="info@acme.example"),
            contact(
                "b", email="info@acme.example", kind="general", first_name=None, last_name="Acme"
            ),
        ],
        [("a", "b", "info@acme.example"), ("b", "a", "info@acme.example")],
    ),
    sandbox_copy=([contact("a", email="x@y.invalid"), contact("b", email="x@y.invalid")], []),
    half_the_file=([*[contact(f"{n:02}", email="test@acme.example") for n in range(12)]], []),
)
def test_duplicate_email(find, rows, expected):
    assert find(rows) == expected
