"""`python -m dq inbox`: what lies there is loaded, and what waits is said with status 2."""

import pytest
from arriving import PEOPLE, Arriving, contacts

from dq.__main__ import main
from dq.intake.inbox import places
from dq.store import copies, opening


@pytest.fixture
def arriving(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "_age", lambda path, now: now - path.stat().st_mtime)
    return Arriving(tmp_path)


def run(arriving, *given):
    return main(["inbox", *given, "--store", str(arriving.store)])


def test_an_empty_inbox_is_said_to_be(arriving, capsys):
    assert run(arriving) == 0
    assert "nothing to load" in capsys.readouterr().out


def test_what_came_is_loaded_and_told(arriving, capsys):
    arriving.put("contacts.csv", contacts())
    assert run(arriving) == 0
    out = capsys.readouterr().out
    assert "done: contacts.csv" in out
    assert f"{PEOPLE} new" in out
    assert [copy.before for copy in copies.listed(arriving.store)][:1] == ["day"]


def test_what_is_still_coming_is_counted(arriving, capsys):
    arriving.put("contacts.csv", contacts(), 0)
    assert run(arriving) == 0
    assert "1 still coming" in capsys.readouterr().out


def test_what_is_doubtful_waits_and_goes_with_a_yes(arriving, capsys):
    arriving.put("contacts.csv", contacts())
    run(arriving)
    arriving.put("contacts.csv", contacts(PEOPLE - 4))
    assert run(arriving) == 2
    assert "wait for a person" in capsys.readouterr().err
    assert run(arriving) == 2  # and says so again
    assert f"{PEOPLE - 4}" not in capsys.readouterr().out
    assert run(arriving, "--yes") == 0
    with opening.connect(arriving.store) as db:
        assert db.execute("select count(*) from contact").fetchall() == [(PEOPLE - 4,)]


def test_what_fails_whole_is_no_success(arriving, capsys):
    arriving.put("noise.csv", bytes(range(256)) * 40)
    assert run(arriving) == 2
    told = capsys.readouterr()
    assert "failed: noise.csv" in told.out
    assert "could be loaded" in told.err
