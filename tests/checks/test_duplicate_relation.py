"""The same person and account linked twice."""

from rows import cases, relation


@cases(
    twice=(
        [relation("r1", "a"), relation("r2", "a", roles="Tester")],
        [("r1", "r2", None), ("r2", "r1", "Tester")],
    ),
    an_ended_one_counts=(
        [relation("r1", "a"), relation("r2", "a", active=False)],
        [("r1", "r2", None), ("r2", "r1", None)],
    ),
    other_account=([relation("r1", "a"), relation("r2", "a", "beta")], []),
    other_person=([relation("r1", "a"), relation("r2", "b")], []),
    half_empty=(
        [
            relation("r1", None),
            relation("r2", None),
            relation("r3", "a", None),
            relation("r4", "a", None),
        ],
        [],
    ),
)
def test_duplicate_relation(find, rows, expected):
    assert find(rows) == expected
