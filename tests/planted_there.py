"""The small Salesforce, with Business Central beside it, in which faults can be planted."""

import simulator
from round_trips import LATEST, TRIPS, Team
from simulator import Salesforce

from dq.objects import OBJECTS
from dq.outgoing import ready

# What exports have besides, which people do not write.
MORE = {
    "Account": ("Owner.Name",),
    "Contact": ("EmailBouncedDate", "EmailBouncedReason"),
    "User": ("FirstName", "LastName", "LastLoginDate"),
}
BOUNCES = ("EmailBouncedDate", "EmailBouncedReason")
BC = {
    "No.": "id", "Salesforce ID": "salesforce_id", "Name": "name", "E-Mail": "email",
    "Blocked": "blocked",
}  # fmt: skip
WORDS = {"active": "Actief", "left": "Uit dienst", "inactive": "Niet actief"}


def column(table, name):
    """What Salesforce calls a field; None of what it has not."""
    [one] = [one for one in OBJECTS[table].fields if one.name == name]
    return "Id" if name == "id" else one.api or one.reads


class Planted(Salesforce):
    """Salesforce with rows as the store has them put into it; `bc` are Business Central's."""

    def __init__(self, *given):
        super().__init__(*given)
        self.bc = {}

    def put(self, rows):
        """Put in rows of the store, each as its table and values."""
        for table, values in rows:
            if table == "bc_contact":
                self.bc[values["id"]] = values
                continue
            name = OBJECTS[table].api or "Project__c"
            blank = dict.fromkeys(simulator.COLUMNS[name], "")
            given = {column(table, field): value for field, value in values.items()}
            row = blank | {key: self._text(value) for key, value in given.items()}
            if table == "contact":
                row["Status__c"] = WORDS.get(row["Status__c"], row["Status__c"])
            self.rows[name][row["Id"]] = row
        for table, values in rows:
            if table == "contact" and values["account_id"] in self.rows["Account"]:
                pair = self.relation(values["id"], values["account_id"])
                if pair is None:
                    self._relate(values["id"], values["account_id"], True)

    def export(self, everything=False):
        """Every object as its CSV, Business Central's contacts too."""
        found = {}
        for name, columns in simulator.COLUMNS.items():
            columns = (*columns, *MORE.get(name, ()))
            rows = [[row.get(one, "") for one in columns] for row in self.rows[name].values()]
            found[name] = self._csv(columns, rows)
        rows = [[self._text(row.get(name)) for name in BC.values()] for row in self.bc.values()]
        found["bc"] = self._csv(tuple(BC), rows)
        return found

    def _update(self, name, given):
        # Another address, and Salesforce forgets that mail came back.
        id = super()._update(name, given)
        if name == "Contact" and given.get("Email"):
            self.rows[name][id] |= dict.fromkeys(BOUNCES, "")
        return id


class Planting(Team):
    """A team with faults planted in its Salesforce."""

    def plant(self, rows):
        """Salesforce has these rows besides, and its export is loaded."""
        self.there = Planted(self.there.follows, self.there.keeps)
        self.there.put(rows)
        self.load()

    def back_office(self):
        """Block in Business Central what is to be so."""
        for id, blocked in self.db.execute("select id, blocked from bc_contact").fetchall():
            self.there.bc[id]["blocked"] = blocked

    def arrive(self):
        """Send and load until nothing is left to send; what was refused on the way."""
        errors = []
        for _trip in range(TRIPS):
            found = ready.read(self.db, LATEST)
            if not found.parts and not found.work:
                break
            errors += self.send(until=LATEST)
            self.back_office()
            self.load()
        return errors
