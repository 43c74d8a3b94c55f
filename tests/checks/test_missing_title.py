"""Active cards of persons without a job title."""

from rows import account, cases, contact, exported


@cases(
    none=([contact("a", title=None)], [("a", None, None)]),
    a_dash=([contact("a", title="-")], [("a", None, "-")]),
    unknown_in_words=([contact("a", title="Onbekend")], [("a", None, "Onbekend")]),
    filled=([contact("a", title="HR")], []),
    general_card=(
        [account(), contact("a", title=None, kind="general", first_name=None, last_name="Acme")],
        [],
    ),
    leaver=([contact("a", title=None, status="left")], []),
    inactive=([contact("a", title=None, status="inactive")], []),
    column_never_exported=([contact("a", title=None), exported(contact=["id", "last_name"])], []),
)
def test_missing_title(find, rows, expected):
    assert find(rows) == expected
