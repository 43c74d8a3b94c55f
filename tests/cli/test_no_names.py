"""Every command in which a query or a file goes wrong says what, and none of the values."""

import logging
import shutil

import company
import pytest
from marked import MARK, Failing, mark

from dq import discreet
from dq.__main__ import main
from dq.store import opening

COMMANDS = {
    "check": ["--output", "{out}/f.csv"],
    "export": ["--output", "{out}/lists"],
    "handover": ["scripts", "--output", "{out}/scripts"],
    "report": ["--output", "{out}/week.xlsx"],
    "settings": ["export", "--output", "{out}/s.toml"],
    "inbox": ["--yes"],
    "load": ["{out}/contacts.csv", "--yes"],
}


@pytest.fixture(autouse=True)
def discreetly(monkeypatch):
    monkeypatch.setattr(logging, "_logRecordFactory", discreet.Record)


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    path = tmp_path_factory.mktemp("marked") / "store.duckdb"
    company.build(path)
    db = opening.connect(path)
    mark(db)
    opening.close(db)
    return path


@pytest.fixture
def secret(marked, tmp_path):
    return shutil.copy(marked, tmp_path / "store.duckdb")


def ran(arguments):
    """What a process would end with; an error of nobody ends it as Python does."""
    try:
        return main(arguments)
    except BaseException as error:
        discreet.ended(type(error), error, error.__traceback__)
        return 1


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("at", [1, 12, 40])
def test_a_query_that_quotes_a_value(secret, tmp_path, monkeypatch, name, at, capsys, caplog):
    for folder in (tmp_path, tmp_path / "inbox"):
        folder.mkdir(exist_ok=True)
        path = folder / "contacts.csv"
        path.write_text(f"Id,LastName,Email\n003A,{MARK}1,{MARK}@geheim.example\n", "utf-8")
    held = []

    def connect(path):
        held.append(connected(path))
        return Failing(held[-1], at)

    connected, closed = opening.connect, opening.close
    monkeypatch.setattr(opening, "connect", connect)
    monkeypatch.setattr(opening, "close", lambda db: closed(db.db))
    words = [word.format(out=tmp_path) for word in COMMANDS[name]]
    status = ran([name, "--store", str(secret), *words])
    said = capsys.readouterr()
    assert MARK not in said.out + said.err + caplog.text
    if at == 1:
        assert status
    if status == 1:
        assert "duckdb.ConversionException" in said.err and "pass on reference" in said.err


FILES = {
    "contacts.csv": f'Id,LastName\n"003A,{MARK}\n'.encode(),
    "contacts.xlsx": b"PK\x03\x04" + MARK.encode(),
    "contacts.json": f'[{{"Id": "{MARK}"'.encode(),
    "contacts.zip": MARK.encode() * 9,
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_refused(secret, tmp_path, name, capsys, caplog):
    (tmp_path / name).write_bytes(FILES[name])
    assert ran(["load", "--store", str(secret), str(tmp_path / name)]) == 2
    said = capsys.readouterr()
    assert MARK not in said.out + said.err + caplog.text


def test_reading_that_breaks(monkeypatch):
    """The process that reads says where it broke."""
    from dq.reading import child

    def wrong(*_):
        raise ValueError(MARK)
        yield

    monkeypatch.setitem(child.DOES, "tables", wrong)
    request = {"name": "a.csv", "do": "tables"}
    [answer] = child.answered(request, None)
    assert MARK not in str(answer)
    assert "ValueError" in answer["broke"]
