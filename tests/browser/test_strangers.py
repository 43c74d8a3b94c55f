"""Strangers at the door of a real server: other names, other pages, other browsers, too much."""

import contextlib
import http.client
import re
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from patience import expect
from websockets import InvalidStatus
from websockets.sync import client

from pages.ui.frame import frame
from web.browsers import COOKIE

DOWNLOAD, UPLOAD = "/download", "/upload"
NOT_OURS = "Kaartenbak antwoordt niet op deze naam."


def ask(server, path, method="GET", body=None, **headers):
    """Ask for something as any program may: the status, the headers and the text."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=20)
    with contextlib.closing(connection):
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        given = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, given, answer.read().decode("utf-8", "replace")


def enter(server, origin, cookie="", host=None):
    """Open the socket as any program may; whether it was opened."""
    at = urlsplit(server)
    address = f"ws://{host or at.netloc}/_stcore/stream"
    wire = socket.create_connection((at.hostname, at.port), timeout=20)
    try:
        with client.connect(
            address, sock=wire, additional_headers={"cookie": cookie}, origin=origin
        ):
            return True
    except InvalidStatus as error:
        assert error.response.status_code == 403
        return False
    finally:
        wire.close()


@pytest.fixture
def cookie(server):
    """What tells a browser from others, as a page gives it."""
    _status, headers, _text = ask(server, "/", accept="text/html")
    given = headers["set-cookie"]
    assert "HttpOnly" in given and "SameSite=Lax" in given
    return given.partition(";")[0]


@pytest.mark.parametrize("path", ["/", "/findings", "/media/x.csv", "/app/static/x", "/static/x"])
def test_another_name_gets_a_sentence_and_no_data(server, path):
    status, headers, text = ask(server, path, accept="text/html", host="evil.example:8613")
    assert (status, headers["content-type"]) == (403, "text/plain; charset=utf-8")
    assert text.startswith(NOT_OURS) and "<" not in text
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_metrics_are_shut_and_health_is_not(server):
    assert ask(server, "/_stcore/metrics")[0] == 403
    assert ask(server, "/_stcore/health", host="anyone")[0] == 200


def test_only_a_page_of_ours_with_its_cookie_opens_the_socket(server, cookie):
    assert enter(server, server, cookie)
    port = str(urlsplit(server).port)
    strangers = [server.replace(port, "9999"), server.replace("127.0.0.1", "localhost"), "null"]
    for origin in [*strangers, "http://evil.example", None]:
        assert not enter(server, origin, cookie)
    assert not enter(server, server)
    assert not enter(server, "http://evil.example", cookie, host="evil.example")


@pytest.fixture
def own(context):
    """The cookie of the browser, for who would pretend to be it."""

    def read():
        [value] = [one["value"] for one in context.cookies() if one["name"] == COOKIE]
        return f"{COOKIE}={value}"

    return read


@pytest.fixture
def asked_for(server, page, ready):
    """Click for a list and stop before the browser fetches it: the path of the file."""
    # The page asks whether the file is there, and clicks on a link that it made.
    page.add_init_script("HTMLAnchorElement.prototype.click = () => {}")
    page.goto(server + DOWNLOAD)
    ready(page)
    with page.expect_request(f"{server}/media/**") as asked:
        page.get_by_role("button", name="CSV").first.click()
    return urlsplit(asked.value.url).path


def test_a_download_is_for_its_browser_and_once(server, page, ready, own):
    page.goto(server + DOWNLOAD)
    ready(page)
    with page.expect_download() as got:
        page.get_by_role("button", name="CSV").first.click()
    assert got.value.path().read_bytes()
    path = urlsplit(got.value.url).path
    assert path.startswith("/media/")
    assert ask(server, path, cookie=own())[0] == 404


def test_a_download_that_waits_answers_nobody_else(server, asked_for, own, cookie):
    for strange in ({}, {"cookie": cookie}, {"cookie": f"{COOKIE}="}):
        status, _headers, text = ask(server, asked_for, **strange)
        assert (status, text.splitlines()[0][:29]) == (404, "Dit bestand is er niet meer. ")
    assert ask(server, asked_for, cookie=own(), sec_fetch_site="cross-site")[0] == 403
    assert ask(server, asked_for, cookie=own(), origin="http://127.0.0.1:9999")[0] == 403
    assert ask(server, asked_for, cookie=own(), host="evil.example")[0] == 403
    status, headers, text = ask(server, asked_for, cookie=own())
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert text


def test_when_the_session_is_over_nobody_gets_it(server, page, asked_for, own):
    mine = own()
    assert ask(server, asked_for, cookie=mine)[0] == 200
    page.close()
    until = time.monotonic() + 10
    while (status := ask(server, asked_for, cookie=mine)[0]) != 404 and time.monotonic() < until:
        time.sleep(0.1)
    assert status == 404


@pytest.fixture
def place(server, page, ready):
    """Upload a file in the browser; its address, and what the browser sends with it."""
    page.goto(server + UPLOAD)
    ready(page)
    files = [{"name": "x.csv", "mimeType": "text/csv", "buffer": b"nothing;of ours\n1;2\n"}]
    with page.expect_request(lambda one: one.method == "PUT") as sent:
        page.locator("input[type=file]").first.set_input_files(files)
    expect(page.get_by_text("x.csv").first).to_be_visible()
    ready(page)
    request = sent.value
    headers = request.all_headers()
    wanted = ("x-xsrftoken", "cookie", "content-type", "origin")
    return urlsplit(request.url).path, {name: headers[name] for name in wanted}


def put(server, path, headers, size=3, method="PUT", **other):
    bound = re.search("boundary=(.*)", headers["content-type"])[1]
    head = f'--{bound}\r\nContent-Disposition: form-data; name="f"; filename="y.csv"\r\n\r\n'
    body = head.encode() + b"x" * size + f"\r\n--{bound}--\r\n".encode()
    return ask(server, path, method, body, **{**headers, **other})[0]


def test_who_knows_where_an_upload_is_cannot_touch_it(server, place, cookie):
    path, headers = place
    beside = path + "0"
    assert put(server, path, headers) == 413  # never over another, whoever asks
    for other in ({"origin": "http://127.0.0.1:9999"}, {"origin": "null"}):
        assert put(server, beside, headers, **other) == 403
    xsrf = re.search("_streamlit_xsrf=[^;]*", headers["cookie"])[0]
    for cookies in (xsrf, f"{xsrf}; {cookie}"):
        assert put(server, beside, headers, cookie=cookies) == 403
        assert put(server, path, headers, cookie=cookies, method="DELETE") == 403
    assert put(server, beside, {**headers, "host": "evil.example"}) == 403
    assert put(server, path.replace("upload_file/", "upload_file/x"), headers) == 403
    assert put(server, beside, headers) == 204


def test_an_upload_has_its_size_said_and_a_limit(server, place):
    path, headers = place
    claimed = {**headers, "content-length": str(2_000_000_000)}
    assert ask(server, path + "1", "PUT", b"x", **claimed)[0] == 413
    chunked = {**headers, "transfer-encoding": "chunked"}
    assert ask(server, path + "1", "PUT", iter([b"x"]), **chunked)[0] == 413


def test_at_no_other_address_without_sign_in(tmp_path):
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    served = [
        ["streamlit", "run", "app.py", "--server.address=0.0.0.0", f"--server.port={port}"],
        ["dq", "--store", str(tmp_path / "x.duckdb"), "serve", "--address=0.0.0.0"],
    ]
    for command in served:
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=frame.ROOT, capture_output=True, timeout=60
        )
        assert done.returncode == 2
        assert b"answers on 0.0.0.0 only where people sign in" in done.stderr
    assert not (tmp_path / "x.duckdb").exists()
