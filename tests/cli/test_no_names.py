"""Every command in which a query or a file goes wrong says what, and none of the values.

The commands and what they are given come from the parser, so that a new one is tried by itself.
"""

import argparse
import logging
import os
import shutil
from pathlib import Path

import at_work
import company
import marked
import pytest
from marked import MARK, Failing, mark

from dq import discreet
from dq.__main__ import main, parser
from dq.commands.set import Set
from dq.commands.set import run as set_value
from dq.judging import judge
from dq.store import copies, opening

# What the user typed: the command may say it again, on its own screen.
TYPED = "Getypt"
OUTPUTS = {"output": "out", "pairs": "pairs.csv", "groups": "groups.csv"}
# How an output is called where the command goes by its name.
ENDINGS = {
    "check": ".csv",
    "person": ".xlsx",
    "report": ".html",
    "settings export": ".json",
    "duplicates": ".csv",
}
IDS = {"id": "003A"}
# Of an argument that is read first, one of these is right.
SAMPLES = ("18613", "2026-11-23", "contact", "contact=Contacts")


def commands(of=None, name=""):
    """Every command with its parser, also those within another."""
    of = of or parser()
    inside = [one for one in of._actions if isinstance(one, argparse._SubParsersAction)]
    if not inside:
        yield name, of
    for one in inside:
        for word, sub in one.choices.items():
            yield from commands(sub, f"{name} {word}".strip())


COMMANDS = dict(commands())


def words(name, folder, *, every):
    """The arguments of a command: those that it needs, or every one that goes together."""
    of = COMMANDS[name]
    left_out = {
        id(one) for group in of._mutually_exclusive_groups for one in group._group_actions[1:]
    }
    given = name.split()
    for one in of._actions:
        if one.dest in ("help", "store") or id(one) in left_out:
            continue
        if not (every or one.required or not one.option_strings):
            continue
        given += one.option_strings[-1:]
        if one.nargs != 0:
            given += [value(name, one, folder)]
    return given


def value(name, one, folder):
    """What an argument is given: one of its choices, a file, a day, or a text that tells."""
    if one.choices:
        return str(next(iter(one.choices)))
    if one.dest in OUTPUTS:
        return str(folder / f"{OUTPUTS[one.dest]}{ENDINGS.get(name, '')}")
    if one.type is Path:
        of_settings = name == "settings import"
        names = {"input": ".", "file": "settings.json" if of_settings else "contacts.csv"}
        return str(folder / names.get(one.dest, "contacts.csv"))
    if one.dest == "copy":
        return next((folder / "backup").iterdir()).name
    if one.type is not None:
        return next(text for text in SAMPLES if taken(one.type, text))
    return IDS.get(one.dest, TYPED)


def taken(read, text):
    try:
        read(text)
    except (ValueError, argparse.ArgumentTypeError):
        return False
    return True


@pytest.fixture(autouse=True)
def discreetly(monkeypatch):
    monkeypatch.setattr(logging, "_logRecordFactory", discreet.Record)


@pytest.fixture(scope="module")
def marked_store(tmp_path_factory):
    path = tmp_path_factory.mktemp("marked") / "store.duckdb"
    company.build(path)
    at_work.fill(path)
    db = opening.connect(path)
    mark(db)
    judge.run(db)
    set_value(db, Set("target_score", 0.9), "anna")
    copies.make(db, "load")
    opening.close(db)
    main(
        ["settings", "export", "--output", str(path.parent / "settings.json"), "--store", str(path)]
    )
    return path


@pytest.fixture
def secret(tmp_path, marked_store):
    path = tmp_path / "store.duckdb"
    shutil.copytree(marked_store.parent, tmp_path, dirs_exist_ok=True)
    for folder in (tmp_path, tmp_path / "inbox"):
        folder.mkdir(exist_ok=True)
        for name, head in (("contacts", "Id,LastName,Email"), ("accounts", "Id,Name,Website")):
            line = f"00{name[0]}A,{MARK}1,{MARK}@geheim.example"
            (folder / f"{name}.csv").write_text(f"{head}\n{line}\n", "utf-8")
    return path


@pytest.fixture
def started(monkeypatch, tmp_path):
    """The app is not started, which would take the place of the tests; nothing is written here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "execv", lambda *_: None)
    monkeypatch.setattr(os, "chdir", lambda _: None)


def ran(arguments):
    """What a process would end with; an error of nobody ends it as Python does."""
    try:
        return main(arguments)
    except SystemExit as error:
        return error.code
    except BaseException as error:
        discreet.ended(type(error), error, error.__traceback__)
        return 1


def test_every_command_of_the_parser_is_tried():
    assert {"load", "forget", "serve", "settings export", "settings import"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("every", [False, True], ids=["needed", "every"])
def test_what_goes_well_says_no_value(secret, tmp_path, started, name, every, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    status = ran([*words(name, tmp_path, every=every), "--store", str(secret)])
    assert status in (0, 2)
    if not every:
        assert status == 0
    said = capfd.readouterr()
    assert MARK not in said.out + said.err + caplog.text
    assert TYPED not in caplog.text


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("at", [1, 5, 12, 40])
def test_a_query_that_quotes_a_value(
    secret, tmp_path, started, monkeypatch, name, at, capfd, caplog
):
    caplog.set_level(logging.DEBUG)
    held, error = [], []

    def connect(path):
        held.append(connected(path))
        return Failing(held[-1], at, error=error[-1])

    connected, closed = opening.connect, opening.close
    monkeypatch.setattr(opening, "connect", connect)
    monkeypatch.setattr(opening, "close", lambda db: closed(db.db))
    for kind in (None, marked.SAYING[(at + len(name)) % len(marked.SAYING)]):
        error.append(kind)
        status = ran([*words(name, tmp_path, every=at == 5), "--store", str(secret)])
        said = capfd.readouterr()
        assert MARK not in said.out + said.err + caplog.text
        assert TYPED not in caplog.text
        if status == 1:
            assert "last call last" in said.err and "pass on reference" in said.err


FILES = {
    "contacts.csv": f'Id,LastName\n"003A,{MARK}\n'.encode(),
    "contacts.xlsx": b"PK\x03\x04" + MARK.encode(),
    "contacts.json": f'[{{"Id": "{MARK}"'.encode(),
    "contacts.zip": MARK.encode() * 9,
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_refused(secret, tmp_path, name, capfd, caplog):
    (tmp_path / name).write_bytes(FILES[name])
    assert ran(["load", "--store", str(secret), str(tmp_path / name)]) == 2
    said = capfd.readouterr()
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
