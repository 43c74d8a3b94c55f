"""An edit is matched alone, with the result of a full run."""

import random

import pytest

from dq.matching import pipeline
from dq.matching.changed import Live
from dq.matching.recipe import CONTACTS


def groups(ids, of):
    found = {}
    for value, group in zip(ids, of, strict=True):
        if group is not None and group != -1:
            found.setdefault(group, set()).add(value)
    return sorted(sorted(members) for members in found.values())


def links(ids, left, right):
    return sorted(
        tuple(sorted((ids[a], ids[b]))) for a, b in zip(left.tolist(), right.tolist(), strict=True)
    )


def assert_as_a_full_run(live, table, rows):
    """The live state is that of matching `rows` from the beginning, with the same weights."""
    keys = [one.key for one in live.keyed]
    known = {"model": live.model, "population": live.population, "keys": keys}
    full = pipeline.match(table(rows), CONTACTS, **known)
    ids = full.records.ids.to_pylist()
    strong = (full.pairs.score > 0.5) & ~full.pairs.name_only
    expected = links(ids, *(side[strong] for side in full.pairs.rows))
    own = live.table["id"].to_pylist()
    assert links(own, live.left, live.right) == expected
    living = [value for value, gone in zip(own, live.gone, strict=True) if not gone]
    of = [group for group, gone in zip(live.group.tolist(), live.gone, strict=True) if not gone]
    assert groups(living, of) == groups(ids, full.groups.of.tolist())


@pytest.fixture
def rows(register):
    people = register[:400]
    return people + [people[n] | {"id": f"again{n}", "phone": None} for n in range(0, 100, 5)]


@pytest.fixture
def live(rows, table):
    return Live(table(rows), pipeline.match(table(rows), CONTACTS))


def test_an_edit_that_makes_a_duplicate(live, table, rows):
    edited = rows[210] | {name: rows[211][name] for name in rows[211] if name != "id"}
    update = live.update(table([edited]))
    after = [*rows[:210], edited, *rows[211:]]
    assert tuple(sorted((rows[210]["id"], rows[211]["id"]))) in update.pairs
    assert update.groups[rows[210]["id"]] == min(rows[210]["id"], rows[211]["id"])
    assert_as_a_full_run(live, table, after)


def test_an_edit_that_ends_a_duplicate(live, table, rows):
    edited = rows[5] | {
        "first_name": "Xerxes",
        "last_name": "Quaedvlieg",
        "email": "xq@elders.example",
        "mobile": "0699999999",
    }
    update = live.update(table([edited]))
    assert update.groups[rows[5]["id"]] is None
    assert update.groups["again5"] is None
    assert_as_a_full_run(live, table, [*rows[:5], edited, *rows[6:]])


def test_a_new_record_and_a_removed_one(live, table, rows):
    new = rows[33] | {"id": "new", "title": "Directeur"}
    live.update(table([new]), removed=(rows[10]["id"],))
    assert_as_a_full_run(live, table, [row for row in rows if row is not rows[10]] + [new])


def test_many_edits_one_after_the_other(live, table, rows):
    draw = random.Random(3)
    rows = list(rows)
    for number in range(12):
        place, other = draw.randrange(len(rows)), draw.randrange(len(rows))
        taken = draw.choice(["last_name", "email", "mobile", "account_id", "first_name"])
        edited = rows[place] | {taken: rows[other].get(taken)}
        if taken == "account_id":
            edited["company_id"] = rows[other]["company_id"]
        if number % 4 == 0:
            edited = rows[other] | {"id": rows[place]["id"]}
        rows[place] = edited
        live.update(table([edited]))
    assert_as_a_full_run(live, table, rows)


def test_a_block_that_passes_its_cap_is_judged_anew(live, table, rows):
    """Forty cards of one sound at a company are compared all, forty-one only by initial."""
    crowd = [
        rows[0] | {"id": f"crowd{n:02}", "email": None, "mobile": None, "first_name": name}
        for n, name in enumerate(["Jan", "Piet", "Kees", "Els", "Wim", "Tom"] * 7)
    ]
    live.update(table(crowd[:38]))
    assert_as_a_full_run(live, table, rows + crowd[:38])
    for number in range(38, 42):
        live.update(table([crowd[number]]))
    assert_as_a_full_run(live, table, rows + crowd)


def test_one_card_entered_ever_more_often_stays_one_group(live, table, rows):
    """A block that its finer key does not split is compared as long as it is not too big."""
    again = [rows[0] | {"id": f"copy{number:02}"} for number in range(45)]
    live.update(table(again[:28]))
    assert_as_a_full_run(live, table, rows + again[:28])
    for card in again[28:]:
        live.update(table([card]))
    assert_as_a_full_run(live, table, rows + again)


def test_a_recipe_with_word_keys_is_refused(table):
    from dq.matching.recipe import ACCOUNTS

    accounts = table([{"id": "a1"}]).select(["id"])
    for column in (
        "name",
        "department",
        "kvk_number",
        "website",
        "phone",
        "street",
        "postal_code",
        "city",
    ):
        accounts = accounts.append_column(column, accounts["id"])
    accounts = accounts.append_column("parent_id", accounts["id"])
    with pytest.raises(ValueError, match="in full"):
        Live(accounts, pipeline.match(accounts, ACCOUNTS))
