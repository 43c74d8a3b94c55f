"""What the server adds to a page: where it is, and where one is led who asks for what is not there.

Tested in tests/web/test_pages.py.
"""

from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What Streamlit answers itself, which is no page.
RESERVED = {"_stcore", "media", "component", "static", "app", "auth", "oauth2callback"}
# Where the server is, for the browser. Streamlit's client guesses otherwise: on every page but the
# first it guesses wrong, and waits a tenth of a second before it tries again.
SERVER = b"<script>window.__streamlit={BACKEND_BASE_URL:new URL('.',location.href).href}</script>"
# The parts of Streamlit's client with which every page is drawn, asked for while it connects. One
# that comes later holds up all that is on the page, by a third of a second; more than these hold
# it up as well.
DRAWN = ("Html", "ButtonGroup", "BidiComponent", "Button", "PageLink")
CLIENT = Path(st.__file__).parent / "static" / "static" / "js"


class KnownServer:
    """Tell every page where its server is, so that the browser need not search, and with what it
    will be drawn."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        headers = MutableHeaders(scope=scope)
        if "text/html" in headers.get("accept", ""):
            del headers["accept-encoding"]  # a page of 10 kB, and it is to be read here
            await self.app(scope, receive, _told(send))
        else:
            await self.app(scope, receive, send)


@cache
def early() -> bytes:
    """What asks for the parts of the client that every page is drawn with; nothing for one that is
    not there."""
    found = [path.name for name in DRAWN for path in CLIENT.glob(f"{name}.*.js")]
    asked = "".join(f'import("./static/js/{name}");' for name in found)
    return f'<script type="module">{asked}</script>'.encode()


class KnownPages:
    """Lead who asks for a page that is not there to the overview, which says so: Streamlit would
    say it in English, over a page that cannot be used before it is clicked away."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        pages = Path(__file__).parents[1].glob("pages/*/*.py")
        self.names = {path.stem for path in pages if path.parent.name not in ("parts", "ui")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if missing := self._missing(scope):
            base = str(st.get_option("server.baseUrlPath") or "").strip("/")
            home = f"/{base}/" if base else "/"
            await RedirectResponse(f"{home}?{urlencode({'missing': missing})}")(
                scope, receive, send
            )
        else:
            await self.app(scope, receive, send)

    def _missing(self, scope: Scope) -> str | None:
        """The page that is asked for and is not there."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        if "text/html" not in MutableHeaders(scope=scope).get("accept", ""):
            return None
        base = str(st.get_option("server.baseUrlPath") or "").strip("/")
        path = scope["path"].strip("/").removeprefix(base).strip("/")
        ours = not path or path in self.names or path.split("/")[0] in RESERVED or "." in path
        return None if ours else path[:60]


def _told(send: Send) -> Send:
    """Send an answer on; of a page, with where its server is."""
    begun: list[Message] = []
    body = bytearray()

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            begun.append(message)
        elif begun and message["type"] == "http.response.body":
            body.extend(message.get("body", b""))
            if not message.get("more_body"):
                whole = bytes(body).replace(b"<head>", b"<head>" + SERVER, 1)
                whole = whole.replace(b"</head>", early() + b"</head>", 1)
                MutableHeaders(scope=begun[0])["content-length"] = str(len(whole))
                await send(begun.pop())
                await send({"type": "http.response.body", "body": whole})
        else:
            await send(message)

    return answer


def _is_page(message: Message) -> bool:
    kind = MutableHeaders(scope=message).get("content-type", "")
    return message["status"] == 200 and kind.startswith("text/html")
