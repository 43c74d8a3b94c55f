"""What the messages of the report need: where the app is, and each owner's e-mail address."""

import pytest

from dq import settings
from dq.commands import set as set_
from dq.commands.set import Set
from dq.errors import Invalid
from dq.settings import receivers, whole

SITE = "http://kaartenbak:8501"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (SITE, SITE),
        (f"{SITE}/", SITE),
        (" https://kaart.example/app/ ", "https://kaart.example/app"),
        ("http://[::1]:8501", "http://[::1]:8501"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_the_place_of_the_app_is_kept_as_links_begin(office, given, kept):
    set_.run(office, Set("app_address", given), "vera")
    assert settings.get(office, "app_address") == kept
    assert receivers.app(office) == (kept or None)


@pytest.mark.parametrize(
    "given",
    [
        "kaartenbak",
        "kaartenbak:8501",
        "javascript:alert(1)",
        "http://",
        "http://x y",
        "http://x/?a=b",
        "http://x/#a",
        "http://[",
        "http://x\ny",
        "http://x:port",
        "http://x:99999",
        "http://vera:geheim@x",
    ],
)
def test_what_is_no_place_of_an_app(office, given):
    assert receivers.site(given) is None
    with pytest.raises(Invalid, match="no address of the app"):
        set_.run(office, Set("app_address", given), "vera")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Sanne de Wit: sanne@firma.nl", ("Sanne de Wit", "sanne@firma.nl")),
        ("Sanne de Wit:sanne@firma.nl", ("Sanne de Wit", "sanne@firma.nl")),
        ("  Sanne  de Wit \t sanne@firma.nl ", ("Sanne de Wit", "sanne@firma.nl")),
        ("Sanne de Wit <sanne@firma.nl>;", ("Sanne de Wit", "sanne@firma.nl")),
        ('"Wit, Sanne de" <sanne@firma.nl>', ("Wit, Sanne de", "sanne@firma.nl")),
        ("Sanne = sanne@firma.nl", ("Sanne", "sanne@firma.nl")),
        ("'t Hart: d.o'neil@firma.nl", ("'t Hart", "d.o'neil@firma.nl")),
        ("Team 3: noord: a@firma.nl", ("Team 3: noord", "a@firma.nl")),
        ("Sanne", None),
        ("Sanne:", None),
        ("Sanne: firma.nl", None),
        ("Sanne: sanne@", None),
        ("sanne@firma.nl", None),
        (": sanne@firma.nl", None),
        ("Sanne: a@firma.nl b@firma.nl c", None),
        ("", None),
    ],
)
def test_a_line_is_a_name_and_an_address(line, wanted):
    assert receivers.split(line) == wanted
    if wanted:
        assert receivers.split(receivers.joined(*wanted)) == wanted


def test_a_line_that_is_none_is_refused_by_name(office):
    with pytest.raises(Invalid) as refused:
        set_.run(office, Set("owner_addresses", ["Eva: eva@firma.nl", "Tom"]), "vera")
    assert refused.value.values["value"] == "Tom"
    assert receivers.addresses(office) == {}


def test_who_stands_there_twice_has_the_last(office):
    lines = ["Eva  Bos: e@firma.nl", "Tom: tom@firma.nl", "EVA bos <eva@firma.nl>"]
    set_.run(office, Set("owner_addresses", lines), "vera")
    assert settings.get(office, "owner_addresses") == ["EVA bos: eva@firma.nl", "Tom: tom@firma.nl"]
    assert receivers.addresses(office) == {"eva bos": "eva@firma.nl", "tom": "tom@firma.nl"}


def test_both_go_along_in_the_file_of_settings(office):
    values = {"app_address": SITE, "owner_addresses": ["Eva: eva@firma.nl"]}
    set_.run_all(office, [Set(name, value) for name, value in values.items()], "vera")
    assert whole.read(whole.written(whole.own(office))) == values
