"""The next export of a Salesforce that has what the store last saw of it, and what happened since.

Some of what was changed here arrived there, somebody changed other things there, and whatever it
is, the records fit together, as Salesforce sees to.
"""

import csv
import hashlib
from pathlib import Path

from dq import intake, scratch
from dq.settings.names import eighteen

SENT = ("account", "contact", "relation", "portal_user", "approval")
OBJECTS = (*SENT, "project", "bc_contact")
PREFIX = {"account": "001", "contact": "003", "relation": "07k", "portal_user": "005"}
OWN = "kb-"
# Which column of an object names a record of which other one.
NAMES = {
    ("account", "parent_id"): "account",
    ("contact", "account_id"): "account",
    ("contact", "successor_id"): "contact",
    ("relation", "account_id"): "account",
    ("relation", "contact_id"): "contact",
    ("portal_user", "contact_id"): "contact",
    ("project", "account_id"): "account",
    ("approval", "project_id"): "project",
    ("approval", "contact_id"): "contact",
}
# What nobody can change there; only a merge does.
FIXED = {"relation": ("contact_id", "account_id"), "portal_user": ("contact_id",)}
MERGED = """
    select merged.record_kind, merged.id, survivor.survivor_id
    from merged
    join survivor on survivor.id = merged.id
    order by all
"""
HEADERS = {"bc_contact": {"id": "No.", "company_number": "Company No."}}
NATURAL = {
    "relation": ("contact_id", "account_id"),
    "approval": ("contact_id", "project_id", "kind"),
}


def read(db, rng):
    """An export of every object, read and compared; the batch to load on this cursor."""
    there = Salesforce(db)
    there.take_over(rng, rng.choice((0, 1, 2, 2)))
    for _ in range(rng.choice((0, 0, 1, 3))):
        rng.choice(HAPPENS)(there, rng)
    there.fit()
    with scratch.folder() as folder:
        files = [(path.name, path) for path in there.write(Path(folder), rng.randrange(2) == 1)]
        said = {name: name.removesuffix(".csv") for name, _path in files}
        batch = intake.read(db, files, None, said)
    objects = [f"{sheet.object}.csv" for sheet in batch.sheets if sheet.ready]
    assert objects == [name for name, _path in files], batch
    return batch


def salesforce_id(table, id):
    """The id that Salesforce gives to what was made here, always the same."""
    made = hashlib.md5(f"{table} {id}".encode()).hexdigest()[:12]
    return eighteen(f"{PREFIX.get(table, 'a0A')}{made}")


