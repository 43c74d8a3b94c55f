"""Whom the server answers at all; everybody else gets one sentence and no data.

Tested in tests/web/test_doorkeeper.py.
"""

import os
import sys
from typing import NoReturn

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dq.access import signin, strangers
from dq.access.strangers import Asked
from dq.errors import DqError
from dq.words import catalogue
from web.places import within

POLICY = 1008  # what a socket is closed with that is not allowed


class Doorkeeper:
    """Answer only who asks for a name that is ours, from a page that is ours."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        names = st.get_option("server.allowedHosts") or []
        error = strangers.refused(_asked(scope), signin.now(), names)
        if error is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await turn_away(send)
        else:
            await sentence(error, 403)(scope, receive, send)


def _asked(scope: Scope) -> Asked:
    server = scope.get("server")
    return Asked(
        path=within(scope),
        headers=Headers(scope=scope),
        method=scope.get("method", "GET"),
        socket=scope["type"] == "websocket",
        local=server[0] if server else None,
    )


async def turn_away(send: Send) -> None:
    """Refuse a socket."""
    await send({"type": "websocket.close", "code": POLICY, "reason": ""})


def sentence(error: DqError, status: int) -> PlainTextResponse:
    """A page with nothing but why not, in both languages."""
    shown = {name: str(value) for name, value in error.values.items()}
    said = [
        catalogue.fill(catalogue.of(language).gettext(error.message), shown)
        for language in ("nl", "en")
    ]
    return PlainTextResponse("\n\n".join(said) + "\n", status, {"cache-control": "no-store"})


def see_to_start() -> None:
    """Begin only where nobody else can ask, or where people sign in; else say what is missing.
    What is written from then on is its owner's alone."""
    os.umask(0o077)
    try:
        strangers.listening(st.get_option("server.address"), signin.now())
    except DqError as error:
        _stop(str(error))


def _stop(said: str) -> NoReturn:
    print(f"dq: {said}", file=sys.stderr)
    sys.exit(2)
