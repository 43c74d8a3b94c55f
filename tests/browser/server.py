"""A server of one's own, on a free port and a given store."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request

from pages.ui.frame import frame


@contextlib.contextmanager
def serving(store):
    """A server on `store`; yields its address. What went wrong on a page fails at the end."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    output = store.with_suffix(".log")
    with output.open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"],
            cwd=frame.ROOT,
            env={**os.environ, "DQ_STORE": str(store)},
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
    """Until the server answers."""
    for _ in range(300):
        assert server.poll() is None, "the server stopped"
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).read()
            return
        time.sleep(0.1)
    raise AssertionError("the server does not answer")
