"""A line of a result file finds its row without our key, or says that it fits several."""

import io
import random
import zipfile

import loaders
import pytest
from loaders import Became

from dq.commands import pack
from dq.commands.results import Results, run
from dq.errors import Invalid
from dq.handover.package import archive as package
from dq.outgoing.plan import FILES
from dq.settings import api, names
from dq.settings.api import KEY

ROWS = 6
TABLES = {"contact": "003", "relation": "07k", "portal_user": "005", "approval": "a0A",
          "account": "001", "project": "a0P"}  # fmt: skip
LINKS = {"account_id": "account", "contact_id": "contact", "project_id": "project",
         "successor_id": "contact", "parent_id": "account"}  # fmt: skip
NATURAL = {"contact": ("email", "account_id", "last_name"),
           "relation": ("contact_id", "account_id"),
           "approval": ("project_id", "contact_id", "kind")}  # fmt: skip
FIXED = {"relation": ("account_id", "contact_id")}
ERRORS = ("UNABLE_TO_LOCK_ROW: try again", 'DUPLICATES_DETECTED:Use "one", of these?\nyes:--')


def id_of(table, number):
    return f"{TABLES[table]}{number:012}"


def value(table, field, dice):
    if field in LINKS:
        return id_of(LINKS[field], dice.randrange(1, 10**6))
    if field.endswith("_date"):
        return f"2026-{dice.randrange(1, 13):02}-{dice.randrange(1, 28):02}"
    if field == "active":
        return dice.random() < 0.5
    if field == "kind":
        return dice.choice(["hours", "invoice"] if table == "approval" else ["person", "general"])
    if field == "status":
        return dice.choice(["left", "active"])
    if field in ("email", "username"):
        return f"m{dice.randrange(10**9)}@bouw.example"
    if field == "phone":
        return f"+3130{dice.randrange(10**7):07}"
    return dice.choice(
        ["Hoofd, inkoop", "Bé ‘t", 'zegt "ja"', "Twee\r\nregels", " x ", "a;b", "A\tB", "007"]
    )


def lines(file, dice):
    """Some rows of a file, as they are packed: the record, and its values by field."""
    fields = [name for name in api.fields()[file.table] if name not in FIXED.get(file.table, ())]
    for _row in range(ROWS):
        if file.operation == "delete":
            values = {}
        elif file.operation == "insert":
            named = NATURAL[file.table]
            values = {name: value(file.table, name, dice) for name in named}
            rest = [name for name in fields if name not in named and name != "username"]
            for name in dice.sample(rest, min(2, len(rest))):
                values[name] = value(file.table, name, dice)
        else:
            values = {
                name: None if dice.random() < 0.2 else value(file.table, name, dice)
                for name in dice.sample(fields, dice.randint(1, min(3, len(fields))))
            }
        new = file.operation == "insert"
        number = dice.randrange(1, 10**6)
        yield (f"kb-{number}-0" if new else id_of(file.table, number)), values


def packed(db, number, dice, files=FILES):
    """A package with some rows in each file, as `pack` writes it."""
    words, rows = names.read(db), []
    for place, file in enumerate(FILES, 1):
        if file not in files:
            continue
        for line, (id, values) in enumerate(lines(file, dice), 1):
            cells = {
                words.field(file.table, name): names.CLEAR
                if text is None
                else words.cell(file.table, name, text)
                for name, text in values.items()
            }
            rows.append(
                {"key": f"{number}-{place:02}-{line:05}", "file": file.name,
                 "record_table": file.table, "record_id": id, "operation": file.operation,
                 "old": dict.fromkeys(values), "fields": values, "cells": cells}
            )  # fmt: skip
    db.execute(
        "insert into package (id, made, made_by, load_id, work, waits)"
        " values (?, '2026-11-24 10:00', 'anna', 1, '[]', '[]')",
        [number],
    )
    pack._keep(db, number, rows)


def became(db, number, name, dice, unprocessed=False):
    """The rows of a file of a package, each with what a tool made of it."""
    [one] = [one for one in package.files(db, number)[0] if one.file.name == name]
    found = []
    for place, row in enumerate(one.rows):
        cells = dict(zip(one.columns, row, strict=True))
        if "Id" in cells and dice.random() < 0.5:
            cells["Id"] = cells["Id"][:15]
        new = names.eighteen(id_of(one.file.table, 10**7 + place))
        if place % 3 == 1:
            found.append(Became(cells, error=dice.choice(ERRORS)))
        elif place == 2 and unprocessed:
            found.append(Became(cells))
        else:
            found.append(Became(cells, id=cells.get("Id", new)))
    return one.operation, found


def states(db):
    return db.execute(
        "select key, state, new_id, problem, message from package_row order by key"
    ).fetchall()


def back_to(db, rows):
    """Put the states back as they were."""
    for key, *rest in rows:
        db.execute(
            "update package_row set state = ?, new_id = ?, problem = ?, message = ? where key = ?",
            [*rest, key],
        ).fetchall()


