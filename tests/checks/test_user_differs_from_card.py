"""People in service whose portal user has another address or name."""

from rows import account, cases, contact, exported, left, portal_user

CARD = ["id", "email", "first_name", "last_name"]
USER = ["id", "username", "contact_id", "email", "first_name", "last_name"]


def user(**values):
    same = {"email": "a@acme.example", "first_name": "Vera", "last_name": "Vries", "active": True}
    return portal_user("u", "a", "a@acme.example", **{**same, **values})


def card(**values):
    return contact("a", **{"last_name": "Vries", **values})


@cases(
    the_same=([card(), user()], []),
    other_email=([card(), user(email="old@acme.example")], [("a", "u", "old@acme.example")]),
    case_and_spaces=([card(), user(email=" A@Acme.example")], []),
    no_email=([card(), user(email=None)], []),
    says_nothing=([card(), user(email="n.v.t.")], []),
    card_without_email=([card(email=None), user()], []),
    other_name=([card(), user(last_name="Bakker")], [("a", "u", "Vera Bakker")]),
    other_first_name=([card(), user(first_name="Piet")], [("a", "u", "Piet Vries")]),
    both=(
        [card(), user(email="old@acme.example", last_name="Bakker")],
        [("a", "u", "old@acme.example, Vera Bakker")],
    ),
    accents_case_and_hyphens=(
        [
            card(first_name="Zoë", last_name="Jansen-Vries"),
            user(first_name="ZOE", last_name="Jansen Vries"),
        ],
        [],
    ),
    infix_in_the_last_name=([card(middle_name="de"), user(last_name="de Vries")], []),
    infix_left_out=([card(middle_name="de"), user()], []),
    another_infix=(
        [card(middle_name="de"), user(last_name="van Vries")],
        [("a", "u", "Vera van Vries")],
    ),
    last_name_alone=([card(), user(first_name=None)], []),
    another_last_name_alone=(
        [card(), user(first_name=None, last_name="Bakker")],
        [("a", "u", "Bakker")],
    ),
    no_name=([card(), user(first_name=None, last_name=None)], []),
    card_without_a_name=([card(first_name=None, last_name="-"), user()], []),
    another_script=(
        [card(first_name="Вера", last_name="Ким"), user(first_name="Вера", last_name="Ли")],
        [],
    ),
    general_card=(
        [account(), card(first_name=None, last_name="Acme"), user(first_name="Frits")],
        [],
    ),
    general_card_with_another_email=(
        [account(), card(first_name=None, last_name="Acme"), user(email="old@acme.example")],
        [("a", "u", "old@acme.example")],
    ),
    switched_off=([card(), user(email="old@acme.example", active=False)], []),
    left_the_company=([left("a"), user(email="old@acme.example")], []),
    inactive=([card(status="inactive"), user(email="old@acme.example")], []),
    columns_exported=(
        [card(), user(last_name="Bakker"), exported(contact=CARD, portal_user=USER)],
        [("a", "u", "Vera Bakker")],
    ),
    names_never_exported=(
        [card(), user(last_name="Bakker"), exported(contact=CARD, portal_user=USER[:4])],
        [],
    ),
    email_never_exported=(
        [
            card(),
            user(email="old@acme.example"),
            exported(contact=CARD, portal_user=["id", "username", "contact_id"]),
        ],
        [],
    ),
    cards_without_email=(
        [card(), user(email="old@acme.example"), exported(contact=["id"], portal_user=USER)],
        [],
    ),
    nobodys_address=(
        [
            *[contact(f"{n:02}", email="x@y.invalid") for n in range(12)],
            portal_user("u", "00", "x@y", email="z@y.example", active=True),
        ],
        [],
    ),
)
def test_user_differs_from_card(find, rows, expected):
    assert find(rows) == expected
