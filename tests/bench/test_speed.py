"""The speed measurements run, and the page says what was measured."""

import pytest

from bench import data, report, speed


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "OUT", tmp_path_factory.mktemp("out"))
        yield speed.measure(300, rounds=1, with_pages=False, people=10)


def test_every_step_is_measured(figures):
    assert set(report.WORK) < set(figures)
    assert all(figures[step]["seconds"] > 0 for step in report.WORK)


def test_every_check_is_measured(figures):
    assert len(figures["checks one by one"]) > 20


def test_searches_are_measured_and_find_whom_they_should(figures):
    search = figures["search"]
    assert search["all"]["p99"] > 0
    assert search["address"]["found"] == 1
    assert "| address with a slip |" in report.text({300: figures})


def test_the_page_gives_the_ratio_to_the_floor(figures):
    text = report.text({300: figures})
    ratio = figures["load"]["seconds"] / figures["floor"]["seconds"]
    assert "## 300 contacts, 1 round(s)" in text
    assert f"| {ratio:.2f} | 3 x the floor |" in text


def test_the_page_says_how_long_a_key_of_the_review_takes(figures):
    taken = {"empty": [0.04, 0.06], "missing_title": [0.1, 0.2]}
    text = report.text({300: figures | {"review": taken}})
    assert "in turn with it | 50 | 59 | 2 |" in text
    assert "| all kinds | 150 | 195 | 2 |" in text


def test_the_next_week_has_changes_and_misses_cards(tmp_path, monkeypatch):
    monkeypatch.setattr(data, "OUT", tmp_path)
    first, following = data.first_week(2000), data.next_week(2000)
    before, after = (
        [path for path in week if path.stem == "contacts"][0].read_text("utf-8-sig").splitlines()
        for week in (first, following)
    )
    assert 1950 < len(after) < len(before) == 2001
    assert set(after) - set(before)
