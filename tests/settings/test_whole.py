"""All settings as one file: what is read is what was written; what is foreign is refused."""

import json
import os

import pytest

from dq import settings
from dq.commands import set as set_
from dq.commands.set import Set
from dq.errors import Invalid
from dq.settings import whole

VALUES = {"target_score": 0.9, "check_missing_title": "off", "mailbox_words": ["keuken"],
          "sf_contact_title": "Functie__c", "teams": ["Noord: Sanne de Wit"], "copies": 9,
          "salesforce_keeps_old_account": False, "nicknames": ["sjaak = wubbo"]}  # fmt: skip


def file(**said):
    return json.dumps({"file": whole.KIND, "make": 1, "settings": {}} | said).encode()


def test_what_differs_is_written_and_read_again(office):
    set_.run_all(office, [Set(name, value) for name, value in VALUES.items()], "vera")
    content = whole.written(whole.own(office))
    assert whole.read(content) == VALUES == whole.own(office)
    assert whole.read(b"\xef\xbb\xbf" + content) == VALUES  # saved by an editor
    assert b"keuken" in content and content.count(b"\n") > 10


def test_without_settings_of_their_own_the_file_names_none(office):
    assert whole.read(whole.written(whole.own(office))) == {}


@pytest.mark.parametrize("name", [n for n in settings.defaults() if n != "export_days"])
def test_every_setting_can_stand_in_it(name):
    value = settings.defaults()[name]
    assert whole.read(whole.written({name: value})) == {name: value}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no file with settings"),
        (b"\x00\xff\xfe", "no file with settings"),
        (b"PK\x03\x04 zip", "no file with settings"),
        (b"[]", "no file with settings"),
        (b'"text"', "no file with settings"),
        (b"[" * 100_000, "no file with settings"),
        (b'{"a":' * 100_000, "no file with settings"),
        (file(file="other"), "no file with settings"),
        (file(make="1"), "no file with settings"),
        (file(make=True), "no file with settings"),
        (file(make=0), "no file with settings"),
        (file(settings=[]), "no file with settings"),
        (file(settings=None), "no file with settings"),
        (b'{"file": "kaartenbak-settings", "file": "x", "make": 1, "settings": {}}', "no file"),
        (file(make=2), "newer Kaartenbak made this file; this one reads it up to make 1"),
        (file(settings={"colour": "red"}), "has no setting colour"),
        (file(settings={"target_score": 10**400}), "target_score is no value for it"),
        (file(settings={"colour\n\x00" + "x" * 500: 1}), "has no setting colour"),
        (file(settings={"tile_days": 0}), "setting tile_days is no value"),
        (file(settings={"tile_days": "3"}), "setting tile_days is no value"),
        (file(settings={"tile_days": True}), "setting tile_days is no value"),
        (file(settings={"tile_days": None}), "setting tile_days is no value"),
        (file(settings={"tile_days": 1.5}), "setting tile_days is no value"),
        (file(settings={"target_score": float("nan")}), "no file with settings"),
        (file(settings={"target_score": float("inf")}), "no file with settings"),
        (b'{"file":"kaartenbak-settings","make":1,"settings":{"tile_days":' + b"9" * 5000 + b"}}",
         "no"),
        (file(settings={"target_score": 1e400 and 5}), "target_score is no value"),
        (file(settings={"mailbox_words": "info"}), "mailbox_words is no value"),
        (file(settings={"mailbox_words": [1]}), "mailbox_words is no value"),
        (file(settings={"mailbox_words": [["info"]]}), "mailbox_words is no value"),
        (file(settings={"mailbox_words": ["\ud800"]}), "mailbox_words is no value"),
        (file(settings={"mailbox_words": ["a\u0000b"]}), "mailbox_words is no value"),
        (file(settings={"mailbox_words": ["x" * 501]}), "mailbox_words is no value"),
        (file(settings={"mailbox_words": [str(n) for n in range(5001)]}), "mailbox_words is no"),
        (file(settings={"survivor_rules": ["portal", {}]}), "survivor_rules is no value"),
        (file(settings={"free_mail_domains": ["gmail"]}), "free_mail_domains is no value"),
        (file(settings={"domains_together": ["firma.nl"]}), "domains_together is no value"),
        (file(settings={"nicknames": ["sjaak = 7"]}), "nicknames is no value"),
        (file(settings={"check_missing_title": "grave"}), "check_missing_title is no value"),
        (file(settings={"check_missing_title": ["off"]}), "check_missing_title is no value"),
        (file(settings={"sf_contact": "Con tact"}), "sf_contact is no value"),
        (file(settings={"sf_contact": "\ud800"}), "sf_contact is no value"),
        (file(settings={"salesforce_address": "javascript:alert(1)"}), "salesforce_address is no"),
        (file(settings={"salesforce_address": "https://["}), "salesforce_address is no value"),
        (file(settings={"read_memory": 10**9}), "read_memory is no value"),
        (b" " * (whole.LARGEST + 1), "smaller than 4 MB"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_newer_foreign_or_hostile_is_refused_in_a_sentence(content, said):
    with pytest.raises(Invalid) as refused:
        whole.read(content)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 200


def test_damaged_files_are_refused_or_read_but_break_nothing():
    sound = whole.written(VALUES)
    for seed in range(300):
        place = int.from_bytes(os.urandom(4)) % len(sound)
        damaged = sound[:place] + bytes([seed % 256]) + sound[place + 1 :]
        for content in (damaged, sound[:place]):
            try:
                values = whole.read(content)
            except Invalid:
                continue
            assert set(values) <= set(settings.defaults())
