"""Active cards that approve something and have no username."""

from rows import approval, cases, contact, exported, portal_user, project


@cases(
    none=(
        [contact("a", username=None), project("1"), approval("x", "a", "1")],
        [("a", None, "Project 1")],
    ),
    has_one=([contact("a"), project("1"), approval("x", "a", "1")], []),
    its_portal_user_has_one=(
        [
            contact("a", username=None),
            project("1"),
            approval("x", "a", "1"),
            portal_user("u", "a", "a@acme.example"),
        ],
        [],
    ),
    its_portal_user_was_switched_off=(
        [
            contact("a", username=None),
            project("1"),
            approval("x", "a", "1"),
            portal_user("u", "a", "a@acme.example", active=False),
        ],
        [("a", None, "Project 1")],
    ),
    approves_nothing=([contact("a", username=None), project("1")], []),
    approval_ended=(
        [contact("a", username=None), project("1"), approval("x", "a", "1", active=False)],
        [],
    ),
    even_of_a_closed_project=(
        [contact("a", username=None), project("1", status="closed"), approval("x", "a", "1")],
        [("a", None, "Project 1")],
    ),
    without_a_project_file=(
        [contact("a", username=None), approval("x", "a", "1")],
        [("a", None, "1")],
    ),
    not_said_whether_active=(
        [contact("a", username=None), project("1"), approval("x", "a", "1", active=None)],
        [("a", None, "Project 1")],
    ),
    leaver=(
        [contact("a", username=None, status="left"), project("1"), approval("x", "a", "1")],
        [],
    ),
    usernames_never_exported=(
        [
            contact("a", username=None),
            project("1"),
            approval("x", "a", "1"),
            exported(contact=["id", "email"]),
        ],
        [],
    ),
)
def test_username_missing(find, rows, expected):
    assert find(rows) == expected
