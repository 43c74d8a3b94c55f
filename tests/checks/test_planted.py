"""Every defect that a definition decides is found where it was planted, and nowhere else."""

import csv
from collections import Counter, defaultdict
from datetime import date

import pytest
import template

from dq.cli.load import load_files
from dq.judging import judge
from generator import defects, generate, output

# What an extra card or a confusable person brings by itself; of the other checks exactly what was
# planted is there.
BY_NATURE = {
    "duplicate_email",  # extra cards keep the address
    "username_taken",  # which is the first card's username
    "missing_email",  # extra cards without one
    "missing_title",
    "missing_name",  # extra cards without a first name
    "username_lookalike",  # numbered addresses and typing errors
    "email_domain_typo",  # extra cards with a mistyped private address
    "email_other_domain",  # and with one keystroke wrong at the company's
    "shared_mailbox_on_person",  # people who share a mailbox
}


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """(planted, found) as sets of (check, record id), and the contact file's rows."""
    folder = tmp_path_factory.mktemp("crm")
    output.write(generate(5000, seed=11, defect_rate=0.002), folder)
    db = template.fresh()
    files = [folder / f"{name}.csv" for name in output.COLUMNS]
    load_files(db, files, date(2026, 11, 23))
    judge.run(db)
    found = set(db.sql("select check_id, record_id from finding").fetchall())
    db.close()
    planted = {(row["check"], row["record_id"]) for row in rows(folder / "truth_defects.csv")}
    return planted, found, rows(folder / "contacts.csv")


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def of(findings, check):
    return {record for name, record in findings if name == check}


@pytest.mark.parametrize("check", sorted(defects.KINDS))
def test_everything_planted_is_found(judged, check):
    planted, found, _ = judged
    assert of(planted, check)
    assert of(planted, check) - of(found, check) == set()


@pytest.mark.parametrize("check", sorted(set(defects.KINDS) - BY_NATURE))
def test_nothing_else_is_found(judged, check):
    planted, found, _ = judged
    assert of(found, check) - of(planted, check) == set()


def folded(text):
    return text.strip().lower()


def active(cards):
    return [card for card in cards if card["Status"] == "Actief"]


def person(card):
    return bool(card["FirstName"]) or card["LastName"] == "Onbekend" or bool(card["Salutation"])


def same_address(cards):
    count = Counter(folded(card["Email"]) for card in active(cards) if card["Email"])
    return [
        card
        for card in active(cards)
        if count[folded(card["Email"])] > 1 and not card["Email"].endswith(".invalid")
    ]


def taken_by_another(cards):
    owners = defaultdict(set)
    for card in cards:
        owners[folded(card["Username"])].add(card["Id"])
    return [
        card
        for card in cards
        if card["Email"]
        and folded(card["Username"]) != folded(card["Email"])
        and owners.get(folded(card["Email"]), set()) - {card["Id"]}
    ]


# Slow and obvious versions of what some checks look for.
REFERENCE = {
    "missing_email": lambda cards: [card for card in active(cards) if not card["Email"]],
    "missing_title": lambda cards: [c for c in active(cards) if person(c) and not c["Title"]],
    "duplicate_email": same_address,
    "username_taken": taken_by_another,
}


@pytest.mark.parametrize("check", sorted(REFERENCE))
def test_it_finds_what_the_obvious_version_finds(judged, check):
    _, found, cards = judged
    assert of(found, check) == {card["Id"] for card in REFERENCE[check](cards)}
