"""Random weeks, carried out row by row with refusals, by half, and with changes on both sides:
Salesforce is never worse off in between.

PYTHONPATH=.:tests:tests/handover python -m weeks --weeks 200
"""

import argparse
import random
import tempfile
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import template
from round_trips import Team
from simulator import Refused

from dq.commands import come_back, create, edit, end_relation, leave, link, move, undo
from dq.errors import DqError, Invalid

# So many weeks go by before all is carried out and compared.
LONG = 4
REFUSED = 0.15
OFF = "false"
# What may be changed in Salesforce itself.
THERE = (
    ("Contact", "Title", ["Baas", "", "Inkoper"]),
    ("Contact", "Phone", ["030 7654321", ""]),
    ("Contact", "Status__c", ["Uit dienst", "Actief", "Niet actief"]),
    ("AccountContactRelation", "IsActive", ["true", "false"]),
    ("AccountContactRelation", "EndDate", ["2026-10-01", ""]),
    ("Approval__c", "IsActive__c", ["true", "false"]),
    ("User", "IsActive", ["true", "false"]),
)
WORDS = {"Uren": "hours", "Factuur": "invoice", "Deelovereenkomst": "sub_agreement"}


class Watch:
    """Looks at Salesforce after every row; `bad` says what was wrong, and when."""

    def __init__(self, team):
        self.team, self.bad, self.begin = team, [], None
        self.dice = random.Random(0)
        self.refusals = 0
        there = team.there
        for name in ("_insert", "_update", "_delete"):
            setattr(there, name, self._watched(name, getattr(there, name)))

    def _watched(self, name, run):
        def one(thing, given):
            if self.begin is None:
                return run(thing, given)
            said = f"{name[1:]} {thing} {given}"
            try:
                if self.dice.random() < self.refusals:
                    raise Refused("UNABLE_TO_LOCK_ROW: try again")
                return run(thing, given)
            finally:
                self.look(said)

        return one

    def start(self, refusals):
        self.begin, self.refusals = (self.approvers(), self.on(), self.left()), refusals

    def stop(self):
        self.begin = None

    def approvers(self):
        """Per project and kind who approves there."""
        found = {}
        for row in self.team.there.rows["Approval__c"].values():
            if row["IsActive__c"] != OFF:
                key = row["Project__c"], WORDS.get(row["Kind__c"], row["Kind__c"])
                found.setdefault(key, set()).add(row["Contact__c"])
        return found

    def on(self):
        """The portal users that are on."""
        users = self.team.there.rows["User"].values()
        return {row["Id"] for row in users if row["IsActive"] != OFF}

    def left(self):
        """The cards that are said to have left."""
        cards = self.team.there.rows["Contact"].values()
        return {row["Id"] for row in cards if row["Status__c"] not in ("", "Actief", "active")}

    def look(self, said):
        db, (approved, on, left) = self.team.db, self.begin
        now = self.approvers()
        wanted = {
            tuple(row) for row in db.execute("select project_id, kind from approving").fetchall()
        }
        for project, kind in (approved.keys() - now.keys()) & wanted:
            self.bad.append((said, "nobody approves", project, kind))
        kept = {
            id
            for (id,) in db.execute(
                "select id from portal_user where coalesce(active, true)"
            ).fetchall()
        }
        for id in (on - self.on()) & kept:
            self.bad.append((said, "is off", id))
        here = db.execute("select id from departure where last_day >= ?", [self.team.today])
        for id in (self.left() - left) & {id for (id,) in here.fetchall()}:
            self.bad.append((said, "has left before the last day", id))


