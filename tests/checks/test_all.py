"""What holds for every check: its file, its test, its texts, its query, its line in the docs."""

import string
from pathlib import Path

import pytest

from dq import settings, sources
from dq.checks import DIMENSIONS, SEVERITIES, all_checks
from dq.objects import OBJECTS

ROOT = Path(__file__).parent.parent.parent
EVERY = pytest.mark.parametrize("check", all_checks().values(), ids=list(all_checks()))


FILES = {path.stem for path in (ROOT / "dq/checks").glob("*.py")} - {"__init__"}


def test_a_check_has_the_name_of_its_file_but_for_those_of_every_other_system():
    named = FILES & set(all_checks())
    elsewhere = FILES - named
    assert all(name.endswith("elsewhere") for name in elsewhere)
    assert len(all_checks()) == len(named) + len(elsewhere) * len(sources.elsewhere())


def test_every_file_has_its_test():
    tests = {path.stem.removeprefix("test_") for path in (ROOT / "tests/checks").glob("test_*.py")}
    assert FILES - tests == set()


@EVERY
def test_the_texts_are_there(check):
    assert all([check.title, check.why, check.action, check.reason])
    for text in (check.why, check.action, check.reason):
        assert text[-1] == "."
    for text in (check.title, check.why, check.action):
        assert not places(text)
    assert check.proposal is None or places(check.proposal) == {"detail"}
    assert places(check.reason) <= {"detail", "other"}
    assert "other" not in places(check.reason) or check.other_kind


def places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@EVERY
def test_the_words_are_known(check):
    assert check.severity in SEVERITIES
    assert check.dimension in DIMENSIONS
    assert check.record_kind in (
        *OBJECTS,
        "file",
    )
    assert check.scope == "all" or check.record_kind == "contact"


@EVERY
def test_the_query_says_nothing_of_an_empty_store(db, check):
    settings.apply(db)
    result = db.execute(check.sql)
    assert [column[0] for column in result.description] == ["record_id", "other_id", "detail"]
    assert result.fetchall() == []


@EVERY
def test_a_list_may_be_emptied(db, check):
    lists = [name for name, value in settings.defaults().items() if isinstance(value, list)]
    for name in lists:
        db.execute("insert into setting values (?, '[]')", [name])
    db.execute("insert into contact (id, first_name, email) values ('a', 'Vera', 'info@x.example')")
    settings.apply(db)
    found = db.execute(check.sql).fetchall()
    assert {record_id for record_id, *_ in found} <= {"a"}


@EVERY
def test_the_docs_say_the_same(check):
    rows = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in (ROOT / "docs/checks.md").read_text("utf-8").splitlines()
        if line.startswith(f"| `{check.id}`")
    ]
    assert [row[:4] for row in rows] == [
        [f"`{check.id}`", check.severity, check.dimension, check.title]
    ]


def test_the_worst_come_first():
    severities = [SEVERITIES.index(check.severity) for check in all_checks().values()]
    assert severities == sorted(severities)


def test_the_docs_have_the_same_order():
    lines = (ROOT / "docs/checks.md").read_text("utf-8").splitlines()
    named = [line.split("`")[1] for line in lines if line.startswith("| `")]
    assert [name for name in named if name in all_checks()] == list(all_checks())


def test_a_leaver_who_approves_comes_before_every_other_check():
    assert list(all_checks())[:3] == ["leaver_still_approves", "username_clash", "username_taken"]
