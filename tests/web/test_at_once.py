"""Connections to a socket that listens send at once; other files and sockets are left alone."""

import os
import socket

import pytest

from web import at_once


def waits(one):
    return not one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize(
    ("family", "address"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
)
def test_what_is_accepted_sends_at_once(family, address):
    with socket.socket(family) as server, socket.socket(family) as browser:
        server.bind((address, 0))
        server.listen()
        at_once.see_to_it()
        browser.connect(server.getsockname()[:2])
        accepted, _from = server.accept()
        with accepted:
            assert not waits(accepted)
            assert waits(browser)


def test_nothing_else_is_touched_or_left_open(tmp_path):
    with (
        socket.socket() as idle,
        socket.socket(socket.AF_UNIX) as local,
        (tmp_path / "file").open("w"),
    ):
        local.bind(str(tmp_path / "socket"))
        local.listen()
        before = len(os.listdir(at_once.OPEN))
        at_once.see_to_it()
        assert waits(idle)
        assert len(os.listdir(at_once.OPEN)) == before


def test_where_the_system_has_no_list_nothing_is_done(monkeypatch):
    monkeypatch.setattr(at_once, "OPEN", "/nowhere")
    at_once.see_to_it()
