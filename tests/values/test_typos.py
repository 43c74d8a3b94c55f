"""The domain that was meant."""

import pytest

from dq import settings
from dq.values.typos import Typos, endings

TYPOS = Typos(
    targets=settings.defaults()["typo_targets"],
    known=settings.defaults()["free_mail_domains"],
    common_endings=settings.defaults()["common_endings"],
)


@pytest.mark.parametrize(
    ("domain", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gamil.com", "gmail.com"),
        ("gmail.com.", "gmail.com"),
        ("gmail.cmo", "gmail.com"),
        ("gmail.cm", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("hotmai.nl", "hotmail.nl"),
        ("hotmailnl", "hotmail.nl"),
        ("zigo.nl", "ziggo.nl"),
        ("outlookcom", "outlook.com"),
        ("acme.nk", "acme.nl"),
        ("acme.comm", "acme.com"),
        ("acme.orgg", "acme.org"),
        ("acme.examlpe", "acme.example"),
        ("mail.acme.nll", "mail.acme.nl"),
    ],
)
def test_a_slip_is_put_right(domain, meant):
    assert TYPOS.likely(domain) == meant


@pytest.mark.parametrize(
    "domain",
    ["", "acme", "a@gmial.com", "gm ial.com", "acme.nl", "nl", "mail.com", "email.com",
     "ymail.com", "gmail.nl", "plant.nl", "hotel.com", "cello.nl", "acme.co", "acme.nu",
     "acme.amsterdam", "acme.xn--p1ai", "acme.invalid", "10.0.0.1"],
)  # fmt: skip
def test_what_may_be_right_is_left_alone(domain):
    assert TYPOS.likely(domain) is None


def test_every_known_provider_is_right():
    assert [d for d in TYPOS.known + TYPOS.targets if TYPOS.likely(d)] == []


def test_what_is_proposed_needs_no_proposal():
    for domain in ("gmial.con", "hotmailcom", "acmenl", "acme.nll"):
        assert TYPOS.likely(TYPOS.likely(domain)) is None


def test_the_list_of_endings_has_the_common_ones():
    assert set(TYPOS.common_endings) <= endings()
    assert not {"con", "nll", "invalid", "test"} & endings()
