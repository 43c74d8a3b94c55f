"""Start the app, with the demo company if the store is empty."""

import argparse
import contextlib
import logging
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

import duckdb

from dq import scratch
from dq.access import signin, strangers
from dq.cli import load, opened, progress
from dq.errors import N_, DqError, Invalid
from dq.store import faults, opening

log = logging.getLogger("kaartenbak")
ROOT = Path(__file__).resolve().parents[2]
# What says to the pages that they show a masked copy.
MASKED = "KAARTENBAK_MASKED"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the app answers."""
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument(
        "--masked",
        action="store_true",
        help="show a copy under invented names, which is gone at the end; nothing else is written",
    )


def run(given: argparse.Namespace) -> None:
    """Make the store ready, then become the app.

    :raises StoreBusy: another process holds the store, most likely the app itself
    :raises Invalid: the port is taken, or others could ask and nobody signs in
    """
    strangers.listening(given.address, signin.now())
    with contextlib.closing(socket.socket()) as probe:
        if not probe.connect_ex((given.address, given.port)):
            raise Invalid(
                N_("Something already answers on {address}:{port}; choose another port."),
                address=given.address,
                port=given.port,
            )
    print("Kaartenbak is getting ready ...", flush=True)
    app = [sys.executable, "-m", "streamlit", "run", "app.py"]
    app += [f"--server.address={given.address}", f"--server.port={given.port}"]
    app += [f"--browser.serverAddress={given.address}", "--server.headless=true"]
    if given.masked:
        _masked(given, app)
        return
    with opened(given.store, new=True) as db:
        prepare(db)
    os.environ["DQ_STORE"] = str(given.store.resolve())
    print(f"Kaartenbak: http://{given.address}:{given.port}", flush=True)
    os.chdir(ROOT)
    os.execv(sys.executable, app)


def _masked(given: argparse.Namespace, app: list[str]) -> None:
    """Show a masked copy until somebody stops the app; the copy goes with it.

    :raises NotFound: there is no store to show
    """
    with scratch.folder() as folder:
        path = folder / "store.duckdb"
        mask(given.store, path)
        print(f"Kaartenbak, masked: http://{given.address}:{given.port}", flush=True)
        environment = os.environ | {"DQ_STORE": str(path), MASKED: "1"}
        with subprocess.Popen(app, cwd=ROOT, env=environment) as running:
            try:
                running.wait()
            finally:
                running.terminate()
                running.wait()


def mask(store: Path, path: Path) -> None:
    """Make a store at `path` of what the one at `store` holds, under invented names; judged."""
    from dq.domain.masking import store as masking

    opening.close(opening.connect(path))
    with opened(store) as db:
        masking.copy(db, path, secrets.token_bytes(32), progress)
    with opened(path, new=True) as db:
        _judge(db)


def prepare(db: duckdb.DuckDBPyConnection) -> None:
    """Fill an empty store with the demo company but its last week, from where an earlier start
    was stopped; judge what is not judged."""
    from dq.domain import demo
    from dq.judging import judge

    weeks = demo.missing(db)
    if weeks != demo.weeks()[:-1]:  # what is there is judged before more comes
        _judge(db)
    for exported, files in weeks:
        load.load_files(db, files, exported, actor=demo.ACTOR, sure=True)
        judge.run(db)


def _judge(db: duckdb.DuckDBPyConnection) -> None:
    from dq.judging import judge

    try:
        judge.refresh(db, progress)
    except DqError:
        raise
    except Exception as error:
        if faults.interrupted(error):
            raise
        # The pages say so and try again; without the app nobody could correct what is wrong.
        log.exception("The data could not be judged")
