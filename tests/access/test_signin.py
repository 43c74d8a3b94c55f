"""Whether people sign in: what the secrets say."""

from pathlib import Path

import pytest

from dq.access import signin
from dq.errors import Invalid

WHOLE = '[auth]\nredirect_uri = "https://kb.example/oauth2callback"\ncookie_secret = "{}"\n'
WHOLE = WHOLE.format("x" * 32)


@pytest.fixture
def secrets(tmp_path, monkeypatch):
    """Write the secrets of the machine's owner, and ask afresh."""
    path = tmp_path / ".streamlit" / "secrets.toml"
    path.parent.mkdir()
    monkeypatch.setattr(signin, "files", lambda: [path])

    def write(text):
        path.write_text(text, "utf-8")
        return path

    signin.now.cache_clear()
    yield write
    signin.now.cache_clear()


def test_without_secrets_nobody_signs_in(secrets):
    assert signin.now() is None


def test_other_secrets_are_no_sign_in(secrets):
    secrets('[other]\nkey = "x"\n')
    assert signin.now() is None


def test_one_comes_back_to_the_app_itself(secrets):
    secrets(WHOLE)
    assert signin.now() == signin.SignIn("https://kb.example")
    assert (signin.now().host, signin.now().secure) == ("kb.example", True)


def test_who_takes_the_file_away_opens_no_door(secrets):
    path = secrets(WHOLE)
    assert signin.now()
    path.unlink()
    assert signin.now()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[auth\n", "cannot be read"),
        ("[auth]\n", 'lacks "redirect_uri"'),
        (WHOLE.replace("cookie_secret", "secret"), 'lacks "cookie_secret"'),
        (WHOLE.replace("x" * 32, "x" * 31), "fewer than 32 characters"),
    ],
    ids=["broken", "no_way_back", "no_secret", "short_secret"],
)
def test_half_a_sign_in_is_refused(secrets, text, said):
    secrets(text)
    with pytest.raises(Invalid, match=said):
        signin.now()


def test_streamlit_looks_in_the_same_places(tmp_path, monkeypatch):
    from streamlit import file_util

    monkeypatch.setenv("HOME", str(tmp_path))
    assert signin.files()[0] == Path(file_util.get_streamlit_file_path("secrets.toml"))
    monkeypatch.chdir(signin.ROOT)
    assert signin.files()[1] == Path(file_util.get_project_streamlit_file_path("secrets.toml"))


@pytest.mark.parametrize("writable, place", [(True, 1), (False, 0)])
def test_it_is_described_where_one_can_write(monkeypatch, writable, place):
    monkeypatch.setattr(signin.os, "access", lambda path, mode: writable)
    assert signin.own_file() == signin.files()[place]
