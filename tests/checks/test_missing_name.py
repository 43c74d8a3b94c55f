"""Active cards of persons without a first or a last name."""

from rows import account, cases, contact, exported


@cases(
    no_first=([contact("a", first_name=None, last_name="Bos")], [("a", None, "Bos")]),
    no_last=([contact("a", last_name=None)], [("a", None, "Vera")]),
    neither=([contact("a", first_name=None, last_name=None)], [("a", None, None)]),
    a_dot=([contact("a", first_name=".", last_name="Bos")], [("a", None, ". Bos")]),
    unknown_in_words=([contact("a", last_name="Onbekend")], [("a", None, "Vera Onbekend")]),
    both_filled=([contact("a")], []),
    initials_that_could_be_a_word=([contact("a", first_name="N.B.", last_name="Bos")], []),
    an_initial_is_a_name=([contact("a", first_name="V.", last_name="Bos")], []),
    marked_names=([contact("a", first_name="*Zoë", last_name="Öz")], []),
    general_card=([account(), contact("a", kind="general", first_name=None, last_name="Acme")], []),
    general_by_its_name=(
        [account(name="Flex Bureau B.V."), contact("a", first_name=None, last_name="Flex Bureau")],
        [],
    ),
    leaver=([contact("a", first_name=None, status="left")], []),
    inactive=([contact("a", first_name=None, status="inactive")], []),
    first_name_never_exported=(
        [contact("a", first_name=None), exported(contact=["id", "last_name"])],
        [],
    ),
)
def test_missing_name(find, rows, expected):
    assert find(rows) == expected
