"""A copy of the product in which a file is changed or added, and what a script says in it."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

# What a page shows: its HTML and text, and what stands in its fields. Arguments: the store, the
# page, and for a card its id and the form over it.
VISIT = """
import os, sys

os.environ["DQ_STORE"] = sys.argv[1]
from streamlit.testing.v1 import AppTest

page = AppTest.from_file("pages/menu.py", default_timeout=120)
page.session_state["who"] = "Vera"
page.query_params["lang"] = "EN"
page.run()
for name, value in zip(("id", "do"), sys.argv[3:]):
    page.query_params[name] = value
page.switch_page(sys.argv[2]).run()
assert not page.exception, page.exception
for kind in ("title", "header", "markdown", "html"):
    for one in page.get(kind):
        print(one.value)
for field in page.text_input:
    print(field.label, "=", field.value)
"""


class Altered:
    """The product in a folder of its own; what is changed there is counted."""

    def __init__(self, folder):
        self.folder, self.touched = folder, set()
        for name in ("dq", "pages"):
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )

    def replace(self, path, old, new):
        """Replace a text that stands once in a file."""
        text = (self.folder / path).read_text("utf-8")
        assert text.count(old) == 1, (path, old)
        self.write(path, text.replace(old, new))

    def write(self, path, text):
        """Write a file."""
        (self.folder / path).write_text(text, "utf-8")
        self.touched.add(path)

    def run(self, script, *arguments):
        """Run a script in the copy; it fails when that does."""
        done = subprocess.run(
            [sys.executable, "-c", script, *map(str, arguments)],
            cwd=self.folder,
            env={"PYTHONPATH": f"{self.folder}:{ROOT / 'tests'}", "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
