"""What a team knows of names and domains besides our lists: read by both engines and the search."""

import csv
import pickle
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from java import lacking

from dq.matching.files import match as files
from dq.matching.pairs.compare import compare
from dq.matching.recipe import ACCOUNTS, CONTACTS, with_own
from dq.matching.records.records import prepare
from dq.matching.values import organisations
from dq.matching.values.lists import NOTHING, Own
from generator import generate, output

OWN = Own(
    nicknames=(("wubbo", "sjaak"), ("xeno", "jan")),
    legal_forms=("k.z.w.", "stille vereniging"),
    domains=(("acme.nl", "acme-groep.nl", "acme.be"),),
)


def level(table, recipe, field):
    """At which level the two rows of the table are."""
    records = prepare(table, recipe)
    found = compare(records, np.array([0]), np.array([1]))
    [row] = [row for row, one in enumerate(found.fields) if one.name == field]
    number = found.levels[row, 0]
    return found.fields[row].kind.levels[number - 1].name if number else None


def two(table, **cells):
    """Two cards that differ in these cells only."""
    return table(
        [
            {"id": f"c{side}", "first_name": "Jan", "last_name": "Smit"}
            | {name: values[side] for name, values in cells.items()}
            for side in (0, 1)
        ]
    )


@pytest.mark.parametrize(
    ("field", "cells", "ours", "theirs"),
    [
        ("given_name", {"first_name": ("Wubbo", "Sjaak")}, "different", "nickname"),
        # Beside the lines that a name has of ours.
        ("given_name", {"first_name": ("Sjaak", "Jacobus")}, "nickname", "nickname"),
        ("given_name", {"first_name": ("Xeno", "Jan")}, "different", "nickname"),
        ("given_name", {"first_name": ("Wubbo", "Piet")}, "different", "different"),
        ("email", {"email": ("j.smit@acme.nl", "j.smit@acme-groep.nl")}, "repeats_name", "exact"),
        ("email", {"email": ("jan@acme.nl", "jan@acme-groep.nl")}, "repeats_name", "exact"),
        ("email", {"email": ("jan@acme.nl", "jan@other-groep.nl")}, "repeats_name",
         "repeats_name"),
        ("email", {"email": ("wubbo@acme.nl", "zeno@acme-groep.nl")}, "different", "same_domain"),
        ("email", {"email": ("info@acme.nl", "info@acme-groep.nl")}, "different", "same_domain"),
    ],
)  # fmt: skip
def test_what_people_have_in_common(table, field, cells, ours, theirs):
    cards = two(table, **cells)
    assert level(cards, CONTACTS, field) == ours
    assert level(cards, with_own(CONTACTS, OWN), field) == theirs


@pytest.mark.parametrize(
    ("field", "values", "ours", "theirs"),
    [
        ("website", ("www.acme.nl", "https://acme-groep.nl/over"), "different", "exact"),
        ("website", ("www.acme.nl", "other.nl"), "different", "different"),
        ("name", ("Bakker K.Z.W.", "Bakker"), "alike", "exact"),
        ("name", ("Bakker Stille Vereniging", "Bakker B.V."), "alike", "exact"),
    ],
)
def test_what_companies_have_in_common(field, values, ours, theirs):
    accounts = pa.table({"id": ["a", "b"], "name": ["X", "Y"], "parent_id": ["", ""]} | {
        name: list(values) if name == field else (["x", "y"] if name == "name" else [None, None])
        for name in ("name", "department", "kvk_number", "website", "phone", "street",
                     "postal_code", "city")
    })  # fmt: skip
    accounts = pa.table({n: accounts[n].cast(pa.string()) for n in accounts.column_names})
    found = level(accounts, ACCOUNTS, field)
    assert found == ours or (ours == "alike" and found != "exact")
    assert level(accounts, with_own(ACCOUNTS, OWN), field) == theirs


def test_nothing_of_their_own_changes_nothing():
    assert with_own(CONTACTS, NOTHING) is CONTACTS
    assert organisations.company("Bakker kzw") != organisations.company("Bakker kzw", ("k.z.w.",))


def test_it_travels_to_a_worker():
    recipe = pickle.loads(pickle.dumps(with_own(ACCOUNTS, OWN)))
    assert recipe.own == OWN
    [website] = [one for one in recipe.fields if one.name == "website"]
    assert website.kind.normal("acme.be") == "acme.nl"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Exports in which first names and names of companies are otherwise in every second row."""
    path = tmp_path_factory.mktemp("exports")
    output.write(generate(1_500, 3), path)
    for name, column, turned in (
        ("contacts.csv", "FirstName", lambda text: f"{text}ol" if text else ""),
        ("accounts.csv", "Name", lambda text: f"{text} K.Z.W."),
    ):
        with (path / name).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        if column == "Name":  # nobody is there twice
            rows += [row | {"Id": row["Id"][:-3] + "xxx"} for row in rows[::20]]
        for row in rows[::2] if column != "Name" else rows[-8:]:
            row[column] = turned(row[column])
        with (path / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def own(folder):
    with (folder / "contacts.csv").open(encoding="utf-8", newline="") as file:
        names = {row["FirstName"].lower() for row in csv.DictReader(file)}
    plain = sorted(name for name in names if name.isalpha() and not name.endswith("ol"))
    return Own(nicknames=tuple((name, f"{name}ol") for name in plain), legal_forms=("k.z.w.",))


def run(find, folder, kind, target: Path, own):
    target.mkdir()
    pairs, groups = target / "pairs.csv", target / "groups.csv"
    find(folder, None, pairs, groups, kind=kind, own=own)

    def lines(path):
        parts = [path] if path.is_file() else sorted(path.glob("part-*.csv"))
        return sorted({line for part in parts for line in part.read_text("utf-8").splitlines()})

    rows = [line.replace('"', "").split(",") for line in lines(pairs)]
    return {(one, other, round(float(score), 5)) for one, other, score in rows if one != "left_id"}


@pytest.mark.parametrize("kind", ["contact", "account"])
def test_files_are_read_with_it_by_both_engines(folder, own, tmp_path, kind):
    plain = run(files.run, folder, kind, tmp_path / "plain", NOTHING)
    found = run(files.run, folder, kind, tmp_path / "own", own)
    assert found - plain
    if lacking():
        pytest.skip(f"needs {lacking()}")
    from dq.matching.spark import engine

    def on_spark(input, columns, pairs, groups, **given):
        return engine.run(input, pairs, groups, columns=columns, master="local[2]", **given)

    assert run(on_spark, folder, kind, tmp_path / "spark", own) == found
