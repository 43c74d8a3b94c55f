"""Tiles that are not done some days after they were made."""

from datetime import datetime, time

from rows import ago, cases, left


def tile(id, contact_id, days, done=0, steps=2, **values):
    def made():
        return datetime.combine(ago(days), time(23, 59))

    yield "tile", {"id": id, "contact_id": contact_id, "kind": "leave", "made": made, **values}
    for number in range(steps):
        step = {"id": f"{id}{number}", "tile_id": id, "place": number}
        yield "step", {**step, "done": datetime.now if number < done else None}


@cases(
    just_overdue=([left("a"), *tile("t", "a", 7)], [("a", None, "0/2")]),
    long_overdue=([left("a"), *tile("t", "a", 70, done=2, steps=3)], [("a", None, "2/3")]),
    not_yet=([left("a"), *tile("t", "a", 6)], []),
    done=([left("a"), *tile("t", "a", 70, done=2)], []),
    somebody_has_it=([left("a"), *tile("t", "a", 8, assignee="Vera")], [("a", None, "0/2")]),
    the_oldest_of_two=(
        [left("a"), *tile("t", "a", 30, done=1), *tile("u", "a", 8)],
        [("a", None, "1/2")],
    ),
    another_term=([("setting", {"name": "tile_days", "value": "10"}), *tile("t", "a", 8)], []),
)
def test_tile_overdue(find, rows, expected):
    assert find(rows) == expected
