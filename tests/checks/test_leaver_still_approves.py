"""Leavers with an active approval on a project that is not closed."""

from rows import approval, cases, contact, left, project


@cases(
    running=([left("a"), project("1"), approval("x", "a", "1")], [("a", None, "Project 1")]),
    closed=([left("a"), project("1", status="closed"), approval("x", "a", "1")], []),
    approval_ended=([left("a"), project("1"), approval("x", "a", "1", active=False)], []),
    project_without_status=(
        [left("a"), project("1", status=None), approval("x", "a", "1")],
        [("a", None, "Project 1")],
    ),
    project_never_exported=([left("a"), approval("x", "a", "1")], [("a", None, "1")]),
    approval_without_a_mark=(
        [left("a"), project("1"), approval("x", "a", "1", active=None)],
        [("a", None, "Project 1")],
    ),
    twice_on_one_project=(
        [left("a"), project("1"), approval("x", "a", "1"), approval("y", "a", "1", kind="invoice")],
        [("a", None, "Project 1")],
    ),
    many_projects_are_cut=(
        [
            left("a"),
            *[project(str(n)) for n in range(5)],
            *[approval(f"x{n}", "a", str(n)) for n in range(5)],
        ],
        [("a", None, "Project 0, Project 1, Project 2, +2")],
    ),
    in_service=([contact("a"), project("1"), approval("x", "a", "1")], []),
    inactive_is_not_left=(
        [contact("a", status="inactive"), project("1"), approval("x", "a", "1")],
        [],
    ),
    ended_without_a_status=(
        [
            left("a"),
            project("1", status=None, end_date="2026-01-01"),
            approval("x", "a", "1"),
            ("load", {"id": 1, "exported": "2026-11-23"}),
        ],
        [],
    ),
)
def test_leaver_still_approves(find, rows, expected):
    assert find(rows) == expected
