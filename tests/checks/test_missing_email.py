"""Active cards without an e-mail address."""

from rows import account, cases, contact, exported

WORDS = dict(
    zip("abcdefgh", ["geen", "-", "N.v.t.", "nvt", "onbekend", "x", "--", "?"], strict=True)
)


@cases(
    none=([contact("a", email=None)], [("a", None, None)]),
    only_spaces=([contact("a", email="  ")], [("a", None, None)]),
    a_word_that_says_nothing=(
        [contact(id, email=word, username=word) for id, word in WORDS.items()],
        [(id, None, word) for id, word in WORDS.items()],
    ),
    what_may_be_meant=(
        [contact("a", email="jan.acme.example"), contact("b", email="@")],
        [("b", None, "@")],
    ),
    filled=([contact("a")], []),
    a_general_card_needs_one=(
        [account(), contact("a", email=None, kind="general", first_name=None, last_name="Acme")],
        [("a", None, None)],
    ),
    leaver=([contact("a", email=None, status="left")], []),
    inactive=([contact("a", email=None, status="inactive")], []),
    column_never_exported=([contact("a", email=None), exported(contact=["id", "last_name"])], []),
)
def test_missing_email(find, rows, expected):
    assert find(rows) == expected
