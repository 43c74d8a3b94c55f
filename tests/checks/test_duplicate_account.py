"""Accounts that matching put in one group."""

from rows import account, cases


def pair(left_id, right_id, score, kind="account"):
    return "pair", {"record_kind": kind, "left_id": left_id, "right_id": right_id, "score": score}


def cluster(record_id, group_id, kind="account"):
    return "cluster", {"record_kind": kind, "record_id": record_id, "group_id": group_id}


FIRMS = [account(id) for id in "abc"]


@cases(
    two=(
        [*FIRMS, pair("a", "b", 0.91), cluster("a", "1"), cluster("b", "1")],
        [("a", "b", "91 %"), ("b", "a", "91 %")],
    ),
    two_groups=(
        [
            *FIRMS,
            account("d"),
            pair("a", "b", 0.9),
            pair("c", "d", 0.7),
            cluster("a", "1"),
            cluster("b", "1"),
            cluster("c", "2"),
            cluster("d", "2"),
        ],
        [("a", "b", "90 %"), ("b", "a", "90 %"), ("c", "d", "70 %"), ("d", "c", "70 %")],
    ),
    a_pair_outside_any_group=([*FIRMS, pair("a", "b", 0.4)], []),
    contacts_are_another_check=(
        [*FIRMS, pair("a", "b", 0.9, "contact"), cluster("a", "1", "contact")],
        [],
    ),
)
def test_duplicate_account(find, rows, expected):
    assert find(rows) == expected
