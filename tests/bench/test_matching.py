"""The bench reads a tool's answer against the truth: kinds, bands, and ids that are not known."""

from pathlib import Path

import numpy as np
import pytest

from bench.corpora import Corpus
from bench.matching import assess, report, tools


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Five cards of three people; one pair is easily taken for one person."""
    truth = tmp_path / "truth_contacts.csv"
    truth.write_text("id,person\na,1\nb,1\nc,2\nd,2\ne,3\n")
    (tmp_path / "truth_duplicates.csv").write_text(
        "left_id,right_id,kind\na,b,typo\nc,d,typo\nc,d,swapped\n"
    )
    (tmp_path / "truth_negatives.csv").write_text("left_id,right_id,kind\nd,e,father_son\n")
    return Corpus("dutch0k_s1", tmp_path, truth, "dutch")


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    """Two groups: one right, one with a wrong card; and a group of ids of another kind."""
    folder = tmp_path / "answer"
    folder.mkdir()
    (folder / "pairs.csv").write_text(
        "left_id,right_id,score\na,b,0.999\nd,e,0.95\nc,d,0.6\nx,y,0.9\n"
    )
    (folder / "groups.csv").write_text("contact_id,group_id\na,a\nb,a\nd,d\ne,d\nx,x\ny,x\n")
    return folder


@pytest.fixture
def figures(corpus: Corpus, answer: Path) -> dict:
    truth = assess.Truth(corpus)
    return assess.assess(tools.KAARTENBAK.answer(answer, truth.ids), truth)


def test_groups_count_at_the_product_s_own_threshold(figures: dict) -> None:
    assert (figures["default"]["precision"], figures["default"]["recall"]) == (0.5, 0.5)


def test_the_best_threshold_is_looked_for_among_the_pairs(figures: dict) -> None:
    # a-b alone: precision 1, recall 1/2; all three links: precision 2/4, recall 1.
    assert figures["best"]["f1"] == pytest.approx(2 / 3)
    assert figures["best"]["precision"] == 1.0


def test_planted_pairs_are_counted_by_kind(figures: dict) -> None:
    assert figures["kinds"]["duplicates"] == {"swapped": [0.0, 1], "typo": [0.5, 2]}
    assert figures["kinds"]["negatives"] == {"father_son": [1.0, 1]}


def test_bands_tell_how_often_a_probability_is_right(figures: dict) -> None:
    assert [band[2:] for band in figures["bands"]] == [[1, 1.0], [0, 0.0], [1, 0.0], [1, 1.0]]


def test_ids_of_another_kind_are_left_out(corpus: Corpus, answer: Path) -> None:
    found = tools.KAARTENBAK.answer(answer, assess.Truth(corpus).ids)
    assert len(found.left) == 3
    assert len(np.unique(found.found)) == 3


def test_the_report_shows_the_default_and_the_best(figures: dict) -> None:
    tool = figures | {"seconds": 1.5, "processor": 2.0, "megabytes": 100.0, "laps": {}}
    result = {"corpus": "dutch0k_s1", "records": 5, "tools": {"Kaartenbak": tool}}
    text = report.markdown([result], {}, "2 cores")
    assert "| dutch0k_s1 | 5 | 0.5000 | 0.5000 | **0.5000** |" in text
    assert "| father son | 100.0 % |" in text
