"""Cards whose account is in no account file."""

from rows import account, cases, contact


@cases(
    unknown=([account(), contact("a", account_id="gone")], [("a", None, "gone")]),
    known=([account(), contact("a")], []),
    leaver=([account(), contact("a", account_id="gone", status="left")], [("a", None, "gone")]),
    none_filled=([account(), contact("a", account_id=None)], []),
    no_accounts_exported=([contact("a", account_id="gone")], []),
)
def test_account_not_found(find, rows, expected):
    assert find(rows) == expected
