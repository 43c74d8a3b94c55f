"""Which roles somebody has who signed in."""

import os
import time

import pytest

from dq.access import roles, signin
from dq.access.rights import NOBODY

RIGHTS = """
[rights]
reader = ["@office.example", "groups:kb-read", "Guest@Partner.example"]
lead = ["vera@office.example"]
back_office = ["groups:kb-tiles"]
administrator = ["ines@office.example", "", "@", 7]
"""


@pytest.fixture
def secrets(tmp_path, monkeypatch):
    """The file of the secrets, which a test writes."""
    path = tmp_path / "secrets.toml"
    path.write_text(RIGHTS)
    monkeypatch.setattr(signin, "files", lambda: [path])
    monkeypatch.setattr(roles, "_ended", set())
    monkeypatch.setattr(roles, "_read", {"state": "another", "rights": {}})
    return path


def somebody(email="vera@office.example", **claims):
    return {"is_logged_in": True, "iat": time.time(), "email": email, **claims}


def held(*given, ticket="t", **claims):
    return set(roles.person(somebody(*given, **claims), ticket).roles)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"email": "vera@office.example"}, {"reader", "lead"}),
        ({"email": " VERA@Office.example "}, {"reader", "lead"}),
        ({"email": "guest@partner.example"}, {"reader"}),
        ({"email": "x@partner.example"}, set()),
        ({"email": "vera@office.example.evil.example"}, set()),
        ({"email": "x@evil-office.example"}, set()),
        ({"email": "vera@sub.office.example"}, set()),
        ({"email": "x@y.example", "groups": ["kb-read", "kb-tiles"]}, {"reader", "back_office"}),
        ({"email": "x@y.example", "groups": "kb-read"}, {"reader"}),
        ({"email": "x@y.example", "groups": ["kb-read-not"]}, set()),
        ({"email": ""}, set()),
        ({"email": None}, set()),
        ({"email": "vera@office.example", "email_verified": False}, set()),
        ({"email": "vera@office.example", "email_verified": True}, {"reader", "lead"}),
    ],
)  # fmt: skip
def test_roles_go_by_address_domain_or_claim(secrets, claims, expected):
    assert held(**claims) == expected


def test_the_name_for_the_history_is_the_address(secrets):
    one = roles.person(somebody("Vera@Office.example", name="Somebody Else"), "t")
    assert one.name == "vera@office.example"


def test_another_claim_can_be_the_address(secrets):
    secrets.write_text(RIGHTS + 'address = "preferred_username"\n')
    assert held(None, preferred_username="vera@office.example") == {"reader", "lead"}


def test_who_signed_in_nowhere_is_nobody(secrets):
    assert roles.person({}, "t") is NOBODY
    assert roles.person(somebody() | {"is_logged_in": False}, "t") is NOBODY


@pytest.mark.parametrize(
    ("hours", "began", "over"),
    [("", 11.9, False), ("", 12.1, True), ("hours = 1", 0.9, False), ("hours = 1", 1.1, True)],
)
def test_a_sign_in_ends_by_itself(secrets, hours, began, over):
    secrets.write_text(RIGHTS + hours)
    one = roles.person(somebody(iat=time.time() - began * 3600), "t")
    assert one.over is over
    assert bool(one.roles) is not over


@pytest.mark.parametrize("began", [None, "x", float("nan")])
def test_one_that_does_not_say_when_it_began_is_over(secrets, began):
    assert not held(iat=began)


def test_a_sign_in_that_was_ended_is_over_for_who_kept_it(secrets):
    assert held(ticket="mine")
    roles.end("mine")
    assert not held(ticket="mine")
    assert held(ticket="another")
    assert not held(ticket="")


def test_the_ticket_is_all_of_the_cookie():
    cookies = {"_streamlit_user": "a", "_streamlit_user_1": "b", "_streamlit_user_tokens": "c"}
    assert roles.ticket(cookies) == "a|b"
    assert roles.ticket({"x": "y"}) == ""


def test_a_right_taken_away_is_gone_at_once(secrets):
    assert held() == {"reader", "lead"}
    secrets.write_text(RIGHTS.replace('"vera@office.example"', ""))
    assert held() == {"reader"}


def test_also_within_the_same_moment(secrets):
    moment = secrets.stat()
    assert held() == {"reader", "lead"}
    secrets.write_text(RIGHTS.replace("lead =", "more ="))
    os.utime(secrets, ns=(moment.st_atime_ns, moment.st_mtime_ns + 1))
    assert held() == {"reader"}


@pytest.mark.parametrize("text", ["[rights", "", "[rights]\n", "rights = 3\n"])
def test_without_a_list_that_can_be_read_nobody_has_a_right(secrets, text):
    assert held()
    secrets.write_text(text)
    assert not held()
    secrets.unlink()
    assert not held()
