"""Scores as they are read; how they are counted is tested in tests/judging/test_scores.py."""

import json
from datetime import date

import pytest

from dq.queries.review import scores


def counted(db, *rows):
    """What was counted, in short: load, grouping, member, dimension, asked, errors."""
    db.execute("delete from tally")
    for row in rows:
        db.execute("insert into tally values (?, ?, ?, ?, ?, ?, 0, 0, false)", row)


def test_an_empty_store_has_none(db):
    assert scores.scores(db) == []
    assert scores.trend(db) == []
    assert scores.estimated(db) is None
    assert scores.duration(db) is None
    assert [scores.groups(db, one) for one in scores.GROUPINGS] == [(0, [])] * 3


def test_scores_have_what_was_before_and_the_trend_is_oldest_first(company_db):
    counted(
        company_db,
        (1, "all", "", "validity", 20, 2),
        (2, "all", "", "validity", 20, 1),
        (1, "all", "", "timeliness", 10, 3),
        (2, "all", "", "timeliness", 10, 2),
    )
    found = {score.dimension: score for score in scores.scores(company_db)}
    assert (found["validity"].value, found["validity"].before) == (0.95, 0.9)
    assert scores.trend(company_db) == [
        (date(2026, 11, 16), pytest.approx(0.8)),
        (date(2026, 11, 23), pytest.approx(0.875)),
    ]


def test_a_team_is_the_sum_of_its_people_in_any_case_as_it_is_now(company_db):
    counted(
        company_db,
        (1, "owner", "Karin de Wit", "validity", 10, 1),
        (1, "owner", "Bas Peters", "validity", 30, 1),
        (2, "owner", "Karin de Wit", "validity", 10, 1),
        (2, "owner", "Bas Peters", "validity", 10, 4),
    )
    lines = ["Noord: KARIN de wit, Bas Peters", "Zuid: Bas Peters", "West: Niemand"]
    put = "insert into setting values ('teams', ?)"
    company_db.execute(put, [json.dumps(lines)])
    total, teams = scores.groups(company_db, "team")
    assert (total, [one.member for one in teams]) == (2, ["Zuid", "Noord"])
    assert [one.value for one in teams] == pytest.approx([0.6, 0.75])
    assert [one.before for one in teams] == pytest.approx([1 - 1 / 30, 0.95])
    assert [value for _, value in scores.trend(company_db, ("team", "Noord"))] == pytest.approx(
        [0.95, 0.75]
    )
    company_db.execute("delete from setting")
    company_db.execute(put, [json.dumps(["Noord: Karin de Wit"])])
    assert [value for _, value in scores.trend(company_db, ("team", "Noord"))] == [0.9, 0.9]


def test_a_tree_is_called_as_its_account_is(company_db):
    names = {one.member: one.name for one in scores.groups(company_db, "tree")[1]}
    assert names == {"001A": "Bakker Bouw", "001C": "Zuidas Zorg"}