@pytest.mark.parametrize("layout", loaders.LAYOUTS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("file", FILES, ids=lambda one: one.name)
def test_the_outcome_is_the_same_as_with_the_key(db, file, layout):
    dice = random.Random(f"{file.name}{layout.__name__}")
    for number in (1, 2):
        packed(db, number, dice)
    before = states(db)
    operation, rows = became(db, dice.choice([1, 2]), file.name, dice)
    told = run(db, Results(tuple(loaders.data_loader(rows, operation, dice))), "anna")
    with_key = states(db)
    assert (told.done, told.failed, told.unclear, told.unknown) == (4, 2, (), 0)
    back_to(db, before)
    assert run(db, Results(tuple(layout(rows, operation, dice))), "anna") == told
    assert states(db) == with_key


def test_all_results_of_a_package_at_once_in_a_zip(db):
    """Of every file a job of the command line, with what nobody got to, beside what was sent."""
    dice = random.Random(4)
    packed(db, 1, dice)
    content, expected = io.BytesIO(), {}
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("sf/.done", "")
        archive.writestr("sf/run.log", "all done")
        for place, file in enumerate(FILES, 1):
            operation, rows = became(db, 1, file.name, dice, unprocessed=True)
            archive.writestr(f"sf/{place:02}-{file.name}.csv", "Id\n003A\n")
            for name, text in loaders.command_line(rows, operation, dice):
                archive.writestr(f"sf/{place:02}/{name}", text)
            for row in rows:
                problem = "locked" if row.error == ERRORS[0] else "duplicate_rule"
                problem = None if row.id else problem if row.error else "unprocessed"
                expected[row.cells[KEY]] = ("done" if row.id else "failed", problem)
    told = run(db, Results((("all.zip", content.getvalue()),)), "anna")
    assert {key: (state, problem) for key, state, _new, problem, _ in states(db)} == expected
    assert told.unclear == () and told.unknown == 0
    # What was sent, and the log.
    assert len(told.aside) == len(FILES) + 1


def sent(db, key, id, cells, state="sent", file="contacts", table="contact", operation="update"):
    """A row of a package, of the fields by their own names."""
    words = names.read(db)
    fields = {words.field(table, name): text for name, text in cells.items()}
    number, _, _ = key.partition("-")
    rows = [{"key": key, "file": file, "record_table": table, "record_id": id, "old": {},
             "operation": operation, "fields": cells, "cells": fields}]  # fmt: skip
    pack._keep(db, int(number), rows)
    db.execute("update package_row set state = ? where key = ?", [state, key]).fetchall()


def answer(head, *rows, name="success.csv"):
    return Results(((name, loaders.text(head, rows)),))


UPDATED = ["sf__Id", "sf__Created", "Id", "Title"]


def outcome(db, command):
    told = run(db, command, "anna")
    done = db.execute("select key from package_row where state = 'done' order by key").fetchall()
    return told, [key for (key,) in done]


def test_of_two_rows_the_one_on_its_way_is_meant_and_else_the_latest(db):
    for number, state in ((1, "failed"), (2, "sent"), (3, "withdrawn")):
        sent(db, f"{number}-05-00001", "003A", {"title": "Hoofd"}, state)
    command = answer(UPDATED, ["003A", "false", "003A", "Hoofd"])
    assert outcome(db, command)[1] == ["2-05-00001"]
    db.execute("update package_row set state = 'failed'")
    assert outcome(db, command)[1] == ["3-05-00001"]


def test_an_old_file_is_of_the_package_that_most_of_it_fits(db):
    sent(db, "1-05-00001", "003A", {"title": "Hoofd"}, "arrived")
    sent(db, "1-05-00002", "003B", {"title": "Hoofd"}, "arrived")
    sent(db, "2-05-00001", "003A", {"title": "Hoofd"})
    rows = [[id, "false", id, "Hoofd"] for id in ("003B", "003A")]
    told, done = outcome(db, answer(UPDATED, *rows))
    assert (done, told.done, told.new) == ([], 2, 0)


def test_several_rows_on_their_way_are_said_and_the_rest_is_read(db):
    sent(db, "1-05-00001", "003A", {"title": "Hoofd"})
    sent(db, "2-05-00001", "003A", {"title": "Hoofd"})
    sent(db, "2-05-00002", "003B", {"title": "Hoofd"})
    sent(db, "1-05-00002", "003C", {"title": "Hoofd"})
    rows = [[id, "false", id, "Hoofd"] for id in ("003A", "003B", "003C", "003D")]
    told, done = outcome(db, answer(UPDATED, *rows))
    assert done == ["1-05-00002", "2-05-00002"]
    assert [(one.file, one.line, one.keys) for one in told.unclear] == [
        ("success.csv", 2, ("1-05-00001", "2-05-00001"))
    ]
    assert told.unknown == 1


def test_where_nothing_but_doubt_is_found_nothing_is_written(db):
    for number in (1, 2):
        sent(db, f"{number}-05-00001", "003A", {"title": "Hoofd"})
    told, done = outcome(db, answer(UPDATED, ["003A", "false", "003A", "Hoofd"]))
    assert (done, len(told.unclear)) == ([], 1)
    assert db.execute("from change where command = 'results' and told is not null").fetchall() == []


def test_two_new_records_that_are_the_same_are_not_told_apart(db):
    for place in (1, 2):
        sent(db, f"1-04-{place:05}", f"kb-{place}-0", {"last_name": "Smit", "account_id": "001A"},
             file="contacts-new", operation="insert")  # fmt: skip
    head = ["sf__Id", "sf__Created", "LastName", "AccountId"]
    rows = [[id, "true", "Smit", "001A"] for id in ("003A", "003B")]
    told, done = outcome(db, answer(head, *rows))
    assert (done, [one.line for one in told.unclear]) == ([], [2, 3])


def test_the_name_of_a_file_says_which_of_two_it_is(db):
    sent(db, "1-02-00001", "003A", {"email": "a@x.example"}, file="contacts-usernames")
    sent(db, "1-05-00001", "003A", {"email": "a@x.example"})
    head = ["sf__Id", "sf__Created", "Id", "Email"]
    row = ["003A", "false", "003A", "a@x.example"]
    assert len(outcome(db, answer(head, row))[0].unclear) == 1
    named = answer(head, row, name="pakket/05-contacts-again.success.csv")
    assert outcome(db, named)[1] == ["1-05-00001"]
    assert outcome(db, answer(head, row, name="02-contacts-usernames.success.csv"))[1] == [
        "1-02-00001", "1-05-00001",
    ]  # fmt: skip


def test_other_values_are_of_another_load(db):
    """Somebody's own load of the same people is no answer to ours."""
    sent(db, "1-05-00001", "003A", {"title": "Hoofd"})
    with pytest.raises(Invalid, match="no package"):
        run(db, answer(UPDATED, ["003A", "false", "003A", "Baas"]), "anna")
    with pytest.raises(Invalid, match="no package"):
        run(db, answer([*UPDATED, "Fax"], ["003A", "false", "003A", "Hoofd", "1"]), "anna")
    with pytest.raises(Invalid, match="no package"):
        run(db, answer(["ID", "Title", "STATUS"], ["003A", "Hoofd", "Item Created"]), "anna")


def test_letters_that_came_back_broken_are_of_the_file_that_most_of_it_fits(db):
    for place, (id, title) in enumerate({"003A": "Hoofd", "003B": "Bé", "003C": "Baas"}.items()):
        sent(db, f"1-05-{place:05}", id, {"title": title})
    rows = [["003A", "false", "003A", "Hoofd"], ["003B", "false", "003B", "BÃ©"]]
    assert outcome(db, answer(UPDATED, *rows))[1] == ["1-05-00000", "1-05-00001"]


def test_columns_that_were_not_mapped_need_not_come_back(db):
    sent(db, "1-05-00001", "003A", {"title": "Hoofd", "phone": "030"})
    sent(db, "2-05-00001", "003A", {"title": "Hoofd"}, "failed")
    command = answer(UPDATED, ["003A", "false", "003A", "Hoofd"])
    assert outcome(db, command)[1] == ["2-05-00001"]  # all of it came back
    db.execute("delete from package_row where package_id = 2")
    assert outcome(db, command)[1] == ["1-05-00001"]


def test_what_inspector_is_still_doing_is_not_told(db):
    sent(db, "1-05-00001", "003A", {"title": "Hoofd"})
    head = ["_KAARTENBAK_KEY", "Id", "Title", "__Status", "__Id", "__Action", "__Errors"]
    row = ["1-05-00001", "003A", "Hoofd", "Processing", "", "", ""]
    assert run(db, answer(head, row), "anna").new == 0
    row[3:6] = ["Succeeded", "003A", "Updated"]
    assert outcome(db, answer(head, row))[1] == ["1-05-00001"]


def test_short_and_long_ids_are_one_and_values_are_as_each_tool_writes_them(db):
    long = names.eighteen("07k000000000AbC")
    values = {
        "active": True,
        "start_date": "2026-11-24",
        "account_id": names.eighteen("001" + "0" * 12),
    }
    sent(db, "1-07-00001", long, values, file="relations", table="relation")
    db.execute(
        """update package_row set cells = '{"IsActive": "true", "StartDate": "2026-11-24"}'"""
    )
    head = ["sf__Id", "sf__Created", "Id", "IsActive", "StartDate"]
    row = [long, "false", long[:15], "TRUE", "2026-11-24T00:00:00.000Z"]
    assert outcome(db, answer(head, row))[1] == ["1-07-00001"]
