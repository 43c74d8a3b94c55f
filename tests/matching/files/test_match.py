"""Duplicates in CSV files without a store."""

import csv
import random

import pytest

from dq.errors import Invalid
from dq.matching.files import match

PEOPLE = """id,Voornaam,Achternaam,Mail
1,Jan,de Vries,jan@firma.example
2,J.,"Vries, de",jan@firma.example
3,Petra,Harbrinkhoek,petra@firma.example
"""


def rows(path):
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def test_a_file_with_named_columns(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE, "utf-8")
    columns = "given_name=Voornaam,surname=Achternaam,email=Mail"
    pairs, groups = tmp_path / "pairs.csv", tmp_path / "groups.csv"
    assert match.run(people, columns, pairs, groups) == (1, 2)
    [pair] = rows(pairs)
    assert (pair["left_id"], pair["right_id"]) == ("1", "2")
    assert float(pair["score"]) > 0.5
    assert {row["group_id"] for row in rows(groups)} == {"1"}


def test_the_order_of_the_rows_makes_no_difference(tmp_path, register):
    doubles = [row | {"id": f"a{row['id']}"} for row in register[::3]]
    lines = [
        f"{row['id']},{row['first_name']},{row['last_name']},{row['email']}"
        for row in register + doubles
    ]
    columns = "given_name=first,surname=last,email=email"
    people, pairs, groups = (tmp_path / name for name in ("people.csv", "p.csv", "g.csv"))
    found = []
    for seed in range(3):
        random.Random(seed).shuffle(lines)
        people.write_text("\n".join(["id,first,last,email", *lines]), "utf-8")
        match.run(people, columns, pairs, groups)
        found.append((pairs.read_text("utf-8"), groups.read_text("utf-8")))
    assert found[0] == found[1] == found[2]
    assert all(row["left_id"] < row["right_id"] for row in rows(pairs))
    assert len(rows(pairs)) >= 300


def test_ids_that_are_line_numbers_keep_the_order_of_the_file(tmp_path):
    people = tmp_path / "people.csv"
    lines = [f"Jan,Achternaam{n},{n}@firma.example" for n in range(8)]
    lines += ["Els,Harbrinkhoek,els@firma.example"] * 2
    people.write_text("\n".join(["first,last,mail", *lines]), "utf-8")
    columns = "given_name=first,surname=last,email=mail"
    pairs, groups = tmp_path / "p.csv", tmp_path / "g.csv"
    match.run(people, columns, pairs, groups)
    assert [(row["left_id"], row["right_id"]) for row in rows(pairs)] == [("9", "10")]


def test_an_unknown_kind_is_named(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE, "utf-8")
    with pytest.raises(Invalid) as error:
        match.run(people, "nickname=Voornaam", tmp_path / "p", tmp_path / "g")
    assert error.value.values["kind"] == "nickname"


@pytest.mark.parametrize("columns", ["", ",", " , ", None, []])
def test_no_columns_at_all_is_said(tmp_path, columns):
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE, "utf-8")
    with pytest.raises(Invalid, match="Say which columns"):
        match.run(people, columns, tmp_path / "p", tmp_path / "g")


def test_a_comma_or_space_too_many_between_columns_does_not_matter(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE, "utf-8")
    columns = "given_name = Voornaam, surname=Achternaam, email=Mail,"
    assert match.run(people, columns, tmp_path / "p", tmp_path / "g") == (1, 2)


@pytest.mark.parametrize("lacking", ["people.csv", "decisions.csv"])
def test_what_is_not_there_is_named(tmp_path, lacking):
    for name in {"people.csv", "decisions.csv"} - {lacking}:
        (tmp_path / name).write_text(PEOPLE, "utf-8")
    with pytest.raises(Invalid, match="There is no file or folder") as error:
        match.run(
            tmp_path / "people.csv",
            "surname=Achternaam",
            tmp_path / "p",
            tmp_path / "g",
            decisions=tmp_path / "decisions.csv",
        )
    assert error.value.values["path"] == str(tmp_path / lacking)


def test_an_unknown_column_is_named(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE, "utf-8")
    with pytest.raises(Invalid) as error:
        match.run(people, "given_name=Roepnaam", tmp_path / "p", tmp_path / "g")
    assert error.value.values["column"] == "Roepnaam"


def test_a_folder_of_exports(tmp_path):
    (tmp_path / "Accounts.csv").write_text("Id,Name,ParentId\na1,Firma BV,\n", "utf-8")
    (tmp_path / "Contacts.csv").write_text(
        "ContactId,AccountId,FirstName,LastName,Email,MobilePhone\n"
        "c1,a1,Jan,de Vries,jan@firma.example,06-12345678\n"
        "c2,a1,J.,de Vries,jan@firma.example,#N/A\n",
        "utf-8",
    )
    pairs, groups = tmp_path / "p.csv", tmp_path / "g.csv"
    assert match.run(tmp_path, None, pairs, groups) == (1, 2)


@pytest.mark.parametrize("other", ["contactpersonen.csv", "contacts (1).csv"])
def test_two_files_of_one_object_are_refused(tmp_path, other):
    for name in ("contacts.csv", other):
        (tmp_path / name).write_text("Id,Last Name\n003A,Boer\n")
    with pytest.raises(Invalid, match="leave one of them"):
        match.records(tmp_path, "contact")


def test_a_folder_without_exports_is_refused(tmp_path):
    with pytest.raises(Invalid):
        match.run(tmp_path, None, tmp_path / "p.csv", tmp_path / "g.csv")


def test_a_header_and_nothing_else(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE.splitlines()[0] + "\n", "utf-8")
    columns = "given_name=Voornaam,surname=Achternaam,email=Mail"
    assert match.run(people, columns, tmp_path / "p.csv", tmp_path / "g.csv") == (0, 0)


def decided(tmp_path, text):
    people, decisions = tmp_path / "people.csv", tmp_path / "decisions.csv"
    people.write_text(PEOPLE, "utf-8")
    decisions.write_text(text, "utf-8")
    columns = "given_name=Voornaam,surname=Achternaam,email=Mail"
    pairs, groups = tmp_path / "pairs.csv", tmp_path / "groups.csv"
    return match.run(people, columns, pairs, groups, decisions=decisions)


def test_what_was_decided_to_be_two_is_not_proposed_again(tmp_path):
    assert decided(tmp_path, "left_id,right_id,same\n2,1,false\n") == (0, 0)


def test_what_was_decided_to_be_one_is_a_group(tmp_path):
    assert decided(tmp_path, "left_id,right_id,same\n2,1,false\n1,3, TRUE\n")[1] == 2


@pytest.mark.parametrize("text", ["left_id,right_id\n1,2\n", "left_id,right_id,same\n1,2,ja\n"])
def test_decisions_that_say_nothing_are_refused(tmp_path, text):
    with pytest.raises(Invalid):
        decided(tmp_path, text)
