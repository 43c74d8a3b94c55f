"""Signing in leads back to where one was, and signing out holds for every page that is open.

Tested in tests/web/test_signing.py and tests/browser/test_signing_in.py.
"""

from urllib.parse import quote, unquote, urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dq.access import roles, signin
from web import cookies
from web.places import within

NEXT = "kaartenbak_next"
LOGIN, BACK, LOGOUT = "/auth/login", "/oauth2callback", "/auth/logout"
# So many seconds one may take to sign in and still come back to the page.
PATIENCE = 900
LONGEST = 2000


class Signing:
    """Remember the page on which somebody signs in, and end what a browser brings when they sign
    out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = within(scope) if scope["type"] == "http" and signin.now() else ""
        if path == LOGOUT:
            roles.end(roles.ticket(cookies.brought(scope)))
        if path == LOGIN:
            send = _with_cookie(send, quote(_page(scope), safe=""), PATIENCE)
        if path == BACK:
            send = _leading(send, unquote(cookies.brought(scope).get(NEXT, "")))
        await self.app(scope, receive, send)


def _page(scope: Scope) -> str:
    """The page of ours from which a request comes, with what its address says; "" for others."""
    headers = Headers(scope=scope)
    from_ = urlsplit(headers.get("referer", ""))
    here = from_.netloc == headers.get("host") and len(from_.path + from_.query) < LONGEST
    return from_._replace(scheme="", netloc="", fragment="").geturl() if here else ""


def _with_cookie(send: Send, value: str, seconds: int) -> Send:
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    said = f"{NEXT}={value}; Path=/{base}; HttpOnly; SameSite=Lax; Max-Age={seconds}"

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("set-cookie", said)
        await send(message)

    return answer


def _leading(send: Send, page: str) -> Send:
    """An answer that leads to the page, where it leads to one of ours and somebody signed in."""
    ours = page.startswith("/") and not page.startswith(("//", "/\\"))

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            given = headers.getlist("set-cookie")
            if ours and any(one.startswith(f"{roles.TICKET}=") for one in given):
                headers["location"] = page
        await send(message)

    return _with_cookie(answer, "", 0)
