"""The demo company: reproducible, small, and with everything in it that the checks look for."""

import zipfile
from datetime import date

import pytest
import template

from data import make_demo
from dq.checks import all_checks
from dq.cli.load import load_files
from dq.domain import demo
from dq.judging import judge
from dq.queries.review import scores
from dq.queries.settings import seen


def parts(path):
    """The content of a file, of a zip or workbook that of its members."""
    if path.suffix in (".zip", ".xlsx"):
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    return path.read_bytes()


def test_the_committed_files_are_what_the_script_writes(tmp_path):
    make_demo.write(tmp_path)
    made = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    committed = {p.relative_to(demo.FOLDER) for p in demo.FOLDER.rglob("*") if p.is_file()}
    assert made == committed
    for name in made:
        assert parts(tmp_path / name) == parts(demo.FOLDER / name), name


def test_the_demo_is_small():
    assert sum(path.stat().st_size for path in demo.FOLDER.rglob("*")) < 3_000_000


def test_no_address_can_be_somebodys():
    text = b"".join(
        b"".join(content.values()) if isinstance(content, dict) else content
        for content in (parts(p) for p in demo.FOLDER.rglob("*") if p.is_file())
    )
    for provider in (b"@gmail.com", b"@hotmail.com", b"@outlook.com", b"@live.nl"):
        assert provider not in text.lower()


@pytest.fixture(scope="module")
def weeks():
    """The store after each week: open checks, and new, solved and returned in that week."""
    db = template.fresh()
    told = []
    for day, files in demo.weeks():
        batch = load_files(db, files, day, actor="demo")
        rejected = [sheet.rejects for sheet in batch.sheets if sheet.rejects]
        judge.run(db)
        open_checks = db.sql("select distinct check_id from finding where solved_load is null")
        changes = db.sql(
            """
            select
                count(*) filter (first_load = load.id),
                count(*) filter (solved_load = load.id),
                count(*) filter (returned_load = load.id)
            from finding, (select max(id) as id from load) as load
            """
        )
        told.append((rejected, {row[0] for row in open_checks.fetchall()}, *changes.fetchall()))
    yield db, told
    db.close()


def test_the_weeks_are_mondays():
    assert [day.isoformat() for day, _ in demo.weeks()] == list(make_demo.WEEKS)
    assert {day.weekday() for day, _ in demo.weeks()} == {date(2026, 11, 2).weekday()} == {0}


def test_every_check_finds_something_every_week(weeks):
    for _, found, _ in weeks[1]:
        # Tiles are made by people, and an export is outdated only after days.
        silent = {"tile_overdue", "export_outdated"}
        silent |= {f"damaged_{kind}" for kind in ("account", "project", "user", "bc_contact")}
        assert set(all_checks()) - found == silent


def test_every_week_after_the_first_has_new_and_solved_findings(weeks):
    for _, _, (new, solved, _) in weeks[1][1:]:
        assert new > 0
        assert solved > 0


def test_findings_come_back_in_the_last_two_weeks(weeks):
    assert [returned > 0 for _, _, (_, _, returned) in weeks[1]] == [False, False, True, True]


def test_only_the_last_week_has_rejected_rows(weeks):
    rejected = [rejects for rejects, *_ in weeks[1]]
    assert rejected[:3] == [[], [], []]
    assert len(rejected[3]) == 2


def test_it_looks_like_an_ordinary_monday(weeks):
    score = scores.trend(weeks[0])[-1][1]
    assert 0.95 <= score <= 0.995


def test_the_package_calls_things_as_the_exports_do(weeks):
    db, _seen = weeks
    assert seen.differing(db) == []
