"""The whole way with the real Salesforce CLI: fetch, load, change, package, load there, fetch."""

import os
import subprocess
import zipfile
from datetime import date

import cli
import office as small
import org
import pytest
from office import version
from simulator import Salesforce

from dq import intake
from dq.commands import create, edit, general, leave, merge, pack
from dq.handover import outgoing, package
from dq.handover.sf import fetching
from dq.intake import load

pytestmark = pytest.mark.skipif(bool(cli.lacking()), reason=cli.lacking())
DAY = date(2026, 11, 24)


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
        unused = {sheet.name: sheet.unused for sheet in batch.sheets if sheet.unused}
        assert unused == {}
        self.day = date.fromordinal(self.day.toordinal() + 1)
        load.run(self.db, load.Load(batch, self.day, sure=True), "vera")
        return {path.stem for path in files}

    def package(self):
        """The folder of a package with everything that can go."""
        number = pack.run(self.db, pack.Pack(self.day), "anna")
        target = self.folder / f"package {number}"
        package.write(self.db, number, self.folder / "package.zip")
        zipfile.ZipFile(self.folder / "package.zip").extractall(target)
        return target / "sf"
