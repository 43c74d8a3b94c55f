"""The pictures of the README can be made from the demo; those that it shows are light."""

import os
import re
import subprocess
import sys

import pictures
import pytest
from PIL import Image

from pages.ui.frame import frame

README = frame.ROOT / "README.md"
MOST_BYTES, FEWEST_COLOURS = 90_000, 20


def shown():
    """The pictures that the README shows, by their place."""
    return re.findall(r"!\[[^\]]+\]\(([^)]+\.png)\)", README.read_text("utf-8"))


def looked_at(path):
    with Image.open(path) as picture:
        assert picture.size == tuple(pictures.SIZE.values())
        assert len(picture.getcolors()) > FEWEST_COLOURS  # not an empty page
    assert path.stat().st_size < MOST_BYTES


def test_they_can_be_made(tmp_path):
    # As `make screenshots` does: a process has one Playwright, and this one has that of the tests.
    places = ":".join(str(frame.ROOT / place) for place in (".", "tests", "tests/browser"))
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "pictures", str(tmp_path)],
        cwd=frame.ROOT,
        env={**os.environ, "PYTHONPATH": places},
        check=True,
        timeout=300,
    )
    made = {f"docs/pictures/{path.name}": path for path in tmp_path.iterdir()}
    assert sorted(made) == sorted(shown())
    for path in made.values():
        looked_at(path)


def test_one_that_looks_the_same_stays_as_it_is(tmp_path):
    made = Image.new("RGB", (200, 100), "white")
    made.save(tmp_path / "one.png")
    made.paste((250, 250, 250), (0, 0, 200, 50))
    assert not pictures.differs(made, tmp_path / "one.png")
    made.paste("black", (10, 10, 15, 18))  # as little as a figure
    assert pictures.differs(made, tmp_path / "one.png")


@pytest.mark.parametrize("place", shown())
def test_what_the_readme_shows_is_there(place):
    looked_at(frame.ROOT / place)
