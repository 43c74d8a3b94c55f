"""A message per person, taken apart again: whose cases, which links, and nothing slipped in."""

from email import policy
from email.parser import BytesParser

import pytest
import reported

from dq.casework.ways.others import BACK_OFFICE
from dq.commands import hand_to
from dq.handover.report import messages
from dq.judging import judge
from dq.words.voice import Voice

SITE = "http://kaartenbak:8501"


def written(db, code="nl", site=SITE, addresses=None, **asked):
    found = reported.read(db, **asked)
    made = messages.write(found, Voice(code), site, addresses)
    return {one.who: one for one in made}


def parsed(one):
    return BytesParser(policy=policy.default).parsebytes(one.content)


def body(message, kind):
    return message.get_body((kind,)).get_content()


def test_everybody_has_the_cases_that_the_store_gives_them(firm):
    made = written(firm)
    names = {"Bas Peters", "Karin de Wit", "Tom"}
    assert {name: one.cases for name, one in made.items()} == {
        name: len(ids) for name in names if (ids := reported.slow_cases(firm, name))
    }
    for name, one in made.items():
        message = parsed(one)
        for id in reported.slow_cases(firm, name):
            link = f"{SITE}/review?whose=all&case={id}"
            assert link in body(message, "plain")
            assert link.replace("&", "&amp;") in body(message, "html")


@pytest.mark.parametrize(
    ("code", "subject", "head"),
    [
        ("nl", "Klantcontacten, week 48: 1 punt voor jou", "export van 23 nov. 2026"),
        ("en", "Customer contacts, week 48: 1 case for you", "export of 23 Nov 2026"),
    ],
)
def test_it_speaks_the_language_that_is_asked(firm, code, subject, head):
    message = parsed(written(firm, code)["Tom"])
    assert message["Subject"] == subject
    assert head in body(message, "plain")
    assert "Piet Vertrokken (Zuidas Zorg)" in body(message, "plain")


def test_it_opens_as_a_draft_that_says_who_made_it(firm):
    message = parsed(written(firm)["Tom"])
    assert message["X-Unsent"] == "1"
    assert message["X-Mailer"] == "Kaartenbak"
    assert message["To"] is None


def test_an_address_that_is_known_is_in_it(firm):
    made = written(firm, addresses={"tom": "tom@kantoor.example", "karin de wit": "no address"})
    assert str(parsed(made["Tom"])["To"]) == "Tom <tom@kantoor.example>"
    assert parsed(made["Karin de Wit"])["To"] is None


def test_without_a_place_of_the_app_there_are_no_links(firm):
    message = parsed(written(firm, site=None)["Tom"])
    assert "http" not in body(message, "plain")
    assert "<a " not in body(message, "html")


def test_of_one_owner_there_is_one_message(firm):
    assert set(written(firm, owner="TOM")) == {"Tom"}


def test_nobodys_cases_are_in_none(firm):
    reported.owned(firm, [None, None, None])
    assert set(written(firm)) == {"Tom"}


def test_a_name_adds_no_header_and_no_markup(hostile):
    made = written(hostile, addresses={
        "karin bcc: elders@example.com": "karin@kantoor.example\r\nBcc: elders@example.com",
    })  # fmt: skip
    assert len({one.file.casefold() for one in made.values()}) == len(made) > 1
    for one in made.values():
        assert "/" not in one.file
        assert "\n" not in one.file
        message = parsed(one)
        assert set(message.keys()) <= {
            *("Subject", "To", "X-Unsent", "X-Mailer", "MIME-Version", "Content-Type"),
        }
        assert message.defects == []
        assert "<script" not in body(message, "html")


def test_sixty_owners_get_sixty_messages(crowd):
    made = written(crowd)
    assert sum(name.startswith("Eigenaar") for name in made) == 60
    assert len({one.file for one in made.values()}) == len(made)


def test_a_long_list_says_how_much_more_there_is(crowd, monkeypatch):
    monkeypatch.setattr(messages, "MOST", 0)
    message = parsed(written(crowd)["Eigenaar 07"])
    assert "en nog 1" in body(message, "plain")
    assert f"{SITE}/review?whose=mine" in body(message, "plain")


def test_the_back_office_has_its_address_by_the_word_of_either_language(firm):
    hand_to.run(firm, hand_to.HandTo((("contact", "003C"),), BACK_OFFICE, None), "Vera")
    judge.refresh(firm)
    for name in ("back office", "binnendienst"):
        made = written(firm, "en", addresses={name: "bd@kantoor.example"})
        assert made[BACK_OFFICE].to == "bd@kantoor.example"
        assert "bd@kantoor.example" in str(parsed(made[BACK_OFFICE])["To"])


@pytest.mark.parametrize(("code", "name"), [("nl", "Binnendienst"), ("en", "Back office")])
def test_its_file_is_called_by_the_word_of_the_language(firm, code, name):
    hand_to.run(firm, hand_to.HandTo((("contact", "003C"),), BACK_OFFICE, None), "Vera")
    judge.refresh(firm)
    assert written(firm, code)[BACK_OFFICE].file == f"{name}.eml"


def test_what_is_said_of_an_address_is_what_the_message_has(firm):
    addresses = {"tom": "tom@kantoor.example"}
    found = reported.read(firm)
    made = messages.write(found, Voice("nl"), SITE, addresses)
    assert messages.receivers(found, addresses) == {one.who: one.to for one in made}
    for one in made:
        assert (one.to is None) == (parsed(one)["To"] is None)


@pytest.mark.parametrize("address", ["jörg@kantoor.example", "tom@köln.example"])
def test_an_address_with_other_letters_breaks_no_message(firm, address):
    message = parsed(written(firm, addresses={"tom": address})["Tom"])
    assert message.defects == []
    assert "punt voor jou" in message["Subject"]
