"""The headers of every answer."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from dq.access import signin
from web.headers import ENCRYPTED, HEADERS, SafeHeaders


async def served(scope, receive, send):
    headers = [(b"set-cookie", b"a=1; Path=/"), (b"set-cookie", b"b=2; Secure")]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def asked(host="127.0.0.1:8501", scheme="http"):
    """The headers of the answer, in their order."""
    told = []

    async def send(message):
        told.append(message)

    headers = [(b"host", host.encode())]
    scope = {"type": "http", "method": "GET", "path": "/", "headers": headers, "scheme": scheme}
    # In a thread of its own: a browser test may have a loop in this one.
    with ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, SafeHeaders(served)(scope, None, send)).result()
    return [(name.decode(), value.decode()) for name, value in told[0]["headers"]]


@pytest.fixture(autouse=True)
def no_sign_in(monkeypatch):
    monkeypatch.setattr(signin, "now", lambda: None)


def test_every_answer_has_the_headers_that_keep_pages_to_themselves():
    headers = dict(asked())
    assert set(HEADERS) <= set(headers)
    policy = headers["content-security-policy"]
    assert "connect-src 'self' ws://127.0.0.1:8501 wss://127.0.0.1:8501 blob:" in policy


def test_a_name_that_is_none_gets_into_no_policy():
    assert "evil" not in dict(asked("x; script-src evil"))["content-security-policy"]


def test_without_tls_a_cookie_goes_as_it_is():
    headers = asked()
    assert ("set-cookie", "a=1; Path=/") in headers
    assert not set(ENCRYPTED) & set(dict(headers))


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_behind_tls_every_cookie_is_secure_once(monkeypatch, scheme):
    if scheme == "http":  # the server in front of this one has the certificate
        monkeypatch.setattr(signin, "now", lambda: signin.SignIn("https://kaartenbak.example"))
    headers = asked(scheme=scheme)
    cookies = [value for name, value in headers if name == "set-cookie"]
    assert cookies == ["a=1; Path=/; Secure", "b=2; Secure"]
    assert dict(headers)["strict-transport-security"] == "max-age=31536000"
