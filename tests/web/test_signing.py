"""Where signing in leads to, without a server."""

import pytest

from dq.access import roles, signin
from tests.web.test_browsers import asked
from web.signing import NEXT, Signing

HOST = "kb.example"


@pytest.fixture(autouse=True)
def sign_in(monkeypatch):
    monkeypatch.setattr(signin, "now", lambda: signin.SignIn(f"https://{HOST}"))
    monkeypatch.setattr(roles, "_ended", set())


def led(*cookies):
    """An application that leads to its beginning, with these cookies."""

    async def app(scope, receive, send):
        headers = [(b"location", b"/"), *((b"set-cookie", one.encode()) for one in cookies)]
        await send({"type": "http.response.start", "status": 302, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    return app


def answer(app, path, cookie=None, **headers):
    told, _scope = asked(Signing(app), path, cookie, headers={"host": HOST, **headers})
    return [(name.decode(), value.decode()) for name, value in told[0]["headers"]]


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        (f"https://{HOST}/findings?a=b&c=d%20e#x", "%2Ffindings%3Fa%3Db%26c%3Dd%2520e"),
        ("https://evil.example/findings", ""),
        (f"https://{HOST}/" + "x" * 3000, ""),
        ("", ""),
    ],
)  # fmt: skip
def test_the_page_is_remembered_when_one_goes_to_sign_in(referer, page):
    given = dict(answer(led(), "/auth/login", referer=referer))["set-cookie"]
    assert given == f"{NEXT}={page}; Path=/; HttpOnly; SameSite=Lax; Max-Age=900"


SIGNED_IN = f"{roles.TICKET}=x; HttpOnly"


@pytest.mark.parametrize(
    ("page", "cookies", "place"),
    [
        ("%2Ffindings%3Fa%3Db", [SIGNED_IN], "/findings?a=b"),
        ("%2Ffindings", [], "/"),
        ("%2F%2Fevil.example", [SIGNED_IN], "/"),
        ("%2F%5Cevil.example", [SIGNED_IN], "/"),
        ("https%3A%2F%2Fevil.example", [SIGNED_IN], "/"),
        ("", [SIGNED_IN], "/"),
    ],
    ids=["page", "not_signed_in", "two_slashes", "backslash", "elsewhere", "none"],
)
def test_who_signed_in_comes_back_to_a_page_of_ours(page, cookies, place):
    headers = answer(led(*cookies), "/oauth2callback", {NEXT: page})
    assert dict(headers)["location"] == place
    assert [value for name, value in headers if "Max-Age=0" in value] != []


def test_signing_out_ends_the_ticket_also_elsewhere():
    answer(led(), "/auth/logout", {roles.TICKET: "mine"})
    assert roles.person({"is_logged_in": True, "iat": 9e9}, "mine").over


def test_without_sign_in_nothing_is_added(monkeypatch):
    monkeypatch.setattr(signin, "now", lambda: None)
    assert answer(led(), "/auth/login", referer=f"https://{HOST}/x") == [("location", "/")]
