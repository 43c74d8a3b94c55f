"""A small Salesforce: what it refuses, what it does by itself, and what Data Loader writes."""

import csv
import io

import office

from dq.settings.names import eighteen

COLUMNS = {
    "Account": (
        "Id", "Name", "ParentId", "Type", "Phone", "Website", "BillingStreet", "BillingPostalCode",
        "BillingCity", "KvK_Number__c",
    ),
    "Contact": (
        "Id", "AccountId", "Kind__c", "Salutation", "FirstName", "MiddleName", "LastName", "Title",
        "Department", "Email", "Phone", "MobilePhone", "Username__c", "Status__c", "Successor__c",
        "Second_Successor__c", "Taken_Over__c", "MailingPostalCode", "MailingCity",
    ),
    "AccountContactRelation": (
        "Id", "AccountId", "ContactId", "Roles", "IsActive", "IsDirect", "StartDate", "EndDate",
    ),
    "User": ("Id", "Username", "ContactId", "Email", "IsActive"),
    "Project__c": ("Id", "Name", "Account__c", "Status__c"),
    "Approval__c": ("Id", "Project__c", "Contact__c", "Kind__c", "IsActive__c"),
}  # fmt: skip
PREFIX = {"Contact": "003", "AccountContactRelation": "07k", "User": "005", "Approval__c": "a0A"}
DONE = {"insert": "Created", "update": "Updated", "delete": "Deleted"}
READ_ONLY = {
    ("AccountContactRelation", "update"): {"AccountId", "ContactId", "IsDirect"},
    ("AccountContactRelation", "insert"): {"IsDirect"},
    ("User", "update"): {"ContactId"},
}
LENGTHS = {
    "FirstName": 40, "MiddleName": 40, "LastName": 80, "Title": 128, "Department": 80, "Email": 80,
    "Phone": 40, "MobilePhone": 40, "Username__c": 80, "Username": 80, "Roles": 255,
}  # fmt: skip
LINKS = {
    "AccountId": "Account", "ContactId": "Contact", "Contact__c": "Contact",
    "Project__c": "Project__c", "Successor__c": "Contact", "Second_Successor__c": "Contact",
    "ParentId": "Account",
    "Account__c": "Account",
}  # fmt: skip
# Per object that can be merged: how a relation names it, and the other side.
MERGE = {"Account": ("AccountId", "ContactId"), "Contact": ("ContactId", "AccountId")}
# A field that is the organisation's own key of a record, by which others can name it.
EXTERNAL = {"Contact": "Kaartenbak_Key__c"}
FLAGS = ("IsActive", "IsActive__c", "IsDirect")
FROM_OFFICE = {
    "Account": ("account", {"Name": "name", "ParentId": "parent_id"}),
    "Contact": (
        "contact",
        {
            "AccountId": "account_id", "FirstName": "first_name", "LastName": "last_name",
            "Title": "title", "Email": "email", "Username__c": "username", "Phone": "phone",
        },
    ),
    "AccountContactRelation": (
        "relation",
        {
            "AccountId": "account_id", "ContactId": "contact_id", "Roles": "roles",
            "IsActive": "active", "IsDirect": "direct", "StartDate": "start_date",
            "EndDate": "end_date",
        },
    ),
    "User": (
        "portal_user",
        {"Username": "username", "ContactId": "contact_id", "Email": "email"},
    ),
    "Project__c": (
        "project",
        {"Name": "name", "Account__c": "account_id", "Status__c": "status"},
    ),
    "Approval__c": (
        "approval",
        {"Project__c": "project_id", "Contact__c": "contact_id", "Kind__c": "kind"},
    ),
}  # fmt: skip


class Refused(Exception):
    """What Data Loader would write in its error file."""


