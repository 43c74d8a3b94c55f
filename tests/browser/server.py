"""A server of one's own, on a free port and a given store."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request

from pages.ui.frame import frame


def free():
    """A port that nobody has."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(store, port=None, environment=os.environ):
    """A server on `store`; yields its address. What went wrong on a page fails at the end."""
    port = port or free()
    address = f"http://127.0.0.1:{port}"
    output = store.with_suffix(".log")
    with output.open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"],
            cwd=frame.ROOT,
            env={**environment, "DQ_STORE": str(store)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(20)
        said = output.read_text("utf-8", "replace")
        assert "reference " not in said, said


def wait(address, server):
    """Until the app answers."""
    answers(f"{address}/_stcore/health", server)


def answers(address, server, context=None):
    """Until a server answers there."""
    for _ in range(300):
        assert server.poll() is None, "the server stopped"
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=2, context=context).read()
            return
        time.sleep(0.1)
    raise AssertionError("the server does not answer")
