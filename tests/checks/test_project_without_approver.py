"""Projects without somebody in service who approves, as a whole or for one kind."""

from rows import approval, cases, contact, exported, left, project

ELSEWHERE = [contact("z"), project("0"), approval("w", "z", "0")]
ALL = "hours invoice sub_agreement"


@cases(
    approved=([contact("a"), project("1"), approval("x", "a", "1")], []),
    by_a_leaver=([left("a"), project("1"), approval("x", "a", "1")], [("1", None, "hours")]),
    by_somebody_inactive=(
        [contact("a", status="inactive"), project("1"), approval("x", "a", "1")],
        [("1", None, "hours")],
    ),
    by_nobody_that_is_known=(
        [contact("b"), project("1"), approval("x", "a", "1")],
        [("1", None, "hours")],
    ),
    by_a_leaver_and_a_successor=(
        [
            left("a"),
            contact("b"),
            project("1"),
            approval("x", "a", "1"),
            approval("y", "b", "1"),
        ],
        [],
    ),
    one_kind_by_a_leaver=(
        [
            left("a"),
            contact("b"),
            project("1"),
            approval("x", "b", "1"),
            approval("y", "a", "1", kind="sub_agreement"),
            approval("z", "a", "1", kind="invoice"),
        ],
        [("1", None, "invoice sub_agreement")],
    ),
    nobody_at_all=([*ELSEWHERE, project("1")], [("1", None, ALL)]),
    approval_ended=(
        [*ELSEWHERE, contact("a"), project("1"), approval("x", "a", "1", active=False)],
        [("1", None, ALL)],
    ),
    an_ended_kind_is_not_missed=(
        [
            contact("a"),
            project("1"),
            approval("x", "a", "1"),
            approval("y", "a", "1", kind="invoice", active=False),
        ],
        [],
    ),
    kind_not_known=(
        [left("a"), project("1"), approval("x", "a", "1", kind=None)],
        [("1", None, ALL)],
    ),
    approval_without_a_mark=(
        [contact("a"), project("1"), approval("x", "a", "1", active=None)],
        [],
    ),
    closed=([*ELSEWHERE, project("1", status="closed")], []),
    ended_without_a_status=(
        [
            *ELSEWHERE,
            project("1", status=None, end_date="2026-01-01"),
            ("load", {"id": 1, "exported": "2026-11-23"}),
        ],
        [],
    ),
    approvals_never_exported=([contact("a"), project("1")], []),
    approvals_exported_without_a_row=(
        [contact("a"), project("1"), exported(approval=["id"])],
        [("1", None, ALL)],
    ),
    contacts_never_exported=([project("1"), approval("x", "a", "1")], []),
)
def test_project_without_approver(find, rows, expected):
    assert find(rows) == expected
