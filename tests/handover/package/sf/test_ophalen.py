"""The script that fetches asks for every column that is read, and puts all tables there or none."""

import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from simulator import COLUMNS

from dq import settings
from dq.__main__ import main
from dq.handover.package import readme
from dq.handover.package.sf import fetching, queries
from dq.reading import vocabulary
from dq.settings import api
from dq.settings.names import Names
from dq.store import opening

FAKE = Path(__file__).with_name("fake_sf.py")


@pytest.fixture
def fetch(db, tmp_path):
    """Run the script in a folder of its own; the exit code and what was said."""
    place, home, machine = tmp_path / "onze map", tmp_path / "home", tmp_path / "bin"
    for folder in (place, home, machine):
        folder.mkdir()
    program = machine / "sf"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -S "{FAKE}" "$@"\n', "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    for name, content in fetching.files(db).items():
        (place / name).write_bytes(content)

    def run(*arguments, **org):
        told = {"id": "00Dxx0000001gEREAY", "logins": ["ons"], "lacks": ""} | org
        (home / "org.json").write_text(json.dumps(told), "utf-8")
        path = f"{machine}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "ophalen.sh", *arguments],
            cwd=place,
            env=os.environ | {"PATH": path, "HOME": str(home), "FAKE_SF": str(home)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.returncode, done.stdout + done.stderr

    run.place = place
    return run


def test_every_table_is_put_in_the_inbox_under_its_name(fetch):
    (fetch.place / "inbox").mkdir()
    (fetch.place / "inbox" / "Account.csv").write_text("old", "utf-8")
    code, told = fetch("ons")
    assert code == 0, told
    found = {path.name: path.read_text("utf-8") for path in (fetch.place / "inbox").iterdir()}
    assert set(found) == {f"{name}.csv" for name in COLUMNS}
    assert found["Account.csv"].startswith("Id,Name,ParentId,")
    assert not (fetch.place / ".ophalen").exists()


def test_a_folder_with_spaces_can_be_named(fetch):
    assert fetch("ons", "postvak in")[0] == 0
    assert (fetch.place / "postvak in" / "Approval__c.csv").exists()


def test_one_table_that_fails_leaves_the_inbox_as_it_was(fetch):
    code, told = fetch("ons", lacks="Approval__c")
    assert code == 1 and "Approval__c could not be fetched" in told
    assert not (fetch.place / "inbox").exists()
    assert not (fetch.place / ".ophalen").exists()


@pytest.mark.parametrize("arguments", [("elders",), ("--all",), ("ons", "a", "b"), ()])
def test_bad_use_fetches_nothing(fetch, arguments):
    assert fetch(*arguments)[0] == 1
    assert not (fetch.place / "inbox").exists()


def test_the_columns_are_those_that_the_settings_name_and_that_are_read():
    words = Names(
        settings.defaults()
        | {"sf_approval": "Goedkeuring__c", "sf_contact_kind": "", "sf_contact_status": "Stand__c"}
    )
    found = queries.read(words)
    assert "Goedkeuring__c" in found and "Approval__c" not in found
    assert "Stand__c" in found["Contact"] and "Kind__c" not in found["Contact"]
    for name in ("EmailBouncedDate", "EmailBouncedReason", "MasterRecordId", "IsDeleted"):
        assert name in found["Contact"]
    assert "LastLoginDate" in found["User"] and "IsDeleted" not in found["User"]
    assert all(query.startswith("SELECT Id, ") for query in found.values())


def test_every_field_that_is_read_of_an_object_is_fetched():
    every = queries.read(Names(settings.defaults())).values()
    for table, query in zip(api.named(), every, strict=True):
        headers = query.removeprefix("SELECT ").split(" FROM ")[0].split(", ")
        found = {vocabulary.normalised(header) for header in headers}
        thing = vocabulary.objects()[table]
        missing = [
            field
            for field, known in (thing.fields | thing.quiet).items()
            # What no organisation has of itself is fetched where the settings name it.
            if not found & set(known) and settings.defaults().get(f"sf_{table}_{field}") != ""
        ]
        assert missing == [], table


def test_the_command_writes_both_and_replaces_only_its_own(tmp_path, capsys):
    target = tmp_path / "s"
    command = ["handover", "scripts", "--output", str(target), "--store", str(tmp_path / "store")]
    opening.close(opening.connect(tmp_path / "store"))
    assert main(command) == 0 and main(command) == 0
    assert sorted(path.name for path in target.iterdir()) == ["ophalen.ps1", "ophalen.sh"]
    (target / "ophalen.ps1").write_text("mine", "utf-8")
    assert main(command) == 2
    assert "was not made by Kaartenbak" in capsys.readouterr().err
    assert (target / "ophalen.ps1").read_text("utf-8") == "mine"


def test_the_zip_has_both_and_bash_may_be_started(db, tmp_path):
    target = tmp_path / "scripts.zip"
    target.write_bytes(fetching.zipped(db, readme.english))
    listed = zipfile.ZipFile(target).infolist()
    assert [one.filename for one in listed] == ["README.md", "ophalen.sh", "ophalen.ps1"]
    assert listed[1].external_attr >> 16 & stat.S_IXUSR
