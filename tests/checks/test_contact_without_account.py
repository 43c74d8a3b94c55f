"""Active cards that hang under no account."""

from rows import cases, contact, exported


@cases(
    none=([contact("a", account_id=None)], [("a", None, None)]),
    filled=([contact("a")], []),
    leaver=([contact("a", account_id=None, status="left")], []),
    inactive=([contact("a", account_id=None, status="inactive")], []),
    own_word_for_a_status=(
        [contact("a", account_id=None, status="proeftijd")],
        [("a", None, None)],
    ),
    no_status=([contact("a", account_id=None, status=None)], [("a", None, None)]),
    column_never_exported=([contact("a", account_id=None), exported(contact=["id", "email"])], []),
    column_exported=(
        [contact("a", account_id=None), exported(contact=["id", "account_id"])],
        [("a", None, None)],
    ),
)
def test_contact_without_account(find, rows, expected):
    assert find(rows) == expected
