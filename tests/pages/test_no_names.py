"""Whatever goes wrong on whichever page: screen and log hold a reference, and no value."""

import logging
import shutil

import pytest
from marked import MARK, Failing, mark
from visiting import PAGES

from dq import discreet
from dq.store import opening
from pages.ui.session import opened


@pytest.fixture(scope="module")
def secret(built, tmp_path_factory):
    path = tmp_path_factory.mktemp("marked") / "store.duckdb"
    shutil.copy(built, path)
    db = opening.connect(path)
    mark(db)
    opening.close(db)
    return path


@pytest.fixture(autouse=True)
def discreetly(monkeypatch):
    monkeypatch.setattr(logging, "_logRecordFactory", discreet.Record)
    monkeypatch.setattr(logging, "raiseExceptions", False)


@pytest.mark.parametrize("script", PAGES)
@pytest.mark.parametrize("at", [30, 50])
def test_a_query_that_quotes_a_value(secret, path, visit, monkeypatch, script, at, capsys, caplog):
    shutil.copy(secret, path)
    opened.open_store()
    whole = opened._connection(str(path))
    failing = Failing(whole, at)
    monkeypatch.setattr(opened, "_connection", lambda _: failing)
    with caplog.at_level(logging.DEBUG):
        page = visit(script, id="003A")
    monkeypatch.undo()
    shown = [str(one.value) for kind in ("error", "exception") for one in page.app.get(kind)]
    said = capsys.readouterr()
    for text in (*shown, said.out, said.err, caplog.text):
        assert MARK not in text
    if failing.count[0] >= at:
        assert "duckdb.ConversionException" in caplog.text or not shown
