"""Kaartenbak behind nginx with TLS, as `deploy/nginx.conf` has it; with sign-in."""

import contextlib
import http.client
import os
import re
import shutil
import ssl
import subprocess
from urllib.parse import urlsplit

import pytest
import signing
from patience import expect
from server import answers, free

from pages.ui.frame import frame

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
CONF = frame.ROOT / "deploy" / "nginx.conf"
AROUND = """
daemon off; pid {at}/pid; error_log {at}/error.log warn; worker_processes 1;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {at}/body; proxy_temp_path {at}/proxy; fastcgi_temp_path {at}/fastcgi;
    uwsgi_temp_path {at}/uwsgi; scgi_temp_path {at}/scgi;
    include {at}/site.conf;
}}
"""
RIGHTS = 'administrator = ["ines@office.example"]'

pytestmark = pytest.mark.skipif(not NGINX, reason="nginx is not on this machine")


def certificate(at):
    """A certificate of our own for this machine."""
    made = [at / "kaartenbak.pem", at / "kaartenbak.key"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        + ["-subj", "/CN=localhost", "-out", str(made[0]), "-keyout", str(made[1])],
        check=True,
        capture_output=True,
    )
    return made


def site(at, outside, plain, inside):
    """The configuration of the documentation, with the ports and the files of this test."""
    found = CONF.read_text("utf-8")
    pem, key = certificate(at)
    for was, becomes in (
        ("listen 443 ssl", f"listen 127.0.0.1:{outside} ssl"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("kaartenbak.example;", "localhost;"),
        ("/etc/ssl/kaartenbak.pem", str(pem)),
        ("/etc/ssl/kaartenbak.key", str(key)),
        ("127.0.0.1:8501", f"127.0.0.1:{inside}"),
    ):
        assert was in found, was
        found = found.replace(was, becomes)
    (at / "site.conf").write_text(found)
    (at / "nginx.conf").write_text(AROUND.format(at=at))
    return ["-p", str(at), "-c", str(at / "nginx.conf"), "-e", str(at / "error.log")]


@pytest.fixture(scope="module")
def there(built, tmp_path_factory):
    """The address outside, that of plain HTTP, and that of the app itself."""
    at = tmp_path_factory.mktemp("nginx")
    store = shutil.copy(built, tmp_path_factory.mktemp("server") / "store.duckdb")
    outside, plain, inside = free(), free(), free()
    address = f"https://localhost:{outside}"
    with contextlib.ExitStack() as stack:
        service = stack.enter_context(signing.provider(ines={}))
        signing.secrets(at, service, address, RIGHTS)
        stack.enter_context(signing.app(store, at, inside))
        served = subprocess.Popen([NGINX, *site(at, outside, plain, inside)])
        stack.callback(served.wait, 20)
        stack.callback(served.terminate)
        answers(f"{address}/_stcore/health", served, ssl._create_unverified_context())
        yield address, f"http://127.0.0.1:{plain}", f"http://127.0.0.1:{inside}"


@pytest.fixture
def inside(browser, browser_context_args, there, ready):
    """An administrator who came by a link and signed in."""
    settings = {**browser_context_args, "permissions": [], "ignore_https_errors": True}
    context = browser.new_context(**settings)
    page = context.new_page()
    page.goto(there[0] + "/contact?id=003A")
    ready(page)
    page.get_by_role("button", name="Inloggen").click()
    page.get_by_role("button", name="ines").first.click()
    expect(page.get_by_role("button", name="ines@office.example")).to_be_visible()
    yield page
    context.close()


def test_a_link_leads_through_the_sign_in_to_its_page(inside, there):
    assert inside.url == there[0] + "/contact?id=003A"
    expect(inside.get_by_role("heading", name="Johanna")).to_be_visible()


def test_every_cookie_is_secure(inside):
    ours = [one for one in inside.context.cookies() if "127.0.0.1" not in one["domain"]]
    assert {"kaartenbak_browser", "_streamlit_user", "_streamlit_xsrf"} <= {
        one["name"] for one in ours
    }
    assert [one["name"] for one in ours if not one["secure"]] == []


def test_files_come_and_go(inside, there, ready):
    inside.goto(there[0] + "/download")
    ready(inside)
    with inside.expect_download() as got:
        inside.get_by_role("button", name="CSV").first.click()
    assert got.value.path().read_bytes()
    inside.goto(there[0] + "/upload")
    ready(inside)
    large = b"nothing;of ours\n" + b"1;2\n" * 600_000
    files = [{"name": "x.csv", "mimeType": "text/csv", "buffer": large}]
    inside.locator("input[type=file]").first.set_input_files(files)
    expect(inside.get_by_text("x.csv").first).to_be_visible()
    expect(inside.get_by_text(re.compile("kolommen|Kolommen")).first).to_be_visible()


def test_plain_http_leads_to_tls_and_tls_is_kept(there):
    tls, plain, _app = there
    connection = http.client.HTTPConnection(urlsplit(plain).netloc, timeout=20)
    with contextlib.closing(connection):
        connection.request("GET", "/help", headers={"host": "localhost"})
        answer = connection.getresponse()
        assert (answer.status, answer.headers["location"]) == (301, "https://localhost/help")
    context = ssl._create_unverified_context()
    connection = http.client.HTTPSConnection(urlsplit(tls).netloc, context=context, timeout=20)
    with contextlib.closing(connection):
        connection.request("GET", "/help", headers={"accept": "text/html"})
        answer = connection.getresponse()
        assert answer.status == 200
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert answer.headers["set-cookie"].endswith("; Secure")


def test_past_nginx_nobody_is_answered(there):
    connection = http.client.HTTPConnection(urlsplit(there[2]).netloc, timeout=20)
    with contextlib.closing(connection):
        connection.request("GET", "/help")
        assert connection.getresponse().status == 403