class Week:
    """What a team does in a week, by the dice."""

    def __init__(self, team, dice):
        self.team, self.dice, self.db = team, dice, team.db

    def run(self):
        for _time in range(self.dice.randint(1, 4)):
            with suppress(DqError):
                self.dice.choice(
                    [self.leaves, self.leaves, self.leaves_to_new, self.moves, self.links,
                     self.ends, self.returns, self.edits, self.undoes, self.changes_there,
                     self.takes_out_there]
                )()  # fmt: skip

    def day(self):
        return self.team.today + timedelta(days=self.dice.randint(-10, 20))

    def one(self, table):
        rows = self.db.execute(f"select id, version from {table} order by id").fetchall()
        return self.dice.choice(rows)

    def leaves(self, *to):
        id, version = self.one("contact")
        last = self.day()
        first = last + timedelta(days=self.dice.choice([0, 1, 7]))
        takers = to or ((self.one("contact")[0],) if self.dice.random() < 0.7 else ())
        leave.run(self.db, leave.Leave({id: version}, last, first, takers), "anna")

    def leaves_to_new(self):
        account = self.dice.choice(["a1", "a2", "a3"])
        email = f"nieuw{self.dice.randint(0, 10**6)}@bouw.example"
        card = create.Create(account, "Nieuw", "Planner", email)
        self.leaves(create.run(self.db, card, "anna"))

    def moves(self):
        id, version = self.one("contact")
        to = self.dice.choice(["a1", "a2", "a3"])
        keep = self.dice.random() < 0.7
        move.run(self.db, move.Move(id, version, to, keep, self.day()), "anna")

    def links(self):
        account = self.dice.choice(["a1", "a2", "a3"])
        link.run(self.db, link.Link((self.one("contact")[0],), (account,), (), self.day()), "anna")

    def ends(self):
        id, version = self.one("relation")
        end_relation.run(self.db, end_relation.EndRelation(id, version, self.day()), "anna")

    def returns(self):
        left = self.db.execute("select id, version from contact where status = 'left'").fetchall()
        if left:
            id, version = self.dice.choice(left)
            come_back.run(self.db, come_back.ComeBack(id, version, self.day()), "anna")

    def edits(self):
        id, version = self.one("contact")
        values = {"title": self.dice.choice(["Hoofd", "Planner", "Inkoper"])}
        edit.run(self.db, edit.Edit(id, version, values), "anna")

    def changes_there(self):
        """Somebody changes something in Salesforce itself."""
        rows = self.team.there.rows
        name, field, values = self.dice.choice(THERE)
        for row in self.dice.sample(list(rows[name].values()), k=min(1, len(rows[name]))):
            row[field] = self.dice.choice(values)

    def takes_out_there(self):
        there = self.team.there
        name = self.dice.choice(["Approval__c", "AccountContactRelation"])
        able = [id for id, row in there.rows[name].items() if row.get("IsDirect") != "true"]
        if able:
            there.remove(name, self.dice.choice(able))

    def undoes(self):
        ids = [id for (id,) in self.db.execute("select id from change order by id").fetchall()]
        undo.run(self.db, undo.Undo(self.dice.choice(ids[-5:])), "anna")


def carried_out(seed, folder):
    """Some weeks in a row; what was bad in between, and how many rows were refused."""
    dice = random.Random(seed)
    db = template.fresh()
    team = Team(
        db, folder, follows=dice.random() < 0.5, keeps=dice.random() < 0.5, keyed=seed % 2 == 1
    )
    watch, week = Watch(team), Week(team, dice)
    watch.dice, refused = dice, 0
    for _week in range(LONG):
        week.run()
        watch.start(REFUSED if dice.random() < 0.6 else 0)
        with suppress(Invalid):
            # Somebody stops after so many files, and goes on with the next package.
            most = dice.randint(0, 5) if dice.random() < 0.2 else None
            refused += len(team.send(told=dice.random() < 0.7, most=most))
        watch.stop()
        team.load(some=dice.random() < 0.2 and dice)
        team.choose(dice.choice(["ours", "theirs"]))
    team.load()  # all of it, also what the last one left out
    team.choose("ours")
    team.arrive()
    db.close()
    return watch.bad, refused


def main(weeks, first=0):
    """Say what was bad in so many weeks."""
    told = Counter()
    for seed in range(first, first + -(-weeks // LONG)):
        with tempfile.TemporaryDirectory() as folder:
            bad, refused = carried_out(seed, Path(folder))
        told["weeks"] += LONG
        told["rows refused"] += refused
        for one in bad:
            told["bad moments"] += 1
            print(seed, *one)
    return told


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args()
    print(dict(main(given.weeks, given.first)))
