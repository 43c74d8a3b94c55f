"""Whatever cookies of others come along, ours is read."""

import pytest

from web import cookies

ODD = (
    "name=Sanne de Wit", 'json={"a": "b, c"}', 'open="x', "=", "", "alone", "a=b=c", "x=é",
    "y=\x7f", "spaced name=1", "z=[1,2]", "@=1", "k=\\",
)  # fmt: skip


@pytest.mark.parametrize("other", ODD)
def test_an_odd_cookie_takes_no_other_with_it(other):
    for said in ([f"{other}; ours=one"], [f"ours=one; {other}"], [other, "ours=one"]):
        headers = [(b"cookie", part.encode("latin-1")) for part in said]
        assert cookies.brought({"type": "http", "headers": headers})["ours"] == "one"


def test_without_cookies_there_are_none():
    assert cookies.brought({"type": "http", "headers": []}).get("ours") is None
