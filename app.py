"""The server: the menu's script, its headers, and what happens when something breaks."""

import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Nothing is ever fetched from elsewhere; Streamlit's own scripts need inline and eval.
HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "worker-src 'self' blob:; connect-src 'self' ws: wss: blob: data:; "
        "frame-ancestors 'self'; form-action 'self'; base-uri 'self'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
}


class SafeHeaders:
    """Add the headers that keep the pages to themselves."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, answer if scope["type"] == "http" else send)


@asynccontextmanager
async def warm(app: st.App) -> AsyncGenerator[None]:
    """Import what the first visitor would otherwise wait for, and begin to read the contacts."""
    import dq.judge  # noqa: F401
    import pages.ui.frame  # noqa: F401
    from pages.ui import opened

    threading.Thread(target=opened.warm, daemon=True).start()
    yield


def broken(error: Exception) -> bool:
    """Show an error from anywhere, a callback included, as the frame does."""
    from pages.ui import frame

    frame.show(error)
    return True


# The script sits inside `pages/`: beside that folder Streamlit takes it for automatic pages,
# until the menu has run once, and answers the first deep link with "Page not found".
app = st.App(
    "pages/menu.py",
    lifespan=warm,
    middleware=[Middleware(SafeHeaders)],
    on_script_error=broken,
)
