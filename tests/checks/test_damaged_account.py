"""Accounts with letters that went wrong."""

from rows import account, cases


@cases(
    decoded_twice=([account("a", name="CafÃ© Blom")], [("a", None, "CafÃ© Blom → Café Blom")]),
    another_alphabet_in_name_and_street=(
        [account("a", name="\u0410nker", street="K\u0430de 1")],
        [("a", None, "\u0410nker → Anker, K\u0430de 1 → Kade 1")],
    ),
    a_letter_lost=([account("a", name="Caf?e Blom")], [("a", None, "Caf?e Blom")]),
    in_order=([account("a", name="Café Zoë", city="'s-Gravenhage")], []),
)
def test_damaged_account(find, rows, expected):
    assert find(rows) == expected
