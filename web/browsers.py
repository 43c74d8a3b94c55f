"""What a browser may fetch and bring: the files of the sessions that it has open itself.

A cookie that nobody can guess goes with the socket of a session and with every file; they must be
of one browser. Tested in tests/web/test_browsers.py and tests/browser/test_strangers.py.
"""

import secrets
from collections import Counter

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dq.access import roles, signin
from dq.access.rights import MANAGE, OWNER, READ, Person
from dq.access.strangers import FULL, GONE, PAGE
from dq.errors import NotFound
from pages.ui.session import held
from web import cookies
from web.doorkeeper import sentence, turn_away
from web.places import within

COOKIE = "kaartenbak_browser"
# What tells the session of a socket, among the headers that it came with.
VISIT = "x-kaartenbak-visit"
MEDIA, UPLOAD = "/media/", "/_stcore/upload_file/"
# With so many files one session has uploaded enough.
MOST_UPLOADS = 1000
# Of so many sessions it is known whose they were; Streamlit keeps 128 that were left.
MOST_KNOWN = 10_000
# A browser that leaves the page says so; a network that fails does not.
LEFT = (1000, 1001)


class Browsers:
    """Give every browser its cookie, and let it have its own files alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.coming: Counter[str] = Counter()
        self.owners: dict[str, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = within(scope)
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] != "http":
            await self.app(scope, receive, send)
        elif path.startswith(MEDIA):
            await self._file(scope, receive, send)
        elif path.startswith(UPLOAD):
            await self._upload(scope, receive, send)
        elif "text/html" in Headers(scope=scope).get("accept", "") and not cookie(scope):
            await self.app(scope, receive, _given(send))
        else:
            await self.app(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A session of this browser; it goes on with an earlier one only if that was its own."""
        mine = cookie(scope)
        if not mine or self._owner(_earlier(scope)) not in ("", mine):
            await turn_away(send)
            return
        visit = secrets.token_urlsafe(16)
        headers = [one for one in scope["headers"] if one[0] != VISIT.encode()]
        scope["headers"] = [*headers, (VISIT.encode(), visit.encode())]
        leaves: list[str] = []

        async def heard() -> Message:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                for one in held.open_now():
                    if one.headers.get(VISIT) == visit:
                        self.owners[one.id] = mine
                        leaves.extend([one.id] if message.get("code") in LEFT else [])
            return message

        await self.app(scope, heard, send)
        for session in leaves:
            held.left(session)
        while len(self.owners) > MOST_KNOWN:
            del self.owners[next(iter(self.owners))]

    def _owner(self, session: str) -> str:
        """The browser of a session that is open, or was: Streamlit keeps it for who comes back, and
        so does whoever knows its id. "" of one that nobody knows."""
        opened = (one.cookies.get(COOKIE, "") for one in held.open_now() if one.id == session)
        return next(opened, self.owners.get(session, ""))

    async def _file(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A file that a session of this browser shows, or made to be downloaded."""
        name = scope["path"].rpartition("/")[2].partition(".")[0]
        mine = [one for one in _of(scope) if held.may_have(one.id, name)]
        found = [one for one in mine if _person(one).may(READ)]
        if not found:
            await sentence(NotFound(GONE), 404)(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["cache-control"] = "no-store"
            await send(message)

        await self.app(scope, receive, answer)
        # Streamlit's page first asks whether it is there, and then goes for it.
        if Headers(scope=scope).get("sec-fetch-mode") == "navigate":
            held.handed_over(found[0].id, name)

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A file for a session of this browser, never over another, and no more than it may."""
        session, _slash, name = within(scope).removeprefix(UPLOAD).partition("/")
        mine = [one for one in _of(scope) if one.id == session]
        if not mine:
            await sentence(NotFound(PAGE), 403)(scope, receive, send)
            return
        if not (person := _person(mine[0])).may(MANAGE):
            await sentence(person.refusal(MANAGE), 403)(scope, receive, send)
            return
        if scope["method"] != "PUT":
            await self.app(scope, receive, send)
            return
        size = Headers(scope=scope).get("content-length", "")
        there = held.uploads(session)
        room = st.get_option("server.maxUploadSize") * 1_048_576 - sum(there.values())
        full = len(there) >= MOST_UPLOADS or not size.isdecimal() or name in there
        if full or int(size) > room - self.coming[session]:
            await sentence(NotFound(FULL), 413)(scope, receive, send)
            return
        self.coming[session] += int(size)
        try:
            await self.app(scope, receive, send)
        finally:
            self.coming[session] -= int(size)
            if not self.coming[session]:
                del self.coming[session]


def cookie(scope: Scope) -> str:
    """The cookie by which we know a browser; "" where it has none yet."""
    return cookies.brought(scope).get(COOKIE, "")


def _of(scope: Scope) -> list[held.Session]:
    mine = cookie(scope)
    return [one for one in held.open_now() if mine and one.cookies.get(COOKIE) == mine]


def _person(session: held.Session) -> Person:
    """Who has a session open, and what they may do by now."""
    if signin.now() is None:
        return OWNER
    return roles.person(session.user, roles.ticket(session.cookies))


def _earlier(scope: Scope) -> str:
    """The session that a socket wants to go on with, as Streamlit's client says it."""
    said = Headers(scope=scope).get("sec-websocket-protocol", "").split(",")
    return said[2].strip() if len(said) > 2 else ""


def _given(send: Send) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            base = str(st.get_option("server.baseUrlPath") or "").strip("/")
            value = f"{COOKIE}={secrets.token_urlsafe(24)}; Path=/{base}; HttpOnly; SameSite=Lax"
            MutableHeaders(scope=message).append("set-cookie", value)
        await send(message)

    return answer
