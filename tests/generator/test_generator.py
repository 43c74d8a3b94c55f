"""The generated CRM: its size, its seed and the truth beside it."""

import csv

import pytest

from dq.store.opening import connect
from generator import defects, generate, output


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("crm")
    output.write(generate(3000, seed=5), made)
    return made


def rows(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_size_is_exact(folder):
    assert len(rows(folder, "contacts")) == len(rows(folder, "truth_contacts")) == 3000


def test_the_same_seed_gives_the_same_files(folder, tmp_path):
    output.write(generate(3000, seed=5), tmp_path)
    for file in folder.iterdir():
        assert file.read_bytes() == (tmp_path / file.name).read_bytes(), file.name


def test_another_seed_gives_another_world(folder, tmp_path):
    output.write(generate(3000, seed=6), tmp_path)
    assert (folder / "contacts.csv").read_bytes() != (tmp_path / "contacts.csv").read_bytes()


def test_ids_are_distinct_and_salesforce_shaped(folder):
    ids = [row["Id"] for row in rows(folder, "contacts")]
    assert len(set(ids)) == len(ids)
    assert {(len(id), id[:3]) for id in ids} == {(18, "003")}


def test_one_card_in_twelve_is_an_extra_card(folder):
    extra = [row for row in rows(folder, "truth_contacts") if row["id"] != row["person"]]
    assert len(extra) == 240


def test_planted_duplicates_are_one_person_and_negatives_are_two(folder):
    person = {row["id"]: row["person"] for row in rows(folder, "truth_contacts")}
    for row in rows(folder, "truth_duplicates"):
        assert person[row["left_id"]] == person[row["right_id"]], row
    for row in rows(folder, "truth_negatives"):
        assert person[row["left_id"]] != person[row["right_id"]], row


@pytest.mark.parametrize(
    "kind",
    [
        *("namesake_elsewhere", "colleague_shared_phone", "father_son", "couple"),
        *("numbered_address", "mobile_passed_on", "shared_mailbox", "shared_address"),
    ],
)
def test_every_kind_of_hard_negative_is_there(folder, kind):
    assert any(row["kind"] == kind for row in rows(folder, "truth_negatives"))


def digits(phone):
    return "".join(c for c in phone if c.isdigit())[-9:]


def test_a_change_of_employer_leaves_evidence(folder):
    cards = {row["Id"]: row for row in rows(folder, "contacts")}
    moved = [r for r in rows(folder, "truth_duplicates") if r["kind"] == "employer_change"]
    assert moved
    for row in moved:
        old, new = cards[row["left_id"]], cards[row["right_id"]]
        assert old["AccountId"] != new["AccountId"]
        same_mobile = old["MobilePhone"] and digits(old["MobilePhone"]) == digits(
            new["MobilePhone"]
        )
        assert same_mobile or old["Email"] == new["Email"], row


def test_father_and_son_share_initial_surname_company_and_phone(folder):
    cards = {row["Id"]: row for row in rows(folder, "contacts")}
    for row in rows(folder, "truth_negatives"):
        if row["kind"] == "father_son":
            left, right = cards[row["left_id"]], cards[row["right_id"]]
            assert left["FirstName"][0] == right["FirstName"][0]
            assert left["AccountId"] == right["AccountId"]
            assert digits(left["Phone"]) == digits(right["Phone"])


def test_every_reference_is_explained(folder):
    accounts = {row["Id"] for row in rows(folder, "accounts")}
    contacts = {row["Id"] for row in rows(folder, "contacts")}
    projects = {row["Id"] for row in rows(folder, "projects")}
    planted = {r["record_id"] for r in rows(folder, "truth_defects")}
    for row in rows(folder, "relations"):
        assert row["AccountId"] in accounts
        assert row["ContactId"] in contacts
    for row in rows(folder, "approvals"):
        assert row["ProjectId"] in projects
        assert row["ContactId"] in contacts
    for row in rows(folder, "contacts"):
        assert row["AccountId"] in accounts or row["Id"] in planted


def test_every_file_is_plain_csv_to_duckdb(folder):
    db = connect(":memory:")
    for name, columns in output.COLUMNS.items():
        read = db.sql(f"select * from read_csv('{folder / name}.csv', all_varchar = true)")
        assert ",".join(read.columns) == columns
    db.close()


def test_every_kind_of_definition_defect_is_planted(folder):
    planted = {row["check"] for row in rows(folder, "truth_defects")}
    assert planted == set(defects.KINDS)


def test_a_world_can_be_free_of_defects():
    assert generate(1000, seed=1, defect_rate=0).defects == []
