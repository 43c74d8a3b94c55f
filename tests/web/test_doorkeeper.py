"""Whom the server answers: what the refused get to see."""

import os

import pytest

from dq.access import signin, strangers
from dq.errors import Invalid
from web import doorkeeper


def test_a_refusal_is_a_sentence_in_both_languages():
    answer = doorkeeper.sentence(Invalid(strangers.NAME), 403)
    dutch, english = answer.body.decode().strip().split("\n\n")
    assert dutch.startswith("Kaartenbak antwoordt niet") and english.startswith("Kaartenbak does")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("address", ["0.0.0.0", "::", None])
def test_it_does_not_begin_where_others_could_ask(monkeypatch, capsys, address):
    monkeypatch.setattr(signin, "now", lambda: None)
    monkeypatch.setattr(doorkeeper.st, "get_option", lambda name: address)
    with pytest.raises(SystemExit) as ended:
        doorkeeper.see_to_start()
    assert ended.value.code == 2
    assert "only where people sign in" in capsys.readouterr().err


def test_what_it_writes_is_its_owners_alone(monkeypatch, tmp_path):
    before = os.umask(0o022)
    try:
        monkeypatch.setattr(signin, "now", lambda: None)
        monkeypatch.setattr(doorkeeper.st, "get_option", lambda name: "127.0.0.1")
        doorkeeper.see_to_start()
        (tmp_path / "made").touch()
    finally:
        os.umask(before)
    assert (tmp_path / "made").stat().st_mode & 0o077 == 0
