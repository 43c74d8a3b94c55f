"""The headers that keep the pages, their files and their cookies to themselves.

Tested in tests/web/test_headers.py.
"""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dq.access import signin

# Nothing is ever fetched from elsewhere; Streamlit's own scripts need inline and eval.
HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "worker-src 'self' blob:; connect-src 'self' {sockets} blob: data:; "
        "frame-ancestors 'self'; form-action 'self'; base-uri 'self'; object-src 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# Where the way is encrypted, a browser is to ask for nothing else for a year.
ENCRYPTED = {"strict-transport-security": "max-age=31536000"}
HOST = re.compile(r"[\w.:\[\]-]+")


class SafeHeaders:
    """Add the headers that keep the pages to themselves, and send cookies only the encrypted way
    where there is one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Headers(scope=scope) if scope["type"] == "http" else Headers()
        host, secure = asked.get("host", ""), encrypted(scope)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (HEADERS | (ENCRYPTED if secure else {})).items():
                    headers.setdefault(name, value.replace("{sockets}", _sockets(host)))
                if secure:
                    message["headers"] = [_secure(*header) for header in message["headers"]]
            await send(message)

        await self.app(scope, receive, answer if scope["type"] == "http" else send)


def encrypted(scope: Scope) -> bool:
    """Whether the browser asks over TLS, here or at the server in front."""
    sign_in = signin.now()
    return scope.get("scheme") in ("https", "wss") or sign_in is not None and sign_in.secure


def _sockets(host: str) -> str:
    """Our own socket, which not every browser takes for a part of 'self'."""
    return f"ws://{host} wss://{host}" if HOST.fullmatch(host) else ""


def _secure(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    if name.lower() == b"set-cookie" and b"; secure" not in value.lower():
        return name, value + b"; Secure"
    return name, value