class Salesforce:
    """Rows by object and id; `bin` has those that were merged, each with its master."""

    def __init__(self, db):
        self.db, self.bin = db, {"account": {}, "contact": {}}
        self.rows = {name: self._read(f"upstream.{name}") for name in OBJECTS}

    def _read(self, table):
        result = self.db.execute(f"from {table} order by id")
        names = [column[0] for column in result.description]
        rows = (dict(zip(names, row, strict=True)) for row in result.fetchall())
        return {row.pop("id"): row for row in rows}

    def take_over(self, rng, share):
        """What was changed here is there by now: nothing (0), some records (1) or everything."""
        here = {name: self._read(f"main.{name}") for name in SENT}
        merged = self.db.execute(MERGED)
        for kind, loser, survivor in merged.fetchall():
            known = {loser, survivor} <= self.rows[kind].keys()
            if known and (share == 2 or share and rng.randrange(2)):
                self.merge(kind, loser, survivor)
        for name, mine in here.items():
            for id in sorted(mine.keys() | self.rows[name].keys()):
                if share == 2 or share and rng.randrange(2):
                    self._arrive(name, id, mine.get(id))

    def _arrive(self, name, id, row):
        known = self.rows[name].get(id)
        if row is None:
            if name in NATURAL and not (known and known.get("direct")):
                self.rows[name].pop(id, None)
            return
        own = id.startswith(OWN)
        values = {
            field: salesforce_id(NAMES[name, field], value)
            if (name, field) in NAMES and str(value).startswith(OWN)
            else value
            for field, value in row.items()
            if field != "version"
        }
        if own:
            self.rows[name][salesforce_id(name, id)] = values
        elif known:
            fixed = {field: known[field] for field in FIXED.get(name, ())}
            self.rows[name][id] = values | fixed

    def merge(self, kind, loser, winner):
        """One record goes into another, which has from now on what named it."""
        for (table, column), named in NAMES.items():
            for row in self.rows[table].values():
                if named == kind and row[column] == loser:
                    row[column] = winner
        self.bin[kind][loser] = self.rows[kind].pop(loser) | {"master": winner}

    def fit(self):
        """Let all rows name what is there, and let pairs and usernames be unique."""
        for (name, column), other in NAMES.items():
            for id, row in [*self.rows[name].items()]:
                if row[column] is not None and row[column] not in self.rows[other]:
                    row[column] = None
                    if column in NATURAL.get(name, ()):
                        del self.rows[name][id]
                if row[column] == id:
                    row[column] = None
        for name, keys in NATURAL.items():
            seen = set()
            # The newest last, so that what was there before stays.
            for id in sorted(self.rows[name], key=lambda id: (len(id) > 15, id)):
                pair = tuple(self.rows[name][id][key] for key in keys)
                if pair in seen:
                    del self.rows[name][id]
                seen.add(pair)
        self._own_accounts()
        self._usernames()

    def _own_accounts(self):
        related = {(row["contact_id"], row["account_id"]) for row in self.rows["relation"].values()}
        for id, card in self.rows["contact"].items():
            if card["account_id"] and (id, card["account_id"]) not in related:
                pair = {"contact_id": id, "account_id": card["account_id"]}
                blank = dict.fromkeys(("roles", "active", "direct", "start_date", "end_date"))
                made = salesforce_id("relation", f"{id} {card['account_id']}")
                self.rows["relation"][made] = blank | pair | {"active": True}
        for row in self.rows["relation"].values():
            card = self.rows["contact"][row["contact_id"]]
            row["direct"] = card["account_id"] == row["account_id"]
            if row["direct"] and card["status"] != "left":
                row |= {"active": True, "end_date": None}

    def _usernames(self):
        taken = {}
        cards = [(id, id, row) for id, row in self.rows["contact"].items()]
        users = [(id, row["contact_id"], row) for id, row in self.rows["portal_user"].items()]
        for id, contact, row in cards + users:
            username = (row["username"] or "").lower()
            if username and taken.setdefault(username, contact) != contact:
                row["username"] = None if row in self.rows["contact"].values() else f"{id}@off.nl"

    def write(self, folder, everything):
        """The files of the export; `everything` is "Export All", with what was merged there."""
        for name, rows in self.rows.items():
            if not rows:
                continue
            headers = HEADERS.get(name, {})
            lines = [
                {headers.get(field, field): value for field, value in ({"id": id} | row).items()}
                for id, row in rows.items()
            ]
            if everything and name in self.bin:
                gone = [
                    {"id": id} | {key: value for key, value in row.items() if key != "master"}
                    | {"IsDeleted": True, "MasterRecordId": row["master"]}
                    for id, row in self.bin[name].items()
                ]  # fmt: skip
                lines = [{"IsDeleted": False, "MasterRecordId": None} | row for row in lines] + gone
            path = folder / f"{name}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, [*lines[0]])
                writer.writeheader()
                writer.writerows(
                    {key: str(value).lower() if isinstance(value, bool) else value
                     for key, value in line.items()} for line in lines
                )  # fmt: skip
            yield path


def _some(there, rng, name):
    found = [*there.rows[name]]
    return (id := rng.choice(found)), there.rows[name][id]


def _edited(there, rng):
    """Somebody typed something there."""
    name = rng.choice(("contact", "contact", "account", "relation", "approval", "portal_user"))
    if there.rows[name]:
        _id, row = _some(there, rng, name)
        values = {
            "contact": {
                "title": ("Baas", None),
                "phone": ("030 1111111", None),
                "account_id": [*there.rows["account"]],
                "email": ("ans@bouw.nl", "anders@zorg.nl"),
                "status": ("active", "inactive", None),
                "successor_id": [None, *there.rows["contact"]],
            },
            "account": {"name": ("Bouw en meer", "Zorg en meer"), "phone": ("020 1111111", None)},
            "relation": {"roles": ("Decider", None), "active": (True, False)},
            "approval": {"active": (True, False)},
            "portal_user": {"active": (True, False)},
        }[name]
        field = rng.choice([*values])
        row[field] = rng.choice(values[field])
        if field == "email":
            row["username"] = row["email"]


def _went(there, rng):
    """A record is gone there."""
    name = rng.choice(("contact", "relation", "approval", "portal_user"))
    id, row = _some(there, rng, name) if len(there.rows[name]) > 1 else ("none", {"direct": True})
    if not row.get("direct"):
        del there.rows[name][id]


def _left(there, rng):
    """Somebody is marked as a leaver there."""
    id, row = _some(there, rng, "contact")
    row["status"] = "left"
    if rng.randrange(2):
        for one in there.rows["relation"].values():
            if one["contact_id"] == id:
                one["active"] = False


def _came(there, rng):
    """There is a new contact."""
    id = salesforce_id("contact", str(rng.randrange(9)))
    blank = dict.fromkeys(there.rows["contact"][[*there.rows["contact"]][0]])
    named = {"last_name": "Nieuw", "email": "nieuw@bouw.nl", "username": "nieuw@bouw.nl"}
    at = rng.choice([*there.rows["account"]])
    there.rows["contact"].setdefault(id, blank | named | {"account_id": at})


def _merged(there, rng):
    """Somebody merged two there."""
    kind = rng.choice(("contact", "contact", "account"))
    one, two = _some(there, rng, kind)[0], _some(there, rng, kind)[0]
    if one != two:
        there.merge(kind, one, two)


HAPPENS = (_edited, _edited, _went, _left, _came, _merged)
