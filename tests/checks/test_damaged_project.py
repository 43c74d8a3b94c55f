"""Letters that went wrong in a project."""

from rows import cases, project


@cases(
    decoded_twice=([project("a", name="CafÃ©")], [("a", None, "CafÃ© → Café")]),
    web_page=([project("a", name="Caf&eacute;")], [("a", None, "Caf&eacute; → Café")]),
    a_letter_lost=([project("a", name="Caf?e")], [("a", None, "Caf?e")]),
    in_order=([project("a", name="Café Zoë")], []),
)
def test_damaged_project(find, rows, expected):
    assert find(rows) == expected
