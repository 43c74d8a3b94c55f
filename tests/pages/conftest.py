"""Pages run in-process on a store of their own."""

import json
import re
import shutil

import company
import pytest
import visiting

from dq.store import opening
from pages.ui.session import late, opened


class Page:
    """One visit to a page, and what a user reads there."""

    def __init__(self, script, language, params):
        self.app = visiting.app(script)
        self.app.session_state["who"] = "Vera"  # AppTest has no cookies
        if language == "en":
            self.app.query_params["lang"] = "EN"
        for name, value in params.items():
            self.app.query_params[name] = value
        self.app.run()

    @property
    def text(self):
        """Everything on the page as a reader sees it; HTML as it was sent, without its breaks."""
        said = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", self.sent).replace("<wbr>", "")
        return said.replace("\N{WORD JOINER}", "")

    @property
    def sent(self):
        """The same as it was sent, with the escapes of markdown."""
        kinds = ("title", "header", "markdown", "html", "info", "success", "warning", "error")
        found = [str(element.value) for kind in kinds for element in self.app.get(kind)]
        found += [str(link.value) for link in self.app.get("page_link")]
        found += [button.label for button in self.app.button]
        for group in self.groups:
            found += [
                group["head"],
                *(str(value) for row in group["rows"] for value in row.values()),
            ]
        return "\n".join(found)

    @property
    def groups(self):
        """What a search found, as the browser draws it: headings with their rows."""
        return [group for one in self.components for group in one.get("groups", [])]

    @property
    def components(self):
        """What the browser is told to draw by itself."""
        return [json.loads(one.proto.json) for one in self.app.get("bidi_component")]


@pytest.fixture(autouse=True)
def nothing_to_draw(monkeypatch):
    """No browser draws: what is decided is carried out at once."""
    monkeypatch.setattr(late, "DRAWING", 0)


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    path = tmp_path_factory.mktemp("company") / "store.duckdb"
    company.build(path)
    return path


@pytest.fixture
def path(tmp_path, monkeypatch):
    """An empty store's place; the pages open it."""
    path = tmp_path / "store.duckdb"
    monkeypatch.setenv("DQ_STORE", str(path))
    yield path
    opened.forget()


@pytest.fixture
def filled(path, built):
    """A store with the company."""
    shutil.copy(built, path)
    return path


@pytest.fixture
def visit():
    """Open a page: visit("review/overview.py", f_check="invalid_email")."""

    def open_page(script, language="nl", **params):
        return Page(script, language, params)

    return open_page


@pytest.fixture
def change(filled):
    """Run a statement on the company's store before a visit."""

    def run(sql, parameters=None):
        db = opening.connect(filled)
        db.execute(sql, parameters).fetchall()
        # What is changed in findings stays, also when midnight passed since the store was judged.
        db.execute("update judged set day = current_date").fetchall()
        db.close()
        opened._moment.clear()  # what is written past the ledger makes no other moment

    return run


@pytest.fixture
def stored(filled):
    """Read the store that the pages have open: stored("select ...")."""

    def read(sql, parameters=None):
        return opened.open_store().execute(sql, parameters).fetchall()

    return read
