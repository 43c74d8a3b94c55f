"""Active cards without an e-mail address."""

from rows import account, cases, contact, exported

WORDS = dict(
    zip("abcdefgh", ["geen", "-", "N.v.t.", "nvt", "onbekend", "x", "--", "?"], strict=True)
)

PLACED = (
    "nvt@nvt.nl", "geen@mail.nl", "no@email.com", "onbekend@acme.example", "test@test.nl",
    "noemail@acme.example", "N.v.t.2@nvt.nl", "geen1@acme.example", "jan@onbekend.nl",
)  # fmt: skip


@cases(
    an_address_made_of_a_word=(
        [contact(text, email=text) for text in PLACED],
        [(text, None, text) for text in sorted(PLACED)],
    ),
    an_address_that_may_be_somebodys=(
        [
            contact("a", email="nb@acme.example"),
            contact("b", email="jan@nvt.example"),
            contact("c", email="leeg@acme.example", last_name="Leeg"),
            contact("d", email="info@geen.example"),
            contact("e", email="test@acme.example"),
            contact("f", email="x.bakker@acme.example"),
        ],
        [],
    ),
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
