"""Active cards with letters that went wrong."""

from rows import cases, contact


@cases(
    decoded_twice=(
        [contact("a", first_name="RenÃ©", last_name="CrÃ´nÃ©")],
        [("a", None, "RenÃ© → René, CrÃ´nÃ© → Crôné")],
    ),
    another_alphabet_in_name_and_address=(
        [contact("a", first_name="\u0410nna", email="\u0430nna.bas@x.example")],
        [("a", None, "\u0410nna → Anna, \u0430nna.bas@x.example → anna.bas@x.example")],
    ),
    of_a_web_page=(
        [contact("a", first_name="Jos&eacute;", last_name="D&apos;Hondt", title="R&amp;D")],
        [("a", None, "Jos&eacute; → José, D&apos;Hondt → D'Hondt, R&amp;D → R&D")],
    ),
    an_ampersand=([contact("a", title="R&D; Sales", department="P&O;X")], []),
    wide=(
        [contact("a", last_name="Ｊａｎ", title="ﬁnance")],
        [("a", None, "Ｊａｎ → Jan, ﬁnance → finance")],
    ),
    unreadable=([contact("a", last_name="Jos\ufffd")], [("a", None, "Jos\ufffd")]),
    a_letter_lost=([contact("a", last_name="Ren?e")], [("a", None, "Ren?e")]),
    a_question=([contact("a", title="Planner?Inkoper")], []),
    in_order=([contact("a", first_name="Zoë", last_name="Živković", city="'s-Gravenhage")], []),
    another_alphabet_alone=([contact("a", first_name="Анна", last_name="Ωραία")], []),
    leaver=([contact("a", first_name="RenÃ©", status="left")], []),
)
def test_damaged_text(find, rows, expected):
    assert find(rows) == expected