class Salesforce:
    """The office, as one organisation has it.

    `follows`: the username of a card is its address by itself; `keeps`: a contact's old account
    stays as an indirect relation.
    """

    def __init__(self, follows=True, keeps=True):
        self.follows, self.keeps, self.made = follows, keeps, 0
        self.rows = {name: {} for name in COLUMNS}
        self.bin = {name: {} for name in COLUMNS}
        for name, (table, fields) in FROM_OFFICE.items():
            for row in office.ROWS[table]:
                there = {theirs: self._text(row.get(ours)) for theirs, ours in fields.items()}
                blank = dict.fromkeys(COLUMNS[name], "")
                on = {flag: "true" for flag in FLAGS if flag in blank and flag != "IsDirect"}
                filled = {key: value for key, value in there.items() if value}
                self.rows[name][row["id"]] = blank | on | filled | {"Id": row["id"]}
        for card in list(self.rows["Contact"].values()):
            pair = self.relation(card["Id"], card["AccountId"])
            if pair is None:
                self._relate(card["Id"], card["AccountId"], True)

    def _text(self, value):
        if isinstance(value, bool):
            return str(value).lower()
        return "" if value is None else str(value)

    def export(self, everything=False):
        """Every object as its CSV; `everything` is "Export All", with what was deleted."""
        found = {}
        for name, columns in COLUMNS.items():
            rows = list(self.rows[name].values())
            if everything and name != "User":
                more = {"IsDeleted": "false"} | ({"MasterRecordId": ""} if name in MERGE else {})
                columns = (*columns, *more)
                deleted = {"IsDeleted": "true"}
                rows = [row | more for row in rows]
                rows += [more | row | deleted for row in self.bin[name].values()]
            lines = [[row[column] for column in columns] for row in rows]
            found[name] = self._csv(columns, lines)
        return found

    def load(self, content, name, operation):
        """What Data Loader makes of a file: its success file, its error file and the errors."""
        rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        done, failed, errors = [], [], []
        for row in rows:
            given = {k: v for k, v in row.items() if k != "KAARTENBAK_KEY"}
            id, error = self.carry_out(name, operation, given)
            if error is None:
                done.append([id, *row.values(), f"Item {DONE[operation]}"])
            else:
                failed.append([*row.values(), error])
                errors.append((name, operation, given, error))
        head = list(rows[0]) if rows else []
        return self._csv(["ID", *head, "STATUS"], done), self._csv([*head, "ERROR"], failed), errors

    def carry_out(self, name, operation, given):
        """A row: the id of its record, and why it was refused, if it was."""
        try:
            return getattr(self, f"_{operation}")(name, self._linked(given)), None
        except Refused as error:
            return given.get("Id", ""), str(error)

    def _linked(self, given):
        """A row with the ids of what it names by external ids: Contact.Key or Contact__r.Key."""
        found = {key: value for key, value in given.items() if "." not in key}
        for key in given.keys() - found.keys():
            link, field = key.split(".")
            column = f"{link[:-1]}c" if link.endswith("__r") else f"{link}Id"
            name = LINKS.get(column)
            if EXTERNAL.get(name) != field:
                raise Refused(f"INVALID_FIELD: No such column {key}")
            if not given[key]:
                continue
            ids = [id for id, row in self.rows[name].items() if row.get(field) == given[key]]
            if not ids:
                raise Refused(f"INVALID_FIELD: Foreign key external ID: {given[key]} not found")
            if found.get(column):
                raise Refused(f"INVALID_FIELD: both {column} and {key}")
            found[column] = ids[0]
        return found

    def _csv(self, head, rows):
        text = io.StringIO(newline="")
        writer = csv.writer(text, quoting=csv.QUOTE_ALL)
        writer.writerows([head, *rows])
        return text.getvalue().encode()

    def new_id(self, name):
        self.made += 1
        return eighteen(f"{PREFIX[name]}{self.made:012}")

    def relation(self, contact, account):
        """The relation of a pair, or None."""
        return next(
            (
                row
                for row in self.rows["AccountContactRelation"].values()
                if (row["ContactId"], row["AccountId"]) == (contact, account)
            ),
            None,
        )

    def _insert(self, name, given):
        if given.get("Id"):
            raise Refused("INVALID_FIELD_FOR_INSERT_UPDATE: cannot specify Id in an insert call")
        filled = {key: value for key, value in given.items() if value not in ("", "#N/A")}
        id = self.new_id(name)
        row = dict.fromkeys(COLUMNS[name], "") | {f: "false" for f in FLAGS if f in COLUMNS[name]}
        self._check(name, "insert", id, filled, row | filled)
        if name == "Contact" and self.follows and "Username__c" not in filled:
            filled["Username__c"] = filled.get("Email", "")
            self._unique(id, filled["Username__c"])
        self.rows[name][id] = row | filled | {"Id": id}
        if name == "Contact" and "AccountId" in filled:
            self._relate(id, filled["AccountId"], True)
        return id

    def _update(self, name, given):
        id = given.pop("Id")
        if id not in self.rows[name]:
            raise Refused("ENTITY_IS_DELETED: entity is deleted")
        before = self.rows[name][id]
        changed = {key: "" if v == "#N/A" else v for key, v in given.items() if v != ""}
        if name == "User" and changed.pop("IsPortalEnabled", "true") == "false":
            self._switch_off(before)
        self._check(name, "update", id, changed, before | changed)
        if name == "Contact" and self.follows and "Email" in changed:
            changed.setdefault("Username__c", changed["Email"])
            self._unique(id, changed["Username__c"])
        self.rows[name][id] = before | changed
        if (
            name == "Contact"
            and changed.get("AccountId", before["AccountId"]) != before["AccountId"]
        ):
            self._moved(id, before["AccountId"], changed["AccountId"])
        return id

    def _delete(self, name, given):
        row = self.rows[name].get(given["Id"])
        if row is None:
            raise Refused("ENTITY_IS_DELETED: entity is deleted")
        if name == "AccountContactRelation" and row["IsDirect"] == "true":
            raise Refused("DELETE_FAILED: a direct relationship cannot be deleted")
        if name == "Contact" and not self._logs_in(given["Id"]):
            self.take_out(given["Id"])
            return given["Id"]
        if name not in ("AccountContactRelation", "Approval__c"):
            raise Refused("DELETE_FAILED: not by this tool")
        self.remove(name, given["Id"])
        return given["Id"]

    def remove(self, name, id, master=""):
        """Put a record into the recycle bin."""
        self.bin[name][id] = self.rows[name].pop(id) | (
            {"MasterRecordId": master} if master else {}
        )

    def take_out(self, contact):
        """Delete a contact, with its relations and approvals."""
        hanging = (("AccountContactRelation", "ContactId"), ("Approval__c", "Contact__c"))
        for name, side in hanging:
            for id in [row["Id"] for row in self.rows[name].values() if row[side] == contact]:
                self.remove(name, id)
        self.remove("Contact", contact)

    def _check(self, name, operation, id, given, whole):
        if unknown := set(given) - {*COLUMNS[name], EXTERNAL.get(name)}:
            raise Refused(f"INVALID_FIELD: No such column {unknown}")
        if readonly := set(given) & READ_ONLY.get((name, operation), set()):
            raise Refused(f"INVALID_FIELD_FOR_INSERT_UPDATE: {readonly}")
        for field, value in given.items():
            if len(value) > LENGTHS.get(field, 32_000):
                raise Refused(f"STRING_TOO_LONG: {field}")
            if value and field in LINKS and value not in self.rows[LINKS[field]]:
                raise Refused(f"INVALID_CROSS_REFERENCE_KEY: {field} {value}")
            if field in FLAGS and value not in ("true", "false"):
                raise Refused(f"INVALID_TYPE_ON_FIELD: {field} {value}")
        for field in {"Account": ["Name"], "Contact": ["LastName"], "User": ["Username"]}.get(
            name, []
        ):
            if not whole.get(field):
                raise Refused(f"REQUIRED_FIELD_MISSING: {field}")
        new = name == "AccountContactRelation" and operation == "insert"
        if new and self.relation(given["ContactId"], given["AccountId"]):
            raise Refused("This contact already has a relationship with this account.")
        if name == "Contact" and given.get("Username__c"):
            self._unique(id, given["Username__c"])
        if name == "User" and given.get("Username"):
            self._unique(whole["ContactId"], given["Username"], id)

    def _unique(self, contact, username, user=None):
        """A username is of one card and its portal users."""
        if not username:
            return
        cards = {
            row["Id"]
            for row in self.rows["Contact"].values()
            if row["Username__c"].lower() == username.lower()
        }
        users = {
            row["ContactId"] if row["Id"] != user and user is None else ("user", row["Id"])
            for row in self.rows["User"].values()
            if row["Username"].lower() == username.lower() and row["Id"] != user
        }
        if cards - {contact} or users - {contact}:
            raise Refused(f"DUPLICATE_USERNAME: {username} of {cards | users}")

    def _relate(self, contact, account, direct):
        id = self.new_id("AccountContactRelation")
        blank = dict.fromkeys(COLUMNS["AccountContactRelation"], "")
        pair = {"Id": id, "ContactId": contact, "AccountId": account}
        flags = {"IsActive": "true", "IsDirect": str(direct).lower()}
        self.rows["AccountContactRelation"][id] = blank | pair | flags

    def _moved(self, contact, old, new):
        before, there = self.relation(contact, old), self.relation(contact, new)
        if before and self.keeps:
            before["IsDirect"] = "false"
        elif before:
            self.remove("AccountContactRelation", before["Id"])
        if there:
            there["IsDirect"] = "true"
        else:
            self._relate(contact, new, True)

    def by_hand(self, work, ids):
        """What an administrator does of the work list; `ids` has the keys of what was new."""
        if work.kind == "disable":
            self._switch_off(self.rows["User"][work.id])
        elif work.kind == "enable":
            id, card = self.new_id("User"), ids.get(work.other_id, work.other_id)
            self._unique(card, work.username, id)
            own = {"Id": id, "ContactId": card, "Username": work.username, "IsActive": "true"}
            self.rows["User"][id] = own | {"Email": work.username}
        elif work.kind == "unlink":
            self._delete("AccountContactRelation", {"Id": work.id})
        else:
            self.merge(work.record_kind.title(), work.id, work.other_id)

    def _switch_off(self, user):
        """Take a portal user from its contact; its username is free then."""
        user |= {"ContactId": "", "IsActive": "false", "Username": f"{user['Username']}.off"}

    def merge(self, name, winner, loser):
        """Merge two contacts or two accounts; who names the loser names the winner then."""
        if name == "Contact" and self._logs_in(loser) and not self._logs_in(winner):
            raise Refused("the portal contact must be the master")
        self._merge_relations(*MERGE[name], winner, loser)
        for other, fields in COLUMNS.items():
            for field in set(fields) & {one for one, to in LINKS.items() if to == name}:
                for row in self.rows[other].values():
                    if row[field] == loser and other == "User":
                        row |= {field: "", "IsActive": "false"}
                    elif row[field] == loser:
                        row[field] = "" if row["Id"] == winner else winner
        self.remove(name, loser, winner)

    def _logs_in(self, contact):
        users = self.rows["User"].values()
        return any(row["ContactId"] == contact and row["IsActive"] == "true" for row in users)

    def _merge_relations(self, side, other, winner, loser):
        """One of two relations of a pair has to be gone before, unless both are the own account's:
        of those one goes by itself."""
        relations = self.rows["AccountContactRelation"]
        theirs = {row[other]: row for row in relations.values() if row[side] == winner}
        mine = [row for row in relations.values() if row[side] == loser]
        for row in mine:
            there = theirs.get(row[other])
            if there and "false" in (there["IsDirect"], row["IsDirect"]):
                raise Refused("both are related to the same record")
        for row in mine:
            if row[other] in theirs:
                self.remove("AccountContactRelation", row["Id"])
            else:
                row[side] = winner
                if side == "ContactId":
                    row["IsDirect"] = "false"
