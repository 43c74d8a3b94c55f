"""Logs say what went wrong and where, and none of the values that it was about."""

import logging
import subprocess
import sys
import textwrap
import threading

import pytest

from dq import discreet
from dq.store import opening

MARK = "Geheim"


@pytest.fixture(autouse=True)
def discreetly(monkeypatch):
    monkeypatch.setattr(logging, "_logRecordFactory", discreet.Record)


def failed(does):
    with pytest.raises(Exception) as found:
        does()
    return found.value


def nested():
    try:
        raise KeyError(MARK)
    except KeyError as error:
        raise ExceptionGroup(MARK, [ValueError(MARK), OSError(2, MARK, MARK)]) from error


def test_a_trace_has_types_and_places_and_no_values():
    said = discreet.trace(failed(nested))
    assert MARK not in said
    assert {"ExceptionGroup", "KeyError", "ValueError", "FileNotFoundError"} <= {
        line.split(",")[0] for line in said.splitlines()
    }
    assert f"{__file__}:" in said and " nested" in said


def test_an_error_of_the_database_is_named():
    with opening.connect(opening.MEMORY) as db:
        error = failed(lambda: db.execute(f"select '{MARK}'::integer").fetchall())
    assert MARK in str(error)
    assert discreet.trace(error).startswith("_duckdb.ConversionException, last call last:\n  ")


@pytest.mark.parametrize(
    "log",
    [
        lambda log, error: log.exception("broke"),
        lambda log, error: log.error("broke: %s", error),
        lambda log, error: log.error("broke: %(one)s", {"one": error}),
        lambda log, error: log.error(error),
        lambda log, error: log.error(f"broke {error!r}", exc_info=error),
        lambda log, error: log.error(f"broke {error}", exc_info=True),
    ],
)
def test_no_way_to_log_an_error_says_its_value(log, caplog):
    try:
        raise ValueError(f"{MARK} 1")
    except ValueError as error:
        log(logging.getLogger("anybody"), error)
    assert MARK not in caplog.text
    assert "ValueError" in caplog.text


ENDS = {
    "process": "raise ValueError('{mark}')",
    "thread": "t = threading.Thread(target=lambda: int('{mark}')); t.start(); t.join()",
    "unraisable": "class A:\n    def __del__(self): raise ValueError('{mark}')\na = A(); del a",
    "warning": "import warnings; warnings.warn('{mark}')",
    "printed": "import traceback\ntry: int('{mark}')\nexcept ValueError: traceback.print_exc()",
    "asyncio": """
        import asyncio, gc
        async def one(): raise ValueError('{mark}')
        async def all(): asyncio.ensure_future(one()); await asyncio.sleep(0.1); gc.collect()
        asyncio.run(all())
    """,
    "streamlit": """
        from streamlit import error_util
        try: int('{mark}')
        except ValueError as error: error_util._log_uncaught_app_exception(error)
    """,
}


@pytest.mark.parametrize("name", ENDS)
def test_whatever_ends_says_no_value(name):
    script = "import threading\nfrom dq import discreet\ndiscreet.install()\nmark = 'Ge' + 'heim'\n"
    body = textwrap.dedent(ENDS[name]).replace("'{mark}'", "mark")
    done = subprocess.run(
        [sys.executable, "-c", script + body], capture_output=True, text=True, check=False
    )
    assert MARK not in done.stdout + done.stderr
    assert "Error" in done.stderr or "Warning" in done.stderr
    assert (done.returncode == 1) is (name == "process")
    assert ("pass on reference" in done.stderr) is (name == "process")


def test_an_interrupt_is_no_fault(capsys):
    discreet.ended(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert capsys.readouterr().err == ""


def test_a_thread_that_is_told_to_end_says_nothing(capsys):
    discreet._thread(threading.ExceptHookArgs((SystemExit, SystemExit(), None, None)))
    assert capsys.readouterr().err == ""
