"""What the server adds to a page."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from web.pages import CLIENT, DRAWN, KnownServer, early

PAGE = b"<html><head><title>x</title></head></html>"


def served(kind="text/html; charset=utf-8", status=200):
    """An application that answers with a page in two pieces."""

    async def app(scope, receive, send):
        headers = [(b"content-type", kind.encode()), (b"content-length", b"%d" % len(PAGE))]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": PAGE[:20], "more_body": True})
        await send({"type": "http.response.body", "body": PAGE[20:]})

    return app


def asked(app, accept=b"text/html,*/*"):
    """The headers and the body of the answer to a browser that asks for a page."""
    told = []

    async def send(message):
        told.append(message)

    scope = {"type": "http", "method": "GET", "path": "/help", "headers": [(b"accept", accept)]}
    # In a thread of its own: a browser test may have a loop in this one.
    with ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, app(scope, None, send)).result()
    headers = {name.decode(): value.decode() for name, value in told[0]["headers"]}
    return headers, b"".join(message["body"] for message in told[1:])


def test_a_page_says_where_its_server_is():
    headers, body = asked(KnownServer(served()))
    assert body.startswith(b"<html><head><script>window.__streamlit={BACKEND_BASE_URL:")
    assert b"<title>x</title><script" in body
    assert body.endswith(b"</script></head></html>")
    assert int(headers["content-length"]) == len(body)


@pytest.mark.parametrize(
    ("accept", "kind", "status"),
    [(b"*/*", "text/html", 200), (b"text/html", "text/css", 200), (b"text/html", "text/html", 404)],
)
def test_what_is_no_page_is_left_as_it_is(accept, kind, status):
    headers, body = asked(KnownServer(served(kind, status)), accept)
    assert (headers["content-length"], body) == (str(len(PAGE)), PAGE)


@pytest.mark.parametrize("name", DRAWN)
def test_what_every_page_is_drawn_with_is_asked_for_early(name):
    [path] = CLIENT.glob(f"{name}.*.js")
    assert f'import("./static/js/{path.name}");'.encode() in early()
