"""Whom the app does not answer."""

import pytest

from dq.access.signin import SignIn
from dq.access.strangers import Asked, listening, refused
from dq.errors import Invalid

HOME = "127.0.0.1:8501"
SIGN_IN = SignIn("https://kb.example")


def said(
    sign_in=None, names=(), local="127.0.0.1", path="/", method="GET", socket=False, **headers
):
    headers = {name.replace("_", "-"): value for name, value in {"host": HOME, **headers}.items()}
    error = refused(Asked(path, headers, method, socket, local), sign_in, names)
    return error and str(error)


@pytest.mark.parametrize("host", [HOME, "localhost:8501", "LOCALHOST", "[::1]:8501", "127.0.0.1."])
def test_the_machine_itself_is_answered(host):
    assert said(host=host) is None


@pytest.mark.parametrize(
    "host",
    ["evil.example:8501", "evil.example", "", "127.0.0.1.evil.example", "a@127.0.0.1",
     "127.0.0.1/x", "127.0.0.1:x", "192.168.1.4:8501", "localhost, evil.example",
     "127.0.0.1#", "[::1"],
)  # fmt: skip
def test_no_other_name_is(host):
    assert "does not answer to this name" in said(host=host)


def test_a_name_that_is_configured_is():
    assert said(host="kb.example:8501", names=["KB.example."]) is None
    assert said(host="a.kb.example", names=["*.kb.example"]) is None
    assert said(host="kb.example", names=["*.kb.example"])
    assert said(host="evilkb.example", names=["*.kb.example", "*"])


def test_with_sign_in_it_is_the_one_address():
    assert said(SIGN_IN, host="kb.example", local="10.0.0.4") is None
    assert said(SIGN_IN, host=HOME)
    assert said(SIGN_IN, host="kb.example:444")


PAGES = [
    ("http://127.0.0.1:8501", None),
    ("http://127.0.0.1:9999", "page"),
    ("http://localhost:8501", "page"),
    ("http://evil.example", "page"),
    ("null", "page"),
    ("", "page"),
]


@pytest.mark.parametrize(("origin", "refusal"), PAGES)
@pytest.mark.parametrize("asked", [{"socket": True}, {"method": "PUT"}, {"path": "/media/x.csv"}])
def test_only_a_page_of_ours_asks(origin, refusal, asked):
    told = said(origin=origin, **asked)
    assert told is None if refusal is None else "a page that is not its own" in told


def test_with_sign_in_the_way_is_told_apart_too():
    ours = {"host": "kb.example", "local": "10.0.0.4", "socket": True}
    assert said(SIGN_IN, **ours, origin="https://kb.example") is None
    assert said(SIGN_IN, **ours, origin="http://kb.example")


@pytest.mark.parametrize("asked", [{"socket": True}, {"method": "PUT"}, {"method": "DELETE"}])
def test_what_a_browser_always_says_is_not_left_out(asked):
    assert said(**asked)


@pytest.mark.parametrize(
    ("path", "site", "mode", "answered"),
    [
        ("/media/x.csv", "same-origin", "navigate", True),
        ("/media/x.csv", "none", "navigate", True),
        ("/media/x.csv", "cross-site", "navigate", False),
        ("/media/x.csv", "same-site", "no-cors", False),
        ("/findings", "cross-site", "navigate", True),
        ("/findings", "cross-site", "no-cors", False),
        ("/static/x.js", "cross-site", "no-cors", False),
    ],
)
def test_a_link_from_elsewhere_leads_to_a_page_and_to_no_file(path, site, mode, answered):
    told = said(path=path, sec_fetch_site=site, sec_fetch_mode=mode)
    assert (told is None) is answered


def test_that_it_lives_is_told_to_anyone_and_no_more():
    assert said(path="/_stcore/health", host="whoever") is None
    assert said(path="/findings/_stcore/health", host="whoever")
    assert said(path="/_stcore/health", host="whoever", socket=True)
    assert said(path="/_stcore/metrics") == "This is not answered here."
    assert said(path="/_stcore/agent/x")


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "127.0.0.7", "localhost", "::1", "[::1]", "/run/kb"]
)
def test_this_machine_needs_no_sign_in(address):
    listening(address, None)
    assert said(local=address) is None


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.4", "kb.example", None, ""])
def test_elsewhere_it_answers_only_with_sign_in(address):
    listening(address, SIGN_IN)
    with pytest.raises(Invalid, match=r"only where people sign in\. Describe that under \[auth\]"):
        listening(address, None)
    assert "only where people sign in" in said(local=address)
