"""Mailboxes with which several people approve hours, and no general card."""

from rows import account, approval, cases, contact, project

MAIL = "planning@flex.example"


def two(**second):
    """Two people of one account who approve hours with the mailbox."""
    return [
        account(),
        project("p"),
        contact("a", email=MAIL),
        contact("b", **{"email": MAIL, "username": None, **second}),
        approval("1", "a", "p"),
        approval("2", "b", "p"),
    ]


GENERAL = {"first_name": None, "last_name": "Acme", "kind": "general"}


@cases(
    two_people=(two(), [("acme", None, MAIL)]),
    other_case=(two(email="Planning@flex.example"), [("acme", None, MAIL)]),
    as_username_only=(two(email="b@flex.example", username=MAIL), [("acme", None, MAIL)]),
    general_card_there=([*two(), contact("g", email=MAIL, **GENERAL)], []),
    general_card_left=(
        [*two(), contact("g", email=MAIL, status="left", **GENERAL)],
        [("acme", None, MAIL)],
    ),
    one_approves=([row for row in two() if row[1]["id"] != "2"], []),
    one_left=(two(status="left"), []),
    own_addresses=(two(email="b@flex.example", username="b@flex.example"), []),
    invoices_only=(
        [*[row for row in two() if row[1]["id"] != "2"], approval("3", "b", "p", kind="invoice")],
        [],
    ),
    most_of_its_people=(
        [
            *two(),
            account("beta"),
            contact("c", email=MAIL, username=None, account_id="beta"),
            approval("3", "c", "p"),
        ],
        [("acme", None, MAIL)],
    ),
)
def test_people_on_one_mailbox_without_a_general_card(find, rows, expected):
    assert find(rows) == expected
