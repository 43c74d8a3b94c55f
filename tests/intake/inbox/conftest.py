"""A store in a folder with its inbox; a file counts as old as its own time says."""

import pytest
from arriving import Arriving

from dq.intake.inbox import places
from dq.store import opening


@pytest.fixture(autouse=True)
def by_own_time(monkeypatch):
    """When a file was put here cannot be set back, its own time can."""
    monkeypatch.setattr(places, "_moments", lambda path: (path.stat().st_mtime,))


@pytest.fixture
def arriving(tmp_path):
    return Arriving(tmp_path)


@pytest.fixture
def db(arriving):
    with opening.connect(arriving.store) as opened:
        yield opened
