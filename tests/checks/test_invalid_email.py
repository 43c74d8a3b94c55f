"""Active cards whose e-mail address cannot be one."""

from rows import cases, contact


@cases(
    a_word_is_no_address=([contact("a", email="geen"), contact("b", email="-")], []),
    no_at=([contact("a", email="vera.acme.example")], [("a", None, "vera.acme.example")]),
    two_ats=([contact("a", email="vera@@acme.example")], [("a", None, "vera@@acme.example")]),
    nothing_before=([contact("a", email="@acme.example")], [("a", None, "@acme.example")]),
    nothing_after=([contact("a", email="vera@")], [("a", None, "vera@")]),
    inner_space=([contact("a", email="vera @acme.example")], [("a", None, "vera @acme.example")]),
    two_dots=([contact("a", email="vera@acme..example")], [("a", None, "vera@acme..example")]),
    comma=([contact("a", email="vera@acme,example")], [("a", None, "vera@acme,example")]),
    no_ending=([contact("a", email="vera@acme")], [("a", None, "vera@acme")]),
    two_addresses=(
        [contact("a", email="vera@acme.example;jan@acme.example")],
        [("a", None, "vera@acme.example;jan@acme.example")],
    ),
    dot_at_the_start=(
        [contact("a", email=".vera@acme.example")],
        [("a", None, ".vera@acme.example")],
    ),
    reserved=([contact("a", email="vera@acme.test")], [("a", None, "vera@acme.test")]),
    ordinary=([contact("a", email="vera@acme.example")], []),
    capitals=([contact("a", email="Vera.Bos@Acme.Example")], []),
    plus_tag=([contact("a", email="contact+anna@acme.example")], []),
    apostrophe=([contact("a", email="vera.o'hara@acme.example")], []),
    accent=([contact("a", email="josé@acme.example")], []),
    ending_that_does_not_exist=([contact("a", email="vera@gmail.con")], []),
    sandbox_copy=([contact("a", email="vera@acme.invalid")], []),
    leaver=([contact("a", email="-", status="left")], []),
    inactive=([contact("a", email="-", status="inactive")], []),
    empty=([contact("a", email=None)], []),
)
def test_invalid_email(find, rows, expected):
    assert find(rows) == expected
