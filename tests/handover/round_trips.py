"""A team that works with Kaartenbak, a small Salesforce, and the trips between the two."""

import json
from datetime import date, timedelta

import template
from simulator import EXTERNAL, Refused, Salesforce

from dq import intake
from dq.commands import edit, pack, results, settle
from dq.errors import Invalid
from dq.handover.package import archive
from dq.intake.landing import load
from dq.outgoing import ready
from dq.outgoing.work import Work

LATEST = date(2027, 12, 31)  # by then all is due
TRIPS = 6  # what waits for an id that waits for another's: each trip brings one further


class Team:
    """The store, Salesforce, and the way between them."""

    def __init__(self, db, folder, follows=True, keeps=True, everything=False, keyed=False):
        self.db, self.folder, self.there = db, folder, Salesforce(follows, keeps)
        self.everything = everything
        self.today = date.today()
        self.settings = {
            "salesforce_username_follows": follows,
            "salesforce_keeps_old_account": keeps,
            # An organisation with an external id has fields for these as well.
            "sf_contact_key": EXTERNAL["Contact"] if keyed else "",
            "sf_contact_second_successor_id": "Second_Successor__c" if keyed else "",
            "sf_contact_takeover_date": "Taken_Over__c" if keyed else "",
        }
        self.unnamed = () if keyed else ("second_successor_id", "takeover_date")
        template.fill(db, (follows, keeps, everything, keyed), self._begin)
        self.today += timedelta(days=1)

    def _begin(self, db):
        """How it begins: the settings of this Salesforce, and its first export."""
        for name, value in self.settings.items():
            db.execute("insert into setting values (?, ?)", [name, json.dumps(value)])
        self._load(db, self.today + timedelta(days=1))

    def load(self, some=None):
        """Load Salesforce's export of the next day.

        :param some: of only some of the objects, by these dice
        """
        self.today += timedelta(days=1)
        self._load(self.db, self.today, some)

    def _load(self, db, day, some=None):
        files = []
        for name, content in self.there.export(self.everything).items():
            if some and some.random() < 0.5:
                continue
            path = self.folder / f"{name}.csv"
            path.write_bytes(content)
            files.append((path.name, path))
        if not files:
            return
        batch = intake.read(db, files)
        assert not batch.refused and all(sheet.object for sheet in batch.sheets), batch
        for sheet in batch.sheets:
            sheet.complete = True  # however few are left of its records
        load.run(db, load.Load(batch, day, sure=True), "vera")

    def send(self, told=True, until=None, most=None):
        """Make a package and carry it out as it says; what was refused.

        :param until: what is for later than that day (the simulator's own) waits
        :param most: so many files, and nothing after them
        """
        number = pack.run(self.db, pack.Pack(until or self.today), "anna")
        work = outgoing_work(self.db, number)
        errors, answers = [], []
        there, _back = archive.files(self.db, number)
        before = [one for one in work if one.kind != "enable"]
        first = [one for one in there if one.path.startswith("01-")]
        rest = [one for one in there if one not in first]
        ids = {}
        errors += self.carry(first, answers, ids)
        errors += self.hand(before, ids)
        errors += self.carry(rest[:most], answers, ids)
        if most is None:
            errors += self.hand([one for one in work if one.kind == "enable"], ids)
        if told and answers:
            results.run(self.db, results.Results(tuple(answers)), "anna")
        return errors

    def carry(self, files, answers, ids):
        errors = []
        for one in files:
            done, failed, refused = self.there.load(one.content, one.object, one.operation)
            answers += [("success.csv", done), ("error.csv", failed)]
            errors += refused
            keys = dict(self.db.execute("select key, record_id from package_row").fetchall())
            ids |= {keys[told.key]: told.id for told in results.results.read("s.csv", done)}
        return errors

    def hand(self, work, ids):
        errors = []
        for one in work:
            try:
                self.there.by_hand(one, ids)
            except Refused as error:
                errors.append((one, str(error)))
        return errors

    def differences(self):
        """What main has otherwise than upstream, in any field that is Salesforce's."""
        found = []
        for table in ("account", "contact", "relation", "approval", "portal_user"):
            columns = [
                name
                for (name,) in self.db.execute(
                    "select column_name from duckdb_columns() where schema_name = 'upstream'"
                    " and table_name = ?",
                    [table],
                ).fetchall()
                if name not in ("created", "modified", *self.unnamed)
            ]
            for a, b in (("main", "upstream"), ("upstream", "main")):
                rows = self.db.execute(
                    f"select {', '.join(columns)} from {a}.{table}"
                    f" except select {', '.join(columns)} from {b}.{table}"
                ).fetchall()
                found += [(a, table, row) for row in rows]
        return found

    def clashes(self):
        """What is in a clash: (object, record, field)."""
        return self.db.execute(
            "select record_table, record_id, field from clash order by all"
        ).fetchall()

    def choose(self, choice):
        """Settle all that clashes; what cannot be made from here is taken as it is there."""
        ids = [id for (id,) in self.db.execute("select id from clash order by id").fetchall()]
        for id in ids:
            try:
                settle.run(self.db, settle.Settle((id,), choice), "anna")
            except Invalid:
                settle.run(self.db, settle.Settle((id,), "theirs"), "anna")

    def without_address(self, id):
        """What one can do where an address is another's username in Salesforce."""
        [(version,)] = self.db.execute("select version from contact where id = ?", [id]).fetchall()
        edit.run(self.db, edit.Edit(id, version, {"email": None}), "anna")

    def arrive(self, told=True):
        """Send and load until nothing is left to send; nothing is refused on the way."""
        for _trip in range(TRIPS):
            found = ready.read(self.db, LATEST)
            if found.taken:
                for id in found.taken:
                    self.without_address(id)
                found = ready.read(self.db, LATEST)
            if not found.parts and not found.work:
                break
            errors = self.send(told, LATEST)
            assert errors == [], errors
            self.load()
        found = ready.read(self.db, LATEST)
        assert (found.parts, found.work, found.later) == ([], [], ()), found
        assert (found.waiting, found.under_way) == (0, 0), found
        assert self.clashes() == [], self.clashes()
        assert self.differences() == [], self.differences()


def outgoing_work(db, number):
    [(work,)] = db.execute("select work from package where id = ?", [number]).fetchall()
    return [Work(**one) for one in json.loads(work)]


def clash(db):
    """Every clash: its id, record and field, and the old value, theirs and ours."""
    return db.execute(
        "select id, record_id, field, old, theirs, ours from clash order by id"
    ).fetchall()
