"""What goes wrong in practice is planted at its rates, with its truth; plain worlds stay."""

import csv
from collections import Counter

import numpy as np
import pytest

from generator import generate, output
from generator.alike import near_calls, near_surname
from generator.names import slug
from generator.practice import PLAIN, PRACTICE


@pytest.fixture(scope="module")
def world():
    return generate(20_000, seed=5, habits=PRACTICE)


@pytest.fixture(scope="module")
def folder(world, tmp_path_factory):
    made = tmp_path_factory.mktemp("practice")
    output.write(world, made)
    return made


def rows(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cells(world, *columns):
    return [dict(zip(columns, row, strict=True))
            for row in zip(*(world.contacts[name] for name in columns), strict=True)]  # fmt: skip


def test_without_habits_nothing_of_it_is_there():
    plain = generate(3_000, seed=5, habits=PLAIN)
    kinds = {kind for *_, kind in plain.cards.duplicates} | {kind for *_, kind in plain.negatives}
    planted = {*PRACTICE.names, *PRACTICE.firsts, *PRACTICE.emails, *PRACTICE.confusable}
    assert not kinds & (planted | {"initials_bare", "account_missing"})
    assert not plain.companies.neighbours


def test_every_kind_is_planted(world):
    duplicates = Counter(kind for *_, kind in world.cards.duplicates)
    negatives = Counter(kind for *_, kind in world.negatives)
    assert {*PRACTICE.names, *PRACTICE.firsts, *PRACTICE.emails} <= duplicates.keys()
    assert {"initials_bare", "account_missing"} <= duplicates.keys()
    assert negatives.keys() >= PRACTICE.confusable.keys()
    assert world.companies.neighbours


@pytest.mark.parametrize(("kind", "share"), PRACTICE.confusable.items())
def test_pairs_are_planted_at_their_rate(world, kind, share):
    found = sum(one == kind for *_, one in world.negatives)
    assert found == max(int(world.people * share / 2), 1)


def test_the_same_seed_gives_the_same_files(folder, tmp_path):
    output.write(generate(20_000, seed=5, habits=PRACTICE), tmp_path)
    for file in folder.iterdir():
        assert file.read_bytes() == (tmp_path / file.name).read_bytes(), file.name


def test_planted_duplicates_are_one_and_negatives_are_two(folder):
    for entity, duplicates, negatives in (
        ("contacts", "duplicates", "negatives"),
        ("accounts", "account_duplicates", "account_negatives"),
    ):
        one = {row["id"]: [*row.values()][1] for row in rows(folder, f"truth_{entity}")}
        for row in rows(folder, f"truth_{duplicates}"):
            assert one[row["left_id"]] == one[row["right_id"]], row
        for row in rows(folder, f"truth_{negatives}"):
            assert one[row["left_id"]] != one[row["right_id"]], row


def test_colleagues_with_alike_names_are_at_one_company_with_addresses_of_their_own(world):
    card = cells(world, "FirstName", "LastName", "Email")
    for left, right, kind in world.negatives:
        if kind in ("own_surname", "own_first_name", "initial_after", "junior"):
            assert world.cards.company[left] == world.cards.company[right]
            one, two = card[left]["Email"], card[right]["Email"]
            assert one is None or one != two, (kind, one)


def test_a_number_at_a_mistyped_domain_tells_two_people_apart(world):
    card = cells(world, "Email")
    for left, right, kind in world.negatives:
        if kind == "numbered_mistyped":
            one, two = (card[row]["Email"].partition("@") for row in (left, right))
            assert one[0].removesuffix("1") == two[0].removesuffix("2")
            assert len(one[2]) == len(two[2]) + 1


def test_who_took_another_last_name_has_an_address_of_the_old_one(world):
    card = cells(world, "FirstName", "MiddleName", "LastName", "Email")
    found = [pair for *pair, kind in world.cards.duplicates if kind == "name_new_surname"]
    assert found
    for left, right in found:
        old, new = card[left]["LastName"], card[right]["LastName"]
        bare = slug(old.split(",")[0].split()[-1])
        assert old != new and bare[-5:] in slug(card[right]["Email"]), (old, new, card[right])


def test_who_has_no_account_has_no_relation_with_the_own_one(world):
    homeless = {world.contacts["Id"][row] for row in world.cards.homeless}
    direct = world.tables["relations"]["IsDirect"] == "true"
    assert homeless
    assert not homeless & set(world.tables["relations"]["ContactId"][direct])
    assert all(world.contacts["AccountId"][row] is None for row in world.cards.homeless)


def test_neighbours_share_a_building(world):
    accounts = world.companies.accounts
    for host, guest in world.companies.neighbours:
        for name in ("BillingStreet", "BillingPostalCode", "BillingCity"):
            assert accounts[name][host] == accounts[name][guest]


def test_a_near_name_is_another_name():
    rng = np.random.default_rng(1)
    for name in ("Jansen", "Smit", "Fokkerink", "Bos"):
        near = near_surname(rng, name)
        assert near != name and abs(len(near) - len(name)) <= 1
    pairs = near_calls("f")
    assert all(one[0] == two[0] and one != two for one, two in pairs) and len(pairs) > 50
