"""In random weeks, carried out row by row with refusals, Salesforce is never worse off in between.

`python -m weeks --weeks 200` looks for longer; this is a part of it.
"""

import random
from collections import Counter
from datetime import date

import loaders
import pytest
import weeks
from round_trips import Team, results

from dq.commands import leave
from dq.intake.answers import whose
from dq.intake.answers.results import read
from dq.outgoing import days, ready


@pytest.mark.parametrize("seed", [2])
def test_no_moment_between_two_rows_is_a_bad_one(tmp_path, seed):
    bad, _refused = weeks.carried_out(seed, tmp_path)
    assert bad == []


@pytest.mark.parametrize(
    ("without", "last", "said"),
    [
        ("later", date(2030, 1, 1), "has left before the last day"),
        ("awaited", date(2026, 1, 1), "nobody approves"),
    ],
)
def test_the_watch_sees_what_goes_wrong(db, tmp_path, monkeypatch, without, last, said):
    team = Team(db, tmp_path)
    watch = weeks.Watch(team)
    module = days if without == "later" else ready
    monkeypatch.setattr(module, without, lambda db, _other: {})
    [(version,)] = db.execute("select version from contact where id = 'jan'").fetchall()
    takers = ("eva",) if without == "awaited" else ()
    leave.run(db, leave.Leave({"jan": version}, last, last, takers), "anna")
    refuse = iter([True] * 2 * len(takers))  # what Eva is to get
    watch.start(0)
    watch.dice.random = lambda: -1 if next(refuse, False) else 1
    team.send()
    assert said in {what for _row, what, *_rest in watch.bad}


def test_a_result_without_our_key_is_never_of_another_row(tmp_path, monkeypatch):
    dice, told, run = random.Random(0), Counter(), results.run

    def looked_at(db, command, actor):
        for name, content in command.files:
            text, keys = loaders.without_key(content, dice)
            found, unclear = whose.keyed(db, read(name, text))
            assert len(found) == len(keys)
            for one, key in zip(found, keys, strict=True):
                assert one.key in (key, None)
                told["found" if one.key else "not found"] += 1
            told["unclear"] += len(unclear)
        return run(db, command, actor)

    monkeypatch.setattr(results, "run", looked_at)
    for seed in (5, 12):
        weeks.carried_out(seed, tmp_path)
    assert told["found"] > 5 and told["not found"] == told["unclear"], told
    assert told["unclear"] < told["found"] / 20, told
