"""`python -m dq report`: every form of it, and never over what is somebody else's."""

import shutil
from email import policy
from email.parser import BytesParser

import openpyxl
import pytest
import reported

from dq.__main__ import main
from dq.commands import set as set_
from dq.handover.report import pdf
from dq.store import opening


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("firm") / "store.duckdb"
    db = opening.connect(path)
    reported.fill(db)
    opening.close(db)
    return path


@pytest.fixture
def store(filled, tmp_path):
    return shutil.copy(filled, tmp_path / "store.duckdb")


def report(store, output, *given):
    return main(["report", "--store", str(store), "--output", str(output), *given])


def test_the_workbook_in_dutch_unless_asked(store, tmp_path, capsys):
    target = tmp_path / "week.xlsx"
    assert report(store, target) == 0
    assert "findings open" in capsys.readouterr().out
    assert openpyxl.load_workbook(target).sheetnames[0] == "Samenvatting"
    assert report(store, target, "--language", "en") == 0
    assert openpyxl.load_workbook(target).sheetnames[0] == "Summary"


@pytest.mark.parametrize(
    "given", [["week.html"], ["week", "--format", "html"]], ids=["by suffix", "by option"]
)
def test_the_page_by_its_name_or_as_asked(store, tmp_path, given):
    name, *options = given
    assert report(store, tmp_path / name, *options) == 0
    assert "<h1>Rapport over de klantcontacten</h1>" in (tmp_path / name).read_text("utf-8")
    assert report(store, tmp_path / name, *options) == 0  # over its own


def test_owner_and_since(store, tmp_path):
    target = tmp_path / "week.html"
    asked = ("--owner", "bas peters", "--since", "2026-11-20", "--language", "en")
    assert report(store, target, *asked) == 0
    text = target.read_text("utf-8")
    assert "Bas Peters" in text
    assert "Changes since 20 Nov 2026, beside the export of 16 Nov 2026." in text
    assert "Karin de Wit" not in text


def test_a_message_for_everybody_with_cases(store, tmp_path, capsys):
    target = tmp_path / "mails"
    assert report(store, target, "--address", "http://kaartenbak:8501") == 0
    made = sorted(path.name for path in target.iterdir())
    assert made == ["Karin de Wit.eml", "Tom.eml"]
    message = BytesParser(policy=policy.default).parsebytes((target / "Tom.eml").read_bytes())
    assert "1 punt voor jou" in message["Subject"]
    assert "Tom.eml: 1 cases" in capsys.readouterr().out


def told(store, **values):
    """Settings of the team."""
    db = opening.connect(store)
    set_.run_all(db, [set_.Set(name, value) for name, value in values.items()], "Vera")
    opening.close(db)


def message(path):
    return BytesParser(policy=policy.default).parsebytes(path.read_bytes())


def test_the_settings_say_where_the_app_is_and_to_whom_messages_go(store, tmp_path, capsys):
    target = tmp_path / "mails"
    assert report(store, target) == 0
    said = capsys.readouterr().err
    assert "no links" in said and "to nobody yet: Karin de Wit, Tom" in said
    assert "http" not in message(target / "Tom.eml").get_body(("plain",)).get_content()
    addresses = ["tom: tom@kantoor.example"]
    told(store, app_address="https://kaart.example/app", owner_addresses=addresses)
    assert report(store, target) == 0
    said = capsys.readouterr().err
    assert "no links" not in said and "to nobody yet: Karin de Wit\n" in said
    tom = message(target / "Tom.eml")
    assert str(tom["To"]) == "Tom <tom@kantoor.example>"
    assert "https://kaart.example/app/review?" in tom.get_body(("plain",)).get_content()
    assert message(target / "Karin de Wit.eml")["To"] is None
    assert report(store, target, "--address", "http://elders:1") == 0
    text = message(target / "Tom.eml").get_body(("plain",)).get_content()
    assert "http://elders:1/review?" in text and "kaart.example" not in text


def test_an_earlier_message_that_is_none_any_more_goes(store, tmp_path):
    target = tmp_path / "mails"
    assert report(store, target) == 0
    (target / "own.eml").write_text("Subject: mine\n\nX-Mailer of somebody\n", "utf-8")
    made = {path.name for path in target.iterdir()}
    shutil.copy(target / "Tom.eml", target / "Went.eml")
    assert report(store, target, "--owner", "Tom") == 0  # those of others stay
    assert {path.name for path in target.iterdir()} == made | {"Went.eml"}
    assert report(store, target) == 0
    assert {path.name for path in target.iterdir()} == made


@pytest.mark.parametrize("name", ["week.xlsx", "week.html", "week.pdf", "mails/Tom.eml"])
def test_what_somebody_else_made_stays(store, tmp_path, name, capsys, monkeypatch):
    monkeypatch.setattr(pdf, "chromium", lambda: "/bin/true")
    there = tmp_path / name
    there.parent.mkdir(exist_ok=True)
    there.write_text("somebody's own")
    output = there.parent if name.startswith("mails") else there
    assert report(store, output) == 2
    assert "was not made by Kaartenbak" in capsys.readouterr().err
    assert there.read_text() == "somebody's own"
    assert len(list(there.parent.glob("*.eml"))) == (1 if name.startswith("mails") else 0)


def test_the_store_is_no_output(store, capsys):
    before = store.read_bytes()
    assert report(store, store, "--format", "html") == 2
    assert "would be overwritten" in capsys.readouterr().err
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["week.docx"], "does not say what to write"),
        (["week.xlsx", "--owner", "Piet"], "Nobody called Piet"),
        (["mails", "--address", "kaartenbak"], "is no address of the app"),
        (["absent/week.xlsx"], "cannot be written"),
    ],
    ids=["form", "owner", "address", "folder"],
)
def test_what_is_wrong_is_one_sentence(store, tmp_path, capsys, given, said):
    name, *options = given
    assert report(store, tmp_path / name, *options) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert not (tmp_path / name).exists()


def test_a_day_that_is_none(store, tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        report(store, tmp_path / "week.xlsx", "--since", "gisteren")
    assert stopped.value.code == 2
    assert "is not a day" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["week.xlsx", "week.html", "mails"])
def test_without_a_load_it_says_so(tmp_path, capsys, name):
    opening.close(opening.connect(tmp_path / "empty.duckdb"))
    assert report(tmp_path / "empty.duckdb", tmp_path / name) == 2
    assert "no export was loaded" in capsys.readouterr().err
    assert not (tmp_path / name).exists()


def test_without_a_chromium_there_is_no_pdf(store, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(pdf, "chromium", lambda: None)
    assert report(store, tmp_path / "week.pdf") == 2
    assert "no Chromium" in capsys.readouterr().err
    assert not (tmp_path / "week.pdf").exists()
