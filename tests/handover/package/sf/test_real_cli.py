"""The whole way with the real Salesforce CLI: fetch, load, change, package, load there, fetch."""

import os
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
import salesforce_cli as cli
import salesforce_org as org
from office import version
from round_trips import outgoing_work
from simulator import EXTERNAL, Salesforce

from dq import intake
from dq.commands import create, edit, general, leave, merge, pack, results
from dq.commands import set as set_value
from dq.handover.package import archive
from dq.handover.package.sf import fetching, merging
from dq.intake.landing import load
from dq.outgoing import ready

pytestmark = pytest.mark.skipif(bool(cli.lacking()), reason=cli.lacking())
DAY = date(2026, 11, 24)
# What this organisation has beside what the product comes with.
NAMED = {
    "sf_contact_key": EXTERNAL["Contact"],
    "sf_contact_second_successor_id": "Second_Successor__c",
    "sf_contact_takeover_date": "Taken_Over__c",
}


class Walk:
    """A team with Kaartenbak, a Salesforce, and a machine with the CLI that is logged in there."""

    def __init__(self, db, folder, address):
        self.db, self.folder, self.home = db, folder / "onze map", folder / "home"
        self.day = DAY
        for place in (self.folder, self.home):
            place.mkdir()
        cli.sf(
            self.home, "org", "login", "access-token", "--instance-url", address, "--alias", "ons",
            "--no-prompt", SF_ACCESS_TOKEN=org.TOKEN,
        )  # fmt: skip

    def script(self, path, *arguments, answers=()):
        """The exit code and what a script said."""
        done = subprocess.run(
            ["bash", str(path), "ons", *arguments],
            env=os.environ | cli.QUIET | {"PATH": cli.path(), "HOME": str(self.home)},
            input="".join(f"{one}\n" for one in answers),
            capture_output=True,
            text=True,
            timeout=600,
        )
        return done.returncode, done.stdout + done.stderr

    def fetch(self):
        """Fetch every table and load it, as on the next day."""
        for name, content in fetching.files(self.db).items():
            (self.folder / name).write_bytes(content)
        code, told = self.script(self.folder / "ophalen.sh", "postvak in")
        assert code == 0, told
        files = sorted((self.folder / "postvak in").iterdir())
        batch = intake.read(self.db, [(path.name, path) for path in files])
        assert not batch.refused and all(sheet.object for sheet in batch.sheets), batch
        unused = {sheet.name: sheet.unknown for sheet in batch.sheets if sheet.unknown}
        assert unused == {}
        self.day = date.fromordinal(self.day.toordinal() + 1)
        load.run(self.db, load.Load(batch, self.day, sure=True), "vera")
        return {path.stem for path in files}

    def package(self):
        """The folder of a package with everything that can go."""
        number = pack.run(self.db, pack.Pack(self.day), "anna")
        target = self.folder / f"package {number}"
        archive.write(self.db, number, self.folder / "package.zip")
        zipfile.ZipFile(self.folder / "package.zip").extractall(target)
        self.number = number
        self.made = dict(self.rows("record_id"))
        return target / "sf"

    def rows(self, column):
        """A column of the last package by our key."""
        sql = f"select key, {column} from package_row where package_id = ?"
        return self.db.execute(sql, [self.number]).fetchall()

    def results(self, sf):
        """Read back what the script kept."""
        files = sorted((sf / "resultaten").iterdir())
        contents = tuple((path.name, path.read_bytes()) for path in files)
        return results.run(self.db, results.Results(contents), "anna")

    def by_hand(self, there):
        """What no script does: portal users for cards, also for those that are new there."""
        ids = {self.made[key]: id for key, id in self.rows("new_id") if id}
        for one in outgoing_work(self.db, self.number):
            if one.kind == "enable":
                there.by_hand(one, ids)

    def differs(self):
        """What is still to be carried over, and what is to be done by hand."""
        found = ready.read(self.db, self.day)
        return [one.file.name for one in found.parts], [one.kind for one in found.work]


@pytest.fixture
def there():
    return Salesforce(follows=True, keeps=True)


@pytest.fixture
def walk(db, tmp_path, there):
    with org.serving(org.Org(there)) as address:
        yield Walk(db, tmp_path, address)


def change(db):
    """One of everything that a package can hold."""
    id = create.run(db, create.Create("a1", "Smit", "Planner", "smit@bouw.example"), "anna")
    edit.run(db, edit.Edit("eva", version(db, "eva"), {"title": 'Hoofd "plan", \n2'}), "anna")
    general.run(db, general.General("a1", "jan@bouw.nl", None, {"jan": None}), "anna")
    takers = (id, "eva")
    leave.run(db, leave.Leave({"piet": version(db, "piet")}, DAY, DAY, takers), "anna")
    versions = {one: version(db, one, "account") for one in ("a1", "a2")}
    merge.run(
        db, merge.Merge("account", "a1", versions["a1"], {"a2": versions["a2"]},
                        {"phone": "030 765"}), "anna",
    )  # fmt: skip


def test_all_that_is_changed_arrives(walk, there):
    assert walk.fetch() == {
        "Account",
        "Contact",
        "AccountContactRelation",
        "User",
        "Project__c",
        "Approval__c",
    }
    assert walk.differs() == ([], [])
    for name, value in NAMED.items():
        set_value.run(walk.db, set_value.Set(name, value), "anna")
    walk.fetch()
    change(walk.db)
    for _time in range(3):
        if walk.differs() == ([], []):
            break
        sf = walk.package()
        code, told = walk.script(sf / "laden.sh", answers=("ja",))
        assert code == 0, told
        said = walk.results(sf)
        assert (said.failed, said.unknown, said.unclear, said.aside) == (0, 0, (), ()), said
        assert said.done > 0
        walk.by_hand(there)
        walk.fetch()
    assert walk.differs() == ([], [])
    assert there.bin["Account"]["a2"]["MasterRecordId"] == "a1"


@pytest.mark.parametrize(("damage", "right"), [("", True), ("}", False)])
def test_merges_are_apex(tmp_path, damage, right):
    pairs = [("003000000000002AAA", "003000000000001AAA"), ("003000000000003AAA",) * 2]
    (tmp_path / "merge.apex").write_text(merging.apex("Contact", pairs) + damage, "utf-8")
    program = Path(__file__).with_name("apex.mjs")
    done = subprocess.run(
        ["node", program, cli.FOLDER, tmp_path / "merge.apex"],
        env=os.environ | {"PATH": cli.path()},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (done.stdout == "") is right
