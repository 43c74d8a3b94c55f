"""A server of one's own, on a free port and a given store."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request

from pages.ui import frame


@contextlib.contextmanager
def serving(store):
    """A server on `store`; yields its address."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"],
        cwd=frame.ROOT,
        env={**os.environ, "DQ_STORE": str(store)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def wait(address, server):
    """Until the server answers."""
    for _ in range(300):
        assert server.poll() is None, "the server stopped"
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).read()
            return
        time.sleep(0.1)
    raise AssertionError("the server does not answer")
