"""The command line learns from the decisions in a file, unless the settings say otherwise."""

import csv

import pytest

from dq.__main__ import main
from dq.matching.files import match
from dq.settings import whole
from generator import generate, output
from generator.practice import PRACTICE


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A CRM, and a file with right answers on pairs of it."""
    folder = tmp_path_factory.mktemp("taught")
    made = generate(3_000, 4, habits=PRACTICE)
    output.write(made, folder / "crm")
    ids = made.contacts["Id"]
    with (folder / "decided.csv").open("w", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["left_id", "right_id", "same"])
        for pairs, said in ((made.cards.duplicates[::2], "true"), (made.negatives, "false")):
            lines.writerows([ids[left], ids[right], said] for left, right, _ in pairs)
    return folder


def scores(folder, tmp_path, **options):
    files = tmp_path / "pairs.csv", tmp_path / "groups.csv"
    match.run(folder / "crm", None, *files, decisions=folder / "decided.csv", **options)
    with files[0].open(newline="") as file:
        return {(row["left_id"], row["right_id"]): row["score"] for row in csv.DictReader(file)}


def test_decisions_teach_unless_they_are_not_to(world, tmp_path):
    taught, untaught = (scores(world, tmp_path, learn=learn) for learn in (True, False))
    assert taught != untaught
    assert scores(world, tmp_path) == taught


def test_the_command_line_asks_the_file_of_settings(world, tmp_path):
    settings = tmp_path / "settings.json"
    settings.write_bytes(whole.written({"learn_from_decisions": False}))
    files = ["--pairs", str(tmp_path / "p.csv"), "--groups", str(tmp_path / "g.csv")]
    command = ["duplicates", "--input", str(world / "crm"), *files]
    given = ["--decisions", str(world / "decided.csv"), "--settings", str(settings)]
    assert main([*command, *given]) == 0
    with (tmp_path / "p.csv").open(newline="") as file:
        found = {(row["left_id"], row["right_id"]): row["score"] for row in csv.DictReader(file)}
    assert found == scores(world, tmp_path, learn=False)
