"""Whatever goes wrong in whichever command: log, output and screen have no value of the data.

The commands and what they are given are made from the code, so that a new one is tried by itself.
"""

import importlib
import logging
import pkgutil
import random
import shutil
import typing
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import at_work
import company
import duckdb
import marked
import pytest
from marked import MARK, Failing
from torture import commands as drawn

from dq import commands, discreet
from dq.commands import come_back
from dq.domain.dispositions import KEY
from dq.errors import DqError
from dq.judging import judge
from dq.store import copies, meanwhile, opening
from pages.ui.frame import frame

# What the user typed, which may be said to the user again, and is in no log.
TYPED = "Getypt"
# Refusals that name whom the page is about, or what it became: who reads them has that card on the
# screen, and may. No log has them.
NAMING = {
    come_back.TOO_EARLY,
    "{name} is in service already.",
    meanwhile.OVERTAKEN,
    meanwhile.BY_SEVERAL,
}
# Where a field of a command names a record that is there.
REAL = {
    "contact": "select id from contact order by id",
    "card": "select id from contact order by id",
    "survivor": "select id from contact order by id",
    "left": "select id from contact order by id",
    "right": "select id from contact order by id desc",
    "losers": "select id from contact order by id desc",
    "leavers": "select id from contact where status = 'active' order by id",
    "people": "select id from contact order by id",
    "successors": "select id from contact order by id desc",
    "lookalikes": "select id from contact order by id",
    "usernames": "select id from contact order by id",
    "account": "select id from account order by id desc",
    "relation": "select id from relation order by id",
    "approvals": "select id from approval order by id",
    "takes": "select id from approval order by id",
    "tile": "select id from tile order by id",
    "step": "select id from step order by id",
    "clash": "select id from clash order by id",
    "group": "select id from contact order by id",
    "findings": f"select {KEY} from finding where solved_load is null order by 1",
    "load": "select id from load order by id",
    "change": "select id from change order by id desc",
    "number": "select id from package order by id",
}


def found():
    """Every command: the function, and the class that it is given one or several of."""
    for module in pkgutil.iter_modules(commands.__path__):
        inside = importlib.import_module(f"dq.commands.{module.name}")
        for name, run in vars(inside).items():
            if not callable(run) or getattr(run, "__module__", "") != inside.__name__:
                continue
            hints = typing.get_type_hints(run) if not isinstance(run, type) else {}
            if not {"db", "actor"} <= hints.keys() or name.startswith("_"):
                continue
            if given := hints.get("command"):
                yield f"{module.name}.{name}", run, given
            elif given := hints.get("commands"):
                yield f"{module.name}.{name}", run, typing.get_args(given)[0]


COMMANDS = {name: (run, made) for name, run, made in found()}


def test_every_module_has_its_command():
    modules = {module.name for module in pkgutil.iter_modules(commands.__path__)}
    assert {name.partition(".")[0] for name in COMMANDS} == modules


class Input:
    """Makes a command of a class: of ids that are there, or of typed texts alone."""

    def __init__(self, db, real, copy):
        self.db, self.real, self.copy = db, real, copy

    def of(self, made):
        hints = typing.get_type_hints(made)
        return made(**{name: self.value(hint, name) for name, hint in hints.items()})

    def value(self, hint, name):
        args, origin = typing.get_args(hint), typing.get_origin(hint)
        if hint is type(None):
            return None
        if origin is typing.Literal:
            return args[0]
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {self.key(name): self.value(args[1], "")}
        if origin is tuple and args[-1] is not Ellipsis:
            return tuple(self.value(one, name) for one in args)
        if isinstance(origin, type) and issubclass(origin, Collection):
            return (
                origin([self.value(args[0], name)])
                if origin in (tuple, frozenset)
                else [self.of(args[0])]
            )
        if args:  # one of several types
            return self.value(args[0], name)
        if hint in PLAIN:
            return PLAIN[hint]
        if hint is Path:
            return self.copy
        if hint is int:
            return self.number(name)
        return self.key(name) if hint is str else self.of(hint)

    def known(self, name):
        stem = name.removesuffix("s") if name.removesuffix("s").endswith("_id") else name
        return REAL.get(stem.removesuffix("_id"))

    def key(self, name):
        sql = self.known(name) if self.real else None
        rows = self.db.execute(sql).fetchall() if sql else []
        return str(rows[0][0]) if rows else f"{TYPED} {name}"

    def number(self, name):
        said = self.key(name) if name in ("change_id", "load_id", "number") else ""
        return int(said) if said.isdecimal() else 1


PLAIN = {
    bool: True, float: 1.0, object: TYPED, date: date(2026, 11, 20), bytes: TYPED.encode(),
    datetime: datetime(2026, 11, 20), dict[str, object]: {"x": TYPED},
}  # fmt: skip


@pytest.fixture(scope="module")
def secret(tmp_path_factory):
    """The company at work, with a mark in every text, judged."""
    path = tmp_path_factory.mktemp("marked") / "store.duckdb"
    company.build(path)
    at_work.fill(path)
    db = opening.connect(path)
    marked.mark(db)
    judge.run(db)
    opening.close(db)
    return path


@pytest.fixture
def path(secret, tmp_path):
    path = tmp_path / "store.duckdb"
    shutil.copy(secret, path)
    return path


@pytest.fixture(autouse=True)
def said(monkeypatch):
    """What comes on the screen of an error."""
    shown = []
    monkeypatch.setattr(logging, "_logRecordFactory", discreet.Record)
    monkeypatch.setattr(logging, "raiseExceptions", False)
    monkeypatch.setattr(frame.st, "error", lambda text, **_: shown.append(text))
    return shown


def tried(run, given, db):
    """Run it as a page does, which shows and logs what goes wrong."""
    try:
        run(db, given, "Vera")
    except Exception as error:
        if not isinstance(error, DqError) or error.message not in NAMING:
            frame.show(error)


def steps():
    """Which statements fail, one at a time: all of the first, then fewer and fewer."""
    at = 1
    while True:
        yield at
        at += 1 + at // 3


def inputs(name, db, made, path):
    several = typing.get_type_hints(COMMANDS[name][0]).get("commands")
    for real in (True, False):
        one = Input(db, real, path).of(made)
        yield [one] if several else one
    for seed in range(3) if name.endswith(".run") else ():
        if draw := drawn.COMMANDS.get(name.partition(".")[0]):
            yield draw(db, random.Random(seed))[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_query_that_quotes_a_value(name, path, said, capfd, caplog):
    run, made = COMMANDS[name]
    db = opening.connect(path)
    copy = copies.make(db, "load")
    caplog.set_level(logging.DEBUG)
    for given in inputs(name, db, made, copy):
        for at in steps():
            failing = Failing(db, at, error=(None, *marked.SAYING)[at % 9])
            tried(run, given, failing)
            with suppress(duckdb.Error):  # where it was the rollback that failed
                db.execute("rollback")
            if failing.count[0] < at:
                break
    opening.close(db)
    out = capfd.readouterr()
    for text in (out.out, out.err, caplog.text):
        assert MARK not in text
        assert TYPED not in text
    assert said
    assert {text for text in said if MARK in text} == set()
