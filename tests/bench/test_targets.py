"""Targets beside what was measured, rivals that beat us, and what failed."""

import sys
import time

import pytest

from bench import dupehell
from bench.matching import more_tables, report, rivals, targets, tools
from bench.matching.__main__ import contestants
from bench.matching.targets import Target


def quality(f1, **more):
    return {"f1": f1, "precision": f1, "recall": f1, "b3": f1, **more}


def tool(f1, best=None, **more):
    return {
        "default": quality(f1),
        "best": quality(best or f1, threshold=1.0),
        "fixed": {p: quality(f1) for p in ("0.5", "0.9", "0.95")},
        "bands": [
            [0.5, 0.7, 10, 0.6],
            [0.7, 0.9, 30, 0.9],
            [0.9, 0.99, 10, 0.9],
            [0.99, 1.0, 9, 1],
        ],
        "kinds": {"duplicates": {}, "negatives": {"father_son": [0.09, 100]}},
        "kinds_best": {"duplicates": {}, "negatives": {}},
        "seconds": 1.0,
        "processor": 1.0,
        "megabytes": 10.0,
        "laps": {},
        **more,
    }


@pytest.fixture
def results():
    return [
        {"corpus": "fake_1000", "records": 1000,
         "tools": {"Kaartenbak": tool(0.97), "Splink": tool(0.9, 0.98)},
         "failed": {"goldenmatch": "goldenmatch failed on fake_1000:\nKeyError: 'x'"}},
        {"corpus": "dutch10k_s1", "records": 10_000, "tools": {"Kaartenbak": tool(0.99)}},
        {"corpus": "dutch100k_s1", "records": 100_000, "tools": {"Kaartenbak": tool(0.982)}},
        {"corpus": "dutch100k_s3", "records": 100_000, "tools": {"Kaartenbak": tool(0.978)}},
    ]  # fmt: skip


@pytest.fixture
def own():
    seeds = [
        quality(f1, records=500, true_pairs=40, found_pairs=40,
                kinds={"duplicates": {"typo": [f1, 10]}, "negatives": {"couple": [0.1, 10]}})
        for f1 in (0.97, 0.99)
    ]  # fmt: skip
    none = quality(0.0, records=5000, true_pairs=0, found_pairs=3)
    return {"small": {"500": seeds}, "special": {"no doubles": [none], "capitals": seeds}}


def found(name, results, own):
    [row] = [row for row in targets.rows(results, own) if row[0] == name]
    return row[-2:]


def test_a_target_says_how_far_its_figure_is(results, own):
    assert found("Dutch 500, mean of six seeds", results, own) == ["**0.98**", "floor"]
    assert found("Dutch 100,000", results, own) == ["**0.98**", "floor"]
    assert found("fake_1000", results, own) == ["**0.97**", "floor"]
    assert found("dedupe_csv", results, own) == ["", "not measured"]


def test_bands_and_kinds_are_of_the_largest_dutch_set(results, own):
    name = "right of the scores from .5 to .9, largest Dutch set"
    assert found(name, results, own) == ["**0.825**", "goal"]
    name = "wrongly merged: father and son, largest Dutch set"
    assert found(name, results, own) == ["**9.0 %**", "floor"]


@pytest.mark.parametrize(
    ("value", "expected"), [(0.7, "below"), (0.8, "floor"), (0.95, "goal"), (1.0, "moonshot")]
)
def test_more_is_better_unless_it_is_wrongly_merged(value, expected):
    assert Target("x", "x", 0.8, 0.9, moonshot=0.99).reached(value) == expected
    less = Target("x", "x", 0.2, 0.1, what="merged couple", moonshot=0.01)
    assert less.reached(1 - value) == expected


def test_every_target_is_of_a_set_that_the_bench_has():
    named = {corpus.name for corpus in dupehell.corpora()}
    known = ("small", "accounts", "febrl", "fake", "dedupe", "restaurant", "dutch")
    for target in targets.targets():
        assert target.of.startswith(known) or target.of in named, target.of


def test_a_rival_that_beats_us_is_named(results):
    rows = {row[0]: row for row in more_tables.rival_rows(results)}
    assert rows["fake_1000"][1:] == ["**0.9700**", "0.9000 / 0.9800", "failed", "", "Splink 0.9800"]
    assert rows["dutch10k_s1"][-1] == ""


def test_what_failed_says_why(results):
    assert more_tables.failed_lines(results) == ["- goldenmatch on fake_1000: KeyError: 'x'"]


def test_the_page_has_all_of_it(results, own):
    text = report.markdown(results, own, "2 cores")
    assert "| 500 | 2 | 0.9800 | 0.9800 | **0.9800** | 0.9700 |" in text
    assert "| no doubles | 5,000 | 3.0 |  |  |  |" in text
    assert "| couple | 10.0 % | 20 |" in text
    assert "| Dutch 500, mean of six seeds | 0.98 | 0.983 | 0.988 | **0.98** | floor |" in text


def test_rivals_know_every_corpus_and_are_spared_the_big_ones():
    for corpus in dupehell.corpora():
        assert corpus.model in rivals.CUSTMATCH
        given = rivals.configured(corpus.model)
        assert given["columns"]["record_id"] == "id"
        assert {tool.name for tool in contestants(corpus, 5_000)} >= set(rivals.EVERY)
        assert not {tool.name for tool in contestants(corpus, 1_000_000)} & set(rivals.EVERY)


def test_dupehell_s_records_say_nothing_of_who_they_are(tmp_path):
    rows = [
        {"record_id": f"R-{n}", "master_id": f"E{n // 2}", "first_name": "Jan", "city": "Ede"}
        for n in range(20)
    ]
    dupehell.write(tmp_path, rows, "given_name=first_name,place=city")
    records = (tmp_path / "records.csv").read_text().splitlines()
    truth = (tmp_path / "truth.csv").read_text().splitlines()
    assert records[0] == "id,first_name,city"
    assert not any("R-" in line or "E1" in line for line in records)
    assert len(truth) == 21 and truth[1].startswith("r0,E")


def test_a_tool_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path, monkeypatch):
    sleeper = "import sys, time; open(sys.argv[1], 'w').close(); time.sleep(60)"
    child = f"[sys.executable, '-c', {sleeper!r}, sys.argv[1]]"
    starts = f"import subprocess, sys; subprocess.run({child})"
    monkeypatch.setattr(tools, "LONGEST", 2)
    began = time.monotonic()
    with pytest.raises(tools.Failed, match="more than 2 s"):
        tools._run([sys.executable, "-c", starts, str(tmp_path / "there")], "it")
    assert (tmp_path / "there").exists()
    assert time.monotonic() - began < 30
