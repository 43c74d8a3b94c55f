"""The same username on several cards."""

from rows import NOBODY, cases, contact, portal_user


@cases(
    what_is_no_address_is_shared_by_nobody=(
        [
            contact(f"{side}{n}", email=text, username=text)
            for n, text in enumerate(NOBODY)
            for side in "ab"
        ],
        [],
    ),
    a_word_is_no_username=(
        [
            contact("a", username="geen"),
            contact("b", username="geen"),
            contact("c", username="-"),
            portal_user("1", "d", "-"),
            contact("d", username="n.v.t."),
        ],
        [],
    ),
    two=(
        [contact("a", username="v@acme.example"), contact("b", username="v@acme.example")],
        [("a", "b", "v@acme.example"), ("b", "a", "v@acme.example")],
    ),
    case_and_spaces=(
        [contact("a", username=" V@acme.example"), contact("b", username="v@ACME.example ")],
        [("a", "b", "v@acme.example"), ("b", "a", "v@acme.example")],
    ),
    leavers_keep_theirs=(
        [
            contact("a", username="v@acme.example", status="left"),
            contact("b", username="v@acme.example"),
        ],
        [("a", "b", "v@acme.example"), ("b", "a", "v@acme.example")],
    ),
    a_portal_user_of_another_card=(
        [
            contact("a", username="v@acme.example"),
            contact("b", username=None),
            portal_user("u", "b", "V@acme.example", active=False),
        ],
        [("a", "b", "v@acme.example"), ("b", "a", "v@acme.example")],
    ),
    its_own_portal_user=([contact("a"), portal_user("u", "a", "a@acme.example")], []),
    two_names_shared_by_one_pair=(
        [
            contact("a", username="v@acme.example"),
            contact("b", username="v@acme.example"),
            portal_user("u", "a", "w@acme.example"),
            portal_user("v", "b", "w@acme.example"),
        ],
        [("a", "b", "v@acme.example"), ("b", "a", "v@acme.example")],
    ),
    a_portal_user_of_nobody=(
        [
            contact("a"),
            portal_user("u", None, "a@acme.example"),
            portal_user("v", "gone", "a@acme.example"),
        ],
        [],
    ),
    three_each_point_at_the_smallest_other=(
        [*[contact(id, username="v@acme.example") for id in "abc"]],
        [("a", "b", "v@acme.example"), ("b", "a", "v@acme.example"), ("c", "a", "v@acme.example")],
    ),
    empty_is_not_shared=(
        [
            contact("a", username=None),
            contact("b", username=None),
            contact("c", username=" "),
            contact("d", username=" "),
        ],
        [],
    ),
    plus_tags_are_two_usernames=(
        [
            contact("a", username="contact+anna@acme.example"),
            contact("b", username="contact+piet@acme.example"),
        ],
        [],
    ),
    sandbox_copy=([contact("a", username="x@y.invalid"), contact("b", username="x@y.invalid")], []),
)
def test_username_clash(find, rows, expected):
    assert find(rows) == expected
