"""Validity of addresses: once per value, and never different from asking one by one."""

import re

import hypothesis
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dq import settings
from dq.judging import facts
from dq.judging.facts import emails as facts_of
from dq.values import emails


@pytest.fixture
def refreshed(db):
    def run(*addresses, afresh=False):
        db.execute("delete from contact")
        for n, address in enumerate(addresses):
            db.execute("insert into contact (id, email) values (?, ?)", [str(n), address])
        settings.apply(db)
        facts.refresh(db, afresh=afresh)
        return db.execute(
            "select email, valid, suggestion from email_fact order by email"
        ).fetchall()

    return run


def test_an_address_has_one_fact_however_many_cards_have_it(refreshed):
    assert refreshed("a@b.example", "a@b.example", None) == [("a@b.example", True, None)]


def test_what_is_gone_is_forgotten(refreshed):
    refreshed("a@b.example")
    assert refreshed("c@b.example") == [("c@b.example", True, None)]


def test_a_known_address_is_not_asked_again(refreshed, db, monkeypatch):
    before = refreshed("a@b.example", "josé@b.example", "a@@b.example")
    monkeypatch.setattr(emails, "verdict", None)
    assert refreshed("a@b.example", "josé@b.example", "a@@b.example") == before


def test_new_code_asks_again(refreshed, db):
    refreshed("a@b.example")
    db.execute("update email_fact set valid = false")
    assert refreshed("a@b.example") == [("a@b.example", False, None)]
    assert refreshed("a@b.example", afresh=True) == [("a@b.example", True, None)]


def test_a_slip_in_an_unusual_address_is_proposed_as_well(refreshed):
    assert refreshed("josé@gmial.com") == [("josé@gmial.com", True, "josé@gmail.com")]


def test_the_library_says_why(refreshed, db):
    refreshed("a@b")
    [(reason,)] = db.execute("select reason from email_fact").fetchall()
    assert "period" in reason


ATOM = st.text(st.sampled_from("aZ09_!#$%&'*+/=?^`{|}~-"), min_size=1, max_size=90)
LOCAL = st.lists(ATOM, min_size=1, max_size=3).map(".".join)
PRINTABLE = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=40)
LABEL = st.text(st.sampled_from("abcXYZ019-_"), max_size=70)
DOMAIN = st.one_of(PRINTABLE, st.lists(LABEL, min_size=1, max_size=5).map(".".join))
ADDRESS = st.builds("{}@{}".format, LOCAL, DOMAIN)


@given(LOCAL, DOMAIN)
@example("info", "acme.example")
@example("INFO", "acme.example")
@example("a", "@acme.example")
@example("a", "b@acme.example")
@example("a", "<acme.example>")
@example("a", "[127.0.0.1]")
@example("a", "acme.example.")
@example("a", "xn--p.nl")
@example("a" * 89 + "." + "a" * 90, "b" * 60 + ".example")
def test_of_an_ordinary_address_only_the_domain_decides(local, domain):
    address = f"{local}@{domain}"
    if re.fullmatch(facts_of.ORDINARY, address) and len(address) <= facts_of.EMAIL_MAX_LENGTH:
        assert emails.verdict(address) == emails.verdict(f"a@{domain.lower()}")


@hypothesis.settings(deadline=None, max_examples=40)
@given(texts=st.lists(st.one_of(st.text(max_size=20), ADDRESS), max_size=8))
def test_the_facts_say_what_the_library_says(shelf, texts):
    addresses = {text.replace("\0", "") for text in texts} - {""}
    shelf.execute("delete from contact")
    for address in addresses:
        shelf.execute("insert into contact (id, email) values (?, ?)", [address, address])
    facts_of.refresh(shelf)
    said = dict(shelf.execute("select email, valid from email_fact").fetchall())
    assert said == {address: emails.verdict(address) is None for address in addresses}


WRAPPED = [
    ("Hans Lok <hans@x.example>", "hans@x.example"),
    ('"Lok, Hans" <hans@x.example>', "hans@x.example"),
    ("<hans@x.example>", "hans@x.example"),
    ("mailto:hans@x.example", "hans@x.example"),
    ("mailto:hans@x.example?subject=Uren", "hans@x.example"),
    ("[hans@x.example](mailto:hans@x.example)", "hans@x.example"),
    ('"hans@x.example"', "hans@x.example"),
    ("'hans@x.example'", "hans@x.example"),
    ("“hans@x.example”", "hans@x.example"),
    ("hans@x.example.", "hans@x.example"),
    ("hans@x.example,", "hans@x.example"),
    ("hans@x.example;", "hans@x.example"),
    (".hans@x.example", "hans@x.example"),
    ("E-mail: hans@x.example", "hans@x.example"),
    ("hans@x.example (werk)", "hans@x.example"),
    ("hans@x.example; piet@x.example", "hans@x.example"),
    ("hans@x.example / piet@x.example", "hans@x.example"),
    ("hans@x.example en piet@x.example", "hans@x.example"),
    ("- ; o'hara@x.example", "o'hara@x.example"),
    ("hans@x.example", None),
    ("hans @x.example", None),
    ("hans@@x.example", None),
    ("hans@x,example", None),
    ("hans", None),
    ("-", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "address"), WRAPPED)
def test_the_plain_address_is_taken_out_of_a_cell(text, address):
    assert emails.plain(text) == address


AROUND = st.text(st.sampled_from("<>()[]{}\"'“”‘’,;:|/\\ .-_abc@éE\t?&="), max_size=8)


@hypothesis.settings(deadline=None, max_examples=300)
@given(before=AROUND, address=st.one_of(ADDRESS, st.just("hans@gmial.com")), after=AROUND)
def test_what_is_proposed_is_always_an_address(shelf, before, address, after):
    text = f"{before}{address}{after}"
    for proposed in (emails.plain(text), emails.meant(text), facts_of.suggestion(shelf, text)):
        assert proposed is None or emails.verdict(proposed) is None


@hypothesis.settings(deadline=None, max_examples=40)
@given(texts=st.lists(st.one_of(ADDRESS, st.builds("{}@gmial.com".format, LOCAL)), max_size=8))
def test_what_the_facts_propose_is_always_an_address(shelf, texts):
    shelf.execute("delete from contact")
    for address in set(texts):
        shelf.execute("insert into contact (id, email) values (?, ?)", [address, address])
    settings.apply(shelf)
    facts_of.refresh(shelf)
    rows = shelf.execute(
        "select suggestion from email_fact where suggestion is not null"
    ).fetchall()
    assert [one for (one,) in rows if emails.verdict(one) is not None] == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("henny@@linde.example", "henny@linde.example"),
        ("esmee @linde.example", "esmee@linde.example"),
        ("esmee@ linde.example", "esmee@linde.example"),
        ("angelique.boven,@linde.example", "angelique.boven@linde.example"),
        ("jan@linde,example", "jan@linde.example"),
        ("jan@linde..example", "jan@linde.example"),
        ("jan..bos@linde.example", "jan.bos@linde.example"),
        (".jan@linde.example.", "jan@linde.example"),
        ("jan@linde.example", None),
        ("jan bos@", None),
        ("linde.example", None),
        ("geen", None),
        ("", None),
    ],
)
def test_an_address_behind_a_slip_of_the_keyboard(text, address):
    assert emails.meant(text) == address
