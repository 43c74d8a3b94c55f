"""The generated members: their number, their seed, and who has how many records."""

from collections import Counter

from generator import members


def test_the_size_is_exact_and_the_same_seed_gives_the_same_file():
    made = members.build(1_000, seed=4)
    assert {len(column) for column in made.values()} == {1_000}
    assert made == members.build(1_000, seed=4)
    assert made != members.build(1_000, seed=5)
    assert len(set(made["id"])) == 1_000


def test_a_person_has_so_many_further_records():
    once, again = members.build(2_000, seed=4), members.build(2_000, seed=4, others=12.0)
    assert 2_000 - len(set(once["person"])) == 2_000 - round(2_000 / 1.09)
    assert 12 < 2_000 / len(set(again["person"])) < 14


def test_records_of_one_person_differ_and_keep_something():
    made = members.build(3_000, seed=4)
    first = {}
    same = Counter()
    for number, person in enumerate(made["person"]):
        if person in first:
            other = first[person]
            equal = [name for name in members.COLUMNS if made[name][number] == made[name][other]]
            same[len(equal)] += 1
        else:
            first[person] = number
    assert same[len(members.COLUMNS)] < sum(same.values()) * 0.3
    assert same[0] < sum(same.values()) * 0.1
