"""Cards that matching put in one group, as far as they are in service."""

from rows import cases, contact


def pair(left_id, right_id, score, kind="contact"):
    return "pair", {"record_kind": kind, "left_id": left_id, "right_id": right_id, "score": score}


def cluster(record_id, group_id, kind="contact"):
    return "cluster", {"record_kind": kind, "record_id": record_id, "group_id": group_id}


PEOPLE = [contact(id) for id in "abcd"]


@cases(
    two=(
        [*PEOPLE, pair("a", "b", 0.974), cluster("a", "1"), cluster("b", "1")],
        [("a", "b", "97 %"), ("b", "a", "97 %")],
    ),
    three_each_with_their_best_score=(
        [
            *PEOPLE,
            pair("a", "b", 0.9),
            pair("b", "c", 0.8),
            *[cluster(id, "1") for id in "abc"],
        ],
        [("a", "b", "90 %"), ("b", "a", "90 %"), ("c", "a", "80 %")],
    ),
    a_pair_outside_any_group=([*PEOPLE, pair("a", "b", 0.4)], []),
    the_other_has_left=(
        [
            contact("a"),
            contact("b", status="left"),
            pair("a", "b", 0.9),
            cluster("a", "1"),
            cluster("b", "1"),
        ],
        [],
    ),
    a_leaver_between_two_in_service=(
        [
            contact("a"),
            contact("b", status="inactive"),
            contact("c"),
            pair("a", "b", 0.9),
            pair("b", "c", 0.8),
            *[cluster(id, "1") for id in "abc"],
        ],
        [("a", "c", "90 %"), ("c", "a", "80 %")],
    ),
    accounts_are_another_check=(
        [*PEOPLE, pair("a", "b", 0.9, "account"), cluster("a", "1", "account")],
        [],
    ),
    a_score_just_below_one=(
        [*PEOPLE, pair("a", "b", 0.9999), cluster("a", "1"), cluster("b", "1")],
        [("a", "b", "99 %"), ("b", "a", "99 %")],
    ),
)
def test_duplicate_person(find, rows, expected):
    assert find(rows) == expected
