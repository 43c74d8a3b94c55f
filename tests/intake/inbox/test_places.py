"""What has come whole, and what is still on its way."""

import errno
import fcntl
import os
import time
from pathlib import Path

import pytest
from arriving import accounts, contacts, zipped

from dq.intake.inbox import places

OLD = places.PATIENCE + 1
MIDDLE = places.QUIET + 1


def ready(arriving):
    return [path.name for path in arriving.box.ready()]


def test_an_inbox_that_is_not_there_has_nothing(tmp_path):
    assert places.box(tmp_path / "elsewhere" / "store.duckdb").ready() == []


@pytest.mark.parametrize(("age", "wanted"), [(0, []), (places.QUIET - 1, []), (MIDDLE, ["a.csv"])])
def test_a_file_is_whole_when_nothing_changed_for_a_while(arriving, age, wanted):
    arriving.put("a.csv", contacts(), age)
    assert ready(arriving) == wanted


def test_the_files_of_a_week_are_taken_together(arriving):
    arriving.put("a.csv", contacts(), MIDDLE)
    arriving.put("b.csv", accounts(), 0)
    assert ready(arriving) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("all.zip", zipped(contacts=contacts())[:-30]),
        ("all.xlsx", zipped(contacts=contacts())[:200]),
        ("empty.csv", b""),
        ("contacts.csv.part", contacts()),
        ("contacts.csv.crdownload", contacts()),
    ],
)
def test_what_looks_unfinished_waits_longer_but_not_for_ever(arriving, name, content):
    arriving.put("a.csv", contacts(), MIDDLE)
    arriving.put(name, content, MIDDLE)
    assert ready(arriving) == []
    arriving.put(name, content, OLD)
    assert ready(arriving) == sorted(["a.csv", name])


def test_a_file_that_somebody_locked_waits_and_then_the_others_go(arriving):
    with arriving.put("b.csv", accounts(), MIDDLE).open("rb+") as locked:
        fcntl.flock(locked, fcntl.LOCK_EX)
        arriving.put("a.csv", contacts(), MIDDLE)
        assert ready(arriving) == []
        os.utime(locked.fileno(), (time.time() - OLD,) * 2)
        assert ready(arriving) == ["a.csv"]
    assert ready(arriving) == ["a.csv", "b.csv"]


def test_what_is_no_file_is_left_alone(arriving, tmp_path):
    (arriving.box.root / "folder").mkdir()
    os.mkfifo(arriving.box.root / "pipe.csv")
    outside = tmp_path / "secret.csv"
    outside.write_text("Id\n")
    (arriving.box.root / "link.csv").symlink_to(outside)
    for name in (".hidden.csv", "~$lock.xlsx"):
        arriving.put(name, "x", OLD)
    assert ready(arriving) == []


def test_nothing_is_written_over(arriving):
    for _ in range(3):
        places.move([arriving.put("a.csv", "x")], arriving.box.done, "20261129-100000-000000")
    assert arriving.all_names(arriving.box.done) == ["a-2.csv", "a-3.csv", "a.csv"]


@pytest.mark.parametrize("name", [places.LOG, places.WHY])
def test_a_file_that_is_called_as_ours_is_not_lost(arriving, name):
    folder = places.move([arriving.put(name, "x")], arriving.box.failed, places.stamp())
    places.explain(folder, [])
    [kept] = places.within(folder)
    assert kept.read_text() == "x"


def test_what_is_held_is_told_newest_first_with_its_reasons(arriving):
    for stamp in ("20261128-100000-000000", "20261129-100000-000000"):
        folder = places.move([arriving.put("a.csv", "x")], arriving.box.failed, stamp)
        places.explain(folder, [places.Reason("{file} is empty.", {"file": "a.csv"}, "a.csv")])
    (arriving.box.failed / "somebody's own").mkdir()
    found = arriving.box.held(arriving.box.failed)
    assert [one.name for one in found] == ["20261129-100000-000000", "20261128-100000-000000"]
    assert [(one.files, str(one.reasons[0])) for one in found] == [
        (("a.csv",), "a.csv is empty.")
    ] * 2


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"message": 1}]', "null"])
def test_reasons_that_somebody_spoilt_are_none(arriving, text):
    folder = places.move([arriving.put("a.csv", "x")], arriving.box.failed, places.stamp())
    (folder / places.WHY).write_text(text)
    assert arriving.box.held(arriving.box.failed)[0].reasons == ()


@pytest.mark.parametrize("ahead", [places.PATIENCE * 2, 86_400 * 365])
def test_a_time_far_ahead_holds_nothing_up(arriving, ahead):
    arriving.put("a.csv", contacts(), MIDDLE)
    arriving.put("b.csv", accounts(), -ahead)
    assert ready(arriving) == ["a.csv", "b.csv"]


def test_a_clock_that_is_a_little_ahead_is_waited_for(arriving):
    arriving.put("a.csv", contacts(), -30)
    assert ready(arriving) == []


@pytest.mark.parametrize("name", places.OWN)
def test_a_file_that_is_called_as_ours_keeps_what_it_says(arriving, name):
    folder = places.move([arriving.put(name, "theirs")], arriving.box.taking, places.stamp())
    places.explain(folder, [])
    [kept] = places.within(folder)
    assert kept.read_text() == "theirs"


def test_a_name_in_another_encoding_can_be_written_down(arriving):
    path = arriving.put(os.fsdecode(b"Lijst caf\xe9.csv"), contacts())
    folder = places.move([path], arriving.box.taking, places.stamp())
    assert [path.name for path in places.within(folder)] == ["Lijst caf_.csv"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (b"\xe9" * 251 + b".csv", "_" * 251 + ".csv"),
        (b"een\n\x1b[31mtwee.csv", "een__[31mtwee.csv"),
    ],
    ids=["as_long_as_it_can_be", "control_characters"],
)
def test_no_name_stops_the_others(arriving, name, kept):
    path = arriving.put(os.fsdecode(name), contacts())
    folder = places.move([path], arriving.box.taking, places.stamp())
    assert [path.name for path in places.within(folder)] == [kept]


def test_a_folder_may_lie_on_another_disk(arriving, monkeypatch):
    replace = Path.replace

    def across(path, target):
        if path.parent != target.parent:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return replace(path, target)

    path = arriving.put("a.csv", "what it says")
    monkeypatch.setattr(Path, "replace", across)
    folder = places.move([path], arriving.box.done, places.stamp())
    assert [one.read_text() for one in folder.iterdir()] == ["what it says"]
    assert not path.exists()


def test_a_link_to_a_store_has_the_inbox_of_the_store(arriving, db, tmp_path):
    link = tmp_path / "elsewhere" / "store.duckdb"
    link.parent.mkdir()
    link.symlink_to(arriving.store)
    assert places.box(link).root == places.beside(db).root
