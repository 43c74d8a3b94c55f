"""Drafts and temporary folders: each machine clears only what its own processes left."""

import os
import subprocess
import sys
import tempfile

import pytest

from dq import scratch


@pytest.fixture(scope="module")
def dead():
    """The id of a process that is no more."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def left(place, prefix):
    return sorted(path.name for path in place.iterdir() if path.name.startswith(prefix))


def test_a_draft_clears_what_its_own_machine_left(tmp_path, dead):
    own = tmp_path / f".{scratch.PREFIX}{dead}-abc.list.xlsx"
    running = tmp_path / f".{scratch.PREFIX}{os.getppid()}-abc.list.xlsx"
    elsewhere = tmp_path / f".kaartenbak-another-{dead}-abc.list.xlsx"
    for path in (own, running, elsewhere):
        path.touch()
    with scratch.draft(tmp_path, "list.xlsx") as made:
        assert made.name.startswith(f".kaartenbak-{scratch.HOST}-{os.getpid()}-")
    assert left(tmp_path, ".") == sorted([running.name, elsewhere.name])


def test_a_start_clears_the_folders_of_its_own_machine(tmp_path, dead, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for host in (scratch.HOST, "another"):
        (tmp_path / f"kaartenbak-{host}-{dead}-abc").mkdir()
    with scratch.folder() as mine:
        assert scratch.sweep() == 1
        assert left(tmp_path, "kaartenbak") == sorted([mine.name, f"kaartenbak-another-{dead}-abc"])
