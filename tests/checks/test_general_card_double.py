"""General cards of one account with one address."""

from rows import NOBODY, account, cases, contact

MAIL = "planning@flex.example"


def general(id, **values):
    """A general card of the mailbox."""
    return contact(
        id, **{"first_name": None, "last_name": "Acme", "kind": "general", "email": MAIL, **values}
    )


@cases(
    what_is_no_address_is_shared_by_nobody=(
        [
            contact(f"{side}{n}", email=text, username=text, kind="general")
            for n, text in enumerate(NOBODY)
            for side in "ab"
        ],
        [],
    ),
    two=([account(), general("a"), general("b")], [("a", "b", MAIL), ("b", "a", MAIL)]),
    other_case=(
        [account(), general("a"), general("b", email="PLANNING@flex.example")],
        [("a", "b", MAIL), ("b", "a", MAIL)],
    ),
    one=([account(), general("a")], []),
    other_address=([account(), general("a"), general("b", email="uren@flex.example")], []),
    other_account=([account(), account("beta"), general("a"), general("b", account_id="beta")], []),
    one_left=([account(), general("a"), general("b", status="left")], []),
    a_person=([account(), general("a"), contact("b", email=MAIL)], []),
)
def test_two_general_cards_for_one_mailbox(find, rows, expected):
    assert find(rows) == expected
