"""The servers that are measured: up in time, gone afterwards, loud when they cannot start."""

import urllib.error
import urllib.request

import pytest

from bench import pages
from bench.runs import ROOT

PORT = 8651


def health(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
        return answer.read()


def test_a_server_is_up_inside_and_gone_after():
    app = str(ROOT / "bench" / "empty_app.py")
    with pages.served(["-m", "streamlit", "run", app, *pages.plain(PORT)], PORT):
        assert health(PORT) == b"ok"
    with pytest.raises(urllib.error.URLError):
        health(PORT)


def test_a_server_that_ends_is_reported():
    with (
        pytest.raises(RuntimeError, match="ended with 3"),
        pages.served(["-c", "raise SystemExit(3)"], 8643),
    ):
        pass
