"""The script of a package loads it with the Salesforce CLI once, in order, and stops in time."""

import csv
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import office as small
import pytest
import template
from office import version
from simulator import COLUMNS

from dq.commands import create, general, leave, link, merge, pack
from dq.commands import set as set_value
from dq.handover.package import archive as package

DAY = date(2026, 11, 24)
FAKE = Path(__file__).with_name("fake_sf.py")
SHELLS = {"bash": ["bash", "laden.sh"], "pwsh": ["pwsh", "-NoProfile", "-File", "laden.ps1"]}
HERE = [name for name in SHELLS if shutil.which(name)]  # PowerShell is on few machines but Windows
ORG = {
    "id": "00Dxx0000001gEREAY",
    "logins": ["ons"],
    "objects": COLUMNS | {"User": [*COLUMNS["User"], "IsPortalEnabled"]},
    "words": {"Status__c": {"Actief": True, "Uit dienst": True}},
    "readonly": [],
    "keys": [],
    "refuse": [],
    "state": "JobComplete",
    "die": "",
}


class Loading:
    """An unpacked package, a machine with a CLI, and an org."""

    def __init__(self, shell, archive, folder):
        self.shell, self.folder, self.org = shell, folder / "mijn pakket's 1", dict(ORG)
        self.home, self.machine = folder / "home", folder / "bin"
        for place in (self.home, self.machine):
            place.mkdir()
        self.archive = archive
        self.unpack()
        program = self.machine / "sf"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -S "{FAKE}" "$@"\n', "utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    def unpack(self):
        zipfile.ZipFile(self.archive).extractall(self.folder)

    @property
    def sf(self):
        return self.folder / "sf"

    def run(self, *arguments, answers=("ja",), **org):
        """The exit code and what was said."""
        self.org |= org
        (self.home / "org.json").write_text(json.dumps(self.org), "utf-8")
        (self.home / "calls").write_text("", "utf-8")
        path = f"{self.machine}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            [*SHELLS[self.shell], *(arguments or ("ons",))],
            cwd=self.sf,
            env=os.environ | {"PATH": path, "HOME": str(self.home), "FAKE_SF": str(self.home)},
            input="".join(f"{one}\n" for one in answers),
            capture_output=True,
            text=True,
            timeout=120,
            start_new_session=True,
        )
        return done.returncode, done.stdout + done.stderr

    def calls(self, *first):
        """What the CLI was asked, those that begin so."""
        asked = (self.home / "calls").read_text("utf-8").splitlines()
        return [line for line in asked if line.startswith(first)] if first else asked

    def sent(self):
        """The files that the org was sent in the last run."""
        words = (line.split() for line in self.calls("data import", "data update", "data delete"))
        return [Path(line[line.index("--file") + 1]).stem for line in words]

    def result(self, name):
        with (self.sf / "resultaten" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """A package with somebody who leaves, a shared mailbox with a login, and a merge."""

    db = template.fresh()
    small.fill(db)
    takers = ("eva",)
    leave.run(db, leave.Leave({"piet": version(db, "piet")}, DAY, DAY, takers), "anna")
    general.run(db, general.General("a1", "jan@bouw.nl", None, {"jan": None}), "anna")
    versions = {id: version(db, id, "account") for id in ("a1", "a2")}
    merging = merge.Merge("account", "a1", versions["a1"], {"a2": versions["a2"]})
    merge.run(db, merging, "anna")
    number = pack.run(db, pack.Pack(), "anna")
    target = tmp_path_factory.mktemp("package") / "package.zip"
    package.write(db, number, target)
    db.close()
    return target


@pytest.mark.parametrize("shell", HERE)
@pytest.mark.parametrize(
    ("fields", "keys", "sentence"),
    [
        (["Key__c"], ["Key__c"], "Load into"),
        (["Key__c"], [], "Contact.Key__c is no external id"),
        ([], [], "Contact has no field Key__c"),
    ],
)
def test_the_external_id_is_looked_for(db, tmp_path, shell, fields, keys, sentence):
    small.fill(db)
    set_value.run(db, set_value.Set("sf_contact_key", "Key__c"), "anna")
    id = create.run(db, create.Create("a1", "Smit", "Planner", "smit@bouw.example"), "anna")
    link.run(db, link.Link((id,), ("a3",), ()), "anna")
    package.write(db, pack.run(db, pack.Pack(), "anna"), tmp_path / "p.zip")
    loading = Loading(shell, tmp_path / "p.zip", tmp_path)
    objects = COLUMNS | {"Contact": [*COLUMNS["Contact"], *fields]}
    assert sentence in loading.run(answers=("nee",), objects=objects, keys=keys)[1]
    assert loading.sent() == []


@pytest.fixture(params=HERE)
def loading(request, archive, tmp_path):
    return Loading(request.param, archive, tmp_path)


ORDER = [
    "01b-users-off", "02-contacts-usernames", "04-contacts-new", "05-contacts", "07-relations",
    "08-approvals-new", "09-approvals", "10-contacts-status", "11-relations-ended",
]  # fmt: skip


def test_every_file_is_sent_once_in_order_and_its_results_are_kept(loading):
    code, told = loading.run()
    assert code == 0, told
    assert loading.sent() == ORDER
    names = sorted(path.name for path in (loading.sf / "resultaten").iterdir())
    merged = ["01a-merge.failed.csv", "01a-merge.success.csv"]
    assert names == sorted([*merged, *(f"{name}.success.csv" for name in ORDER)])
    [row] = loading.result("01a-merge.success.csv")
    assert (row["sf__Id"], row["Id"], row["MasterRecordId"]) == ("a2", "a2", "a1")
    assert row["KAARTENBAK_KEY"] == "1-00-00001"
    assert loading.result("01a-merge.failed.csv") == []
    assert [row["Id"] for row in loading.result("10-contacts-status.success.csv")] == ["piet"]
    assert "https://x.example/u1" in told  # by hand


def test_what_is_loaded_is_never_sent_again(loading):
    loading.run()
    code, told = loading.run()
    assert (code, loading.sent(), loading.calls("apex")) == (0, [], []), told


def test_the_files_that_are_sent_have_no_key_and_the_line_ends_that_are_said(loading):
    loading.run()
    for name in ORDER:
        content = (loading.sf / "pakket" / f"{name}.csv").read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content and b"KAARTENBAK_KEY" not in content
    said = loading.calls("data import", "data update", "data delete")
    assert all("--line-ending LF" in line for line in said)
    assert not any("--wait" in line for line in said)


def test_a_rehearsal_only_looks(loading):
    code, told = loading.run("--dry-run", "ons")
    assert code == 0, told
    assert {line.split()[0] for line in loading.calls()} == {"org", "sobject"}
    objects = {line.split("--sobject ")[1].split()[0] for line in loading.calls("sobject")}
    assert objects == {"Account", "AccountContactRelation", "Approval__c", "Contact", "User"}
    assert not (loading.sf / "resultaten").exists()


def test_nothing_is_sent_without_a_yes(loading):
    code, told = loading.run(answers=("nee",))
    assert (code, loading.sent()) == (1, [])
    assert "00Dxx0000001gEREAY" in told and "vera@x.example" in told


def test_the_alias_is_asked_for(loading):
    arguments = ("--dry-run",)
    assert loading.run(*arguments, answers=("ons",))[0] == 0
    code, told = loading.run(*arguments, answers=("elders",))
    assert code == 1 and "sf org login web --alias elders" in told
    assert loading.run(*arguments, answers=("--all",))[0] == 1 and loading.calls() == []


@pytest.mark.parametrize(
    ("org", "sentence"),
    [
        ({"objects": {k: v for k, v in ORG["objects"].items() if k != "Approval__c"}},
         "no object Approval__c"),
        ({"objects": ORG["objects"] | {"Contact": ["Email", "Kind__c"]}},
         "Contact has no field Successor__c"),
        ({"readonly": ["EndDate"]}, "no right to “update” on AccountContactRelation.EndDate"),
    ],
)  # fmt: skip
def test_what_the_org_lacks_is_named_before_anything_is_sent(loading, org, sentence):
    code, told = loading.run(**org)
    assert code == 1 and sentence in told
    assert loading.sent() == []


def test_field_names_are_compared_as_salesforce_does(loading):
    small_letters = {k: [name.lower() for name in v] for k, v in ORG["objects"].items()}
    assert loading.run("--dry-run", "ons", objects=small_letters)[0] == 0


def test_a_word_that_the_picklist_lacks_is_told(loading):
    words = {"Status__c": {"Actief": True, "Uit dienst": False, 'Weg "ermee"': True}}
    _code, told = loading.run("--dry-run", "ons", words=words)
    assert "Status__c of Contact has no word “Uit dienst”" in told
    assert "“Actief”" not in told


def test_a_refused_row_that_nothing_builds_on_stops_nothing(loading):
    code, told = loading.run(refuse=["Bouw BV"])  # the new general card
    assert (code, loading.sent()) == (0, ORDER), told
    [row] = loading.result("04-contacts-new.failed.csv")
    assert row["sf__Error"] == "REQUIRED_FIELD_MISSING: X" and row["LastName"] == "Bouw BV"


def test_a_refused_row_that_later_files_build_on_stops_there(loading):
    code, told = loading.run(refuse=["r6"])  # the relation of who takes over
    assert code == 1 and "07-relations" in told
    assert loading.sent() == ORDER[:5]
    code, told = loading.run(answers=("ja", "nee"))
    assert (code, loading.sent()) == (1, [])
    code, told = loading.run(answers=("ja", "ja"))
    assert (code, loading.sent()) == (0, ORDER[5:]), told


def test_a_refused_merge_is_told_in_salesforces_words_and_stops(loading):
    code, told = loading.run(refuse=["a2"])
    [row] = loading.result("01a-merge.failed.csv")
    assert row["Id"] == "a2" and row["sf__Error"].startswith("both ")
    assert loading.result("01a-merge.success.csv") == []


def test_a_job_that_was_sent_is_looked_at_and_not_sent_again(loading):
    code, _told = loading.run(die="state")
    assert code == -9 and loading.sent() == ORDER[:1]
    code, told = loading.run(die="")
    assert code == 1 and "stand/bezet" in told
    (loading.sf / "stand" / "bezet").unlink()
    code, told = loading.run()
    assert (code, loading.sent()) == (0, ORDER[1:]), told
    assert loading.result("01b-users-off.success.csv")


@pytest.mark.parametrize("answer", ["750000000000000001", "nee", ""])
def test_what_may_have_been_sent_is_asked(loading, answer):
    loading.run(die="submit")
    (loading.sf / "stand" / "bezet").unlink()
    code, told = loading.run(answers=("ja", answer), die="")
    assert "01b-users-off" in told and "User" in told
    expected = {"": (1, []), "nee": (0, ORDER)}.get(answer, (0, ORDER[1:]))
    assert (code, loading.sent()) == expected, told


def test_a_job_that_loaded_nothing_can_be_sent_again(loading):
    code, told = loading.run(state="Failed")
    assert code == 1 and "Field name not found" in told
    assert loading.sent() == ORDER[:1]
    code, told = loading.run(state="JobComplete")
    assert (code, loading.sent()) == (0, ORDER), told


def test_a_file_that_was_saved_by_a_spreadsheet_is_refused(loading):
    path = loading.sf / "pakket" / "05-contacts.csv"
    path.write_bytes(path.read_bytes().replace(b'"', b""))
    code, told = loading.run()
    assert code == 1 and "05-contacts.csv" in told and loading.calls() == []


def test_a_second_copy_of_the_package_is_refused(loading):
    loading.run()
    first = loading.folder.with_name("first")
    loading.folder.rename(first)
    loading.unpack()
    code, told = loading.run()
    assert code == 1 and "mijn pakket's 1" in told and loading.sent() == []


def test_another_org_gets_the_package_too_but_not_into_the_same_results(loading):
    loading.run()
    code, told = loading.run(id="00Dyy0000001gEREAY")
    assert code == 1 and "another org" in told and loading.sent() == []
    (loading.sf / "resultaten").rename(loading.sf / "resultaten proef")
    code, told = loading.run()
    assert (code, loading.sent()) == (0, ORDER), told


def test_no_token_is_written_anywhere(loading):
    loading.run()
    for path in [*loading.sf.rglob("*"), *loading.home.rglob("*")]:
        if path.is_file() and path.name != "org.json":
            assert b"SECRET" not in path.read_bytes(), path
