"""Setting up on a machine that lacks something says what to install."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def make(folder, *arguments):
    return subprocess.run(
        ["make", "-C", str(folder), "--no-print-directory", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def project(tmp_path):
    """The Makefile and the pins, without an environment."""
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def fake_python(folder, lines):
    path = folder / "fake-python"
    path.write_text("#!/bin/sh\n" + lines, "utf-8")
    path.chmod(0o755)
    return f"PYTHON={path}"


def test_a_python_without_venv_says_what_to_install(project):
    python = fake_python(project, 'case "$2" in *ensurepip*) exit 1;; esac\n')
    done = make(project, "setup", python)
    assert done.returncode != 0
    assert "apt install python3-venv" in done.stdout


def test_an_old_python_says_which_is_needed(project):
    done = make(project, "setup", fake_python(project, "exit 1\n"))
    assert done.returncode != 0
    assert "Python 3.11 or newer" in done.stdout


def test_nothing_happens_when_the_pins_have_not_changed(project):
    (project / ".venv").mkdir()
    for name in (".python", ".run", ".dev"):
        (project / ".venv" / name).touch()
    done = make(project, "setup-dev")
    assert done.returncode == 0
    assert "Installing" not in done.stdout


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned(name):
    lines = [line for line in (ROOT / name).read_text("utf-8").splitlines() if line.strip()]
    assert lines
    assert all("==" in line for line in lines if not line.lstrip().startswith(("#", "-")))


def test_what_runs_is_what_was_tested():
    run = set((ROOT / "requirements.txt").read_text("utf-8").splitlines())
    tested = set((ROOT / "requirements-dev.txt").read_text("utf-8").splitlines())
    assert run <= tested
