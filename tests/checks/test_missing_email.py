"""Active cards without an e-mail address."""

from rows import account, cases, contact, exported

WORDS = dict(
    zip("abcdefgh", ["geen", "-", "N.v.t.", "nvt", "onbekend", "x", "--", "?"], strict=True)
)

PLACED = (
    "nvt@nvt.nl", "geen@mail.nl", "no@email.com", "onbekend@acme.example", "test@test.nl",
    "noemail@acme.example", "N.v.t.2@nvt.nl", "geenmail@acme.example", "geen@geen.nl",
    "onbekend@onbekend.nl", "noemail@noemail.com", "test@mail.nl", "unknown@email.com",
)  # fmt: skip
SOMEBODYS = (
    "kein@meier.nl", "na@mail.de", "x@mail.com", "xx@test.de", "so@mail.ch", "ka@mail.de",
    "missing@redcross.org", "t@unknown.digital", "t@missing.nl", "volgt@anders.nl",
    "empty@bottle.nl", "jan@onbekend.nl", "no@mail.acme.example", "test@acme.example", "x.y@x.nl",
)  # fmt: skip
# Whose own name or initials are such a word.
CALLED = {
    "no@email.nl": {"last_name": "No"},
    "geen@geen.nl": {"middle_name": "van", "last_name": "Geen"},
    "onbekend@acme.example": {"first_name": "Onbekend", "last_name": None},
    "na@na.nl": {"first_name": "Nora", "last_name": "Ahlers"},
    "n.n.@nn.nl": {"first_name": "N.N.", "last_name": "Bos"},
    "nvt@nvt.nl": {"first_name": "Nina", "middle_name": "van", "last_name": "Tol"},
    "x@x.nl": {"first_name": "Xander", "last_name": "Bos"},
}


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
    an_address_of_a_real_domain=([contact(text, email=text) for text in SOMEBODYS], []),
    ones_own_name=([contact(text, email=text, **name) for text, name in CALLED.items()], []),
    the_name_of_another_card_with_it=(
        [
            contact("a", email="no@email.nl", last_name="No"),
            contact("b", email="no@email.nl", last_name=None),
            ("portal_user", {"id": "u", "username": "no@email.nl"}),
        ],
        [],
    ),
    nobody_without_a_last_name=(
        [contact("a", email="geen@mail.nl", last_name=None)],
        [("a", None, "geen@mail.nl")],
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
