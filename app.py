"""The server: whom it answers, its warm start, and what happens when something breaks."""

import asyncio
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from dq import discreet
from dq.access import rights
from web import at_once
from web.browsers import Browsers
from web.doorkeeper import Doorkeeper, see_to_start
from web.headers import SafeHeaders
from web.pages import KnownPages, KnownServer
from web.signing import Signing


@asynccontextmanager
async def warm(app: st.App) -> AsyncGenerator[None]:
    """Import what the first visitor would otherwise wait for, begin to read the contacts, and watch
    the inbox; at the end let who writes finish, and close the store."""
    import dq.judging.judge  # noqa: F401
    import pages.ui.frame.frame  # noqa: F401
    from pages.ui.session import opened, people

    at_once.see_to_it()
    discreet.install()
    rights.asked_of(people.person)
    threading.Thread(target=opened.warm, daemon=True).start()
    stop = threading.Event()
    for watch in (opened.watch_inbox, opened.keep_judged):
        threading.Thread(target=watch, args=(stop,), daemon=True).start()
    try:
        yield
    finally:
        stop.set()
        await asyncio.to_thread(opened.close)


def broken(error: Exception) -> bool:
    """Show an error from anywhere, a callback included, as the frame does."""
    from pages.ui.frame import frame

    frame.show(error)
    frame.end()
    return True


see_to_start()
# The script sits inside `pages/`: beside that folder Streamlit takes it for automatic pages,
# until the menu has run once, and answers the first deep link with "Page not found".
app = st.App(
    "pages/menu.py",
    lifespan=warm,
    middleware=[
        Middleware(SafeHeaders),
        Middleware(Doorkeeper),
        Middleware(Signing),
        Middleware(Browsers),
        Middleware(KnownPages),
        Middleware(KnownServer),
    ],
    on_script_error=broken,
)
