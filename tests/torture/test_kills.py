"""A minute of what `make torture` does for long: killed at random moments, nothing is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from torture.kills import WORK

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("kind", WORK)
def test_a_few_kills_lose_nothing(kind):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "torture.kills", "--kills", "4", "--kind", kind],
        cwd=TESTS,
        env=os.environ | {"PYTHONPATH": f"{TESTS.parent}:{TESTS}"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 kills" in done.stdout
