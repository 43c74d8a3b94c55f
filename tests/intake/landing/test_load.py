"""What a load writes: upstream as exported, main where the team has not edited it."""

import json
import threading
from datetime import date

import pytest

from dq import intake
from dq.commands import restore
from dq.errors import Invalid
from dq.intake.landing import load
from dq.store import copies, opening

TABLES = ("account", "contact", "relation", "portal_user", "project", "approval", "bc_contact")
FIRST = "Id,LastName,Email,Title\n1,Bakker,a@x.example,Planner\n2,Smit,b@x.example,Inkoper\n"


def everything(db):
    """All that a load may touch, the log of loads and changes left out."""
    return {
        f"{schema}.{table}": db.execute(f"select * from {schema}.{table} order by all").fetchall()
        for schema in ("upstream", "main")
        for table in TABLES
    }


def log(db):
    return db.execute(
        "select (select count(*) from load), (select count(*) from change),"
        " (select count(*) from mapping)"
    ).fetchall()


def changes(db):
    """The ids of all changes, loads among them, oldest first."""
    return [id for (id,) in db.execute("select id from change order by id").fetchall()]


def test_rows_land_in_both(upload):
    upload.load(contacts=FIRST)
    [load_id] = changes(upload.db)

    assert upload.rows("upstream.contact", "id", "last_name") == [("1", "Bakker"), ("2", "Smit")]
    assert upload.rows("main.contact", "id", "last_name", "version") == [
        ("1", "Bakker", load_id),
        ("2", "Smit", load_id),
    ]


def test_the_same_file_twice_changes_nothing(upload, golden):
    name = "report_dutch_cp1252.csv"
    upload.load(contacts=(golden / name).read_bytes())
    before = everything(upload.db)

    [sheet] = upload.load(contacts=(golden / name).read_bytes()).sheets

    assert everything(upload.db) == before
    assert (sheet.counts.new, sheet.counts.changed, sheet.counts.gone) == (0, 0, 0)


def test_a_change_reaches_both_and_has_the_version_of_its_load(upload):
    upload.load(contacts=FIRST)

    upload.load(contacts=FIRST.replace("Planner", "Hoofd"))

    assert upload.rows("upstream.contact", "title") == [("Hoofd",), ("Inkoper",)]
    first, second = changes(upload.db)
    assert upload.rows("main.contact", "title", "version") == [
        ("Hoofd", second),
        ("Inkoper", first),
    ]


def test_a_field_that_the_team_edited_stays(upload):
    upload.load(contacts=FIRST)
    upload.db.execute("update main.contact set title = 'Chef', version = 2 where id = '1'")

    upload.load(contacts=FIRST.replace("Planner", "Hoofd").replace("Bakker", "Bakkers"))

    assert upload.rows("upstream.contact", "title", "last_name")[0] == ("Hoofd", "Bakkers")
    newest = changes(upload.db)[-1]
    assert upload.rows("main.contact", "title", "last_name", "version")[0] == (
        "Chef",
        "Bakkers",
        newest,
    )


def test_an_edit_that_arrived_upstream_is_no_change(upload):
    upload.load(contacts=FIRST)
    upload.db.execute("update main.contact set title = 'Hoofd', version = 2 where id = '1'")

    upload.load(contacts=FIRST.replace("Planner", "Hoofd"))

    assert upload.rows("main.contact", "title", "version")[0] == ("Hoofd", 2)


def test_a_field_that_the_team_emptied_stays_empty(upload):
    upload.load(contacts=FIRST)
    upload.db.execute("update main.contact set title = null where id = '1'")

    upload.load(contacts=FIRST.replace("Planner", "Hoofd"))

    assert upload.rows("main.contact", "title")[0] == (None,)


def test_a_record_made_in_main_stays(upload):
    upload.load(contacts=FIRST)
    upload.db.execute("insert into main.contact (id, last_name, version) values ('new', 'Vos', 1)")

    upload.load(contacts=FIRST + "3,Mulder,c@x.example,\n")

    assert [row[0] for row in upload.rows("main.contact", "id")] == ["1", "2", "3", "new"]


def test_a_record_that_the_team_removed_stays_away(upload):
    upload.load(contacts=FIRST)
    upload.db.execute("delete from main.contact where id = '1'")

    upload.load(contacts=FIRST.replace("Planner", "Hoofd"))

    assert upload.rows("main.contact", "id") == [("2",)]
    assert upload.rows("upstream.contact", "title")[0] == ("Hoofd",)


def test_a_record_that_main_has_already_is_not_added_again(upload):
    upload.db.execute(
        "insert into main.contact (id, last_name, version) values ('1', 'Bakker-Vos', 1)"
    )

    upload.load(contacts=FIRST)

    assert upload.rows("main.contact", "id", "last_name", "title") == [
        ("1", "Bakker-Vos", "Planner"),
        ("2", "Smit", "Inkoper"),
    ]


def test_what_is_gone_disappears_unless_it_was_edited(upload):
    upload.load(contacts=FIRST + "3,Mulder,c@x.example,\n")
    upload.db.execute("update main.contact set title = 'Chef' where id = '2'")

    upload.load(contacts="Id,LastName\n3,Mulder\n")

    assert upload.rows("upstream.contact", "id") == [("3",)]
    assert upload.rows("main.contact", "id", "title") == [("2", "Chef"), ("3", None)]


def test_a_part_makes_nothing_disappear(upload):
    upload.load(contacts=FIRST)
    batch = upload.read(contacts="Id,LastName\n3,Mulder\n")
    batch.sheets[0].complete = False

    upload.carry_out(batch)

    assert upload.rows("main.contact", "id") == [("1",), ("2",), ("3",)]
    [(files,)] = upload.db.execute("select files from load order by id desc limit 1").fetchall()
    assert json.loads(files)[0]["gone"] == 0


def test_missing_columns_keep_what_is_known(upload):
    upload.load(contacts=FIRST)

    upload.load(contacts="Id,LastName\n1,Bakkers\n2,Smit\n")

    assert upload.rows("main.contact", "last_name", "email", "title")[0] == (
        "Bakkers",
        "a@x.example",
        "Planner",
    )


def test_a_rejected_row_keeps_its_old_record(upload):
    upload.load(users="Id,Username,IsActive\n1,a@x.example,ja\n2,b@x.example,ja\n")

    upload.load(users="Id,Username,IsActive\n1,z@x.example,ja,over\n2,b@x.example,nee\n")

    assert upload.rows("main.portal_user", "username", "active") == [
        ("a@x.example", True),
        ("b@x.example", False),
    ]


def test_a_load_is_written_down_with_its_counts(upload):
    upload.load(contacts=FIRST)
    batch = upload.read(contacts=FIRST.replace("Smit", "Smid"), foto="Kleur,Maat\nrood,M\n")

    number = load.run(upload.db, load.Load(batch, date(2026, 11, 20)), "noor")

    row = upload.db.execute(
        "select id, exported, actor, files from load order by id desc limit 1"
    ).fetchall()[0]
    assert (number, row[:3]) == (2, (2, date(2026, 11, 20), "noor"))
    assert json.loads(row[3]) == [
        {
            "name": "contacts.csv",
            "object": "contact",
            "fields": ["last_name", "email", "title"],
            "headers": {"last_name": "LastName", "email": "Email", "title": "Title"},
            "codes": {},
            "new": 0,
            "changed": 1,
            "unchanged": 1,
            "gone": 0,
            "rejected": 0,
            "deleted": 0,
        }
    ]


@pytest.mark.parametrize(
    "files",
    [{}, {"foto": b"\x89PNG\0\0"}, {"kleuren": "Kleur,Maat\nrood,M\n"}, {"leeg": ""}],
    ids=["no_files", "refused", "unknown", "empty"],
)
def test_a_batch_without_anything_to_load_is_refused_and_changes_nothing(upload, files):
    upload.load(contacts=FIRST)
    before, logged = everything(upload.db), log(upload.db)
    batch = upload.read(**files)

    with pytest.raises(Invalid):
        upload.carry_out(batch)

    assert (everything(upload.db), log(upload.db)) == (before, logged)


def test_a_failure_half_way_changes_nothing(upload):
    upload.load(contacts=FIRST)
    before, logged = everything(upload.db), log(upload.db)
    batch = upload.read(contacts="Id,LastName\n1,X\n", accounts="Id,Name\n1,Abel\n")

    def break_off(fraction, message, **values):
        if values.get("object") == "account":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load.run(upload.db, load.Load(batch, date(2026, 11, 23)), "test", break_off)

    assert (everything(upload.db), log(upload.db)) == (before, logged)


def test_a_load_by_another_session_in_between_is_taken_into_account(upload):
    upload.load(contacts=FIRST)
    batch = upload.read(contacts=FIRST.replace("Planner", "Hoofd"))
    other = type(upload)(upload.db.cursor(), upload.folder)
    other.load(contacts=FIRST.replace("Planner", "Hoofd") + "3,Mulder,c@x.example,\n")

    upload.carry_out(batch)

    first, second, _third = changes(upload.db)
    assert batch.sheets[0].counts == intake.Counts(unchanged=2, gone=1)
    assert upload.rows("main.contact", "id", "version") == [("1", second), ("2", first)]


def test_of_two_loads_at_once_the_second_waits_and_compares_again(upload):
    other = type(upload)(upload.db.cursor(), upload.folder)
    mine, theirs = upload.read(contacts=FIRST), other.read(contacts=FIRST)
    waiting = threading.Thread(target=other.carry_out, args=(theirs,))

    def meanwhile(fraction, message, **values):
        if fraction == 0:
            waiting.start()

    load.run(upload.db, load.Load(mine, date(2026, 11, 23)), "test", meanwhile)
    waiting.join()

    first, _second = changes(upload.db)
    assert theirs.sheets[0].counts == intake.Counts(unchanged=2)
    assert upload.rows("upstream.contact", "id") == [("1",), ("2",)]
    assert upload.rows("main.contact", "id", "version") == [("1", first), ("2", first)]


def test_progress_goes_from_nothing_to_all(upload, tmp_path):
    told = []
    path = tmp_path / "contacts.csv"
    path.write_text(FIRST)

    def progress(fraction, message, **values):
        told.append((fraction, message.format(**values)))

    batch = intake.read(upload.db, [("contacts.csv", path)], progress)
    load.run(upload.db, load.Load(batch, date(2026, 11, 23)), "test", progress)

    assert told == [
        (0.0, "Reading contacts.csv"),
        (0.6, "Comparing contact"),
        (1.0, "Read"),
        (0.0, "Writing contact"),
        (1.0, "Loaded"),
    ]


def test_every_object_is_loaded(upload):
    upload.load(
        a="Id,Name,ParentId,Type,KvKNumber__c,Eigenaar account\n1,Abel,,Klant,12345678,Jan\n",
        b="Id,AccountId,LastName\n2,1,Bakker\n",
        c="Id,AccountId,ContactId,Roles,IsActive,IsDirect,StartDate\n3,1,2,Rol,ja,nee,1-1-2026\n",
        d="Id,Username,ContactId,Email,IsActive\n4,a@x.example,2,a@x.example,waar\n",
        e="Id,Name,AccountId,Status,StartDate,EndDate\n5,Nacht,1,Afgerond,2026-01-01,\n",
        f="Id,ProjectId,ContactId,Kind,IsActive\n6,5,2,Facturen,1\n",
        g="No,SalesforceId,Name,Email,CompanyNo,Blocked\nCT7,2,Bakker,a@x.example,10.,nee\n",
    )

    assert upload.rows("main.account", "name", "type", "kvk_number", "owner") == [
        ("Abel", "Klant", "12345678", "Jan")
    ]
    assert upload.rows("main.relation", "roles", "active", "direct", "start_date") == [
        ("Rol", True, False, date(2026, 1, 1))
    ]
    assert upload.rows("main.portal_user", "contact_id", "active") == [("2", True)]
    assert upload.rows("main.project", "status", "end_date") == [("closed", None)]
    assert upload.rows("main.approval", "kind", "active") == [("invoice", True)]
    assert upload.rows("main.bc_contact", "id", "company_number", "blocked") == [
        ("CT7", "10", False)
    ]


def test_a_load_after_which_another_was_taken_back_is_compared_again(upload, tmp_path):
    """The number of the load is the same again; what it holds is not."""
    with opening.connect(tmp_path / "store.duckdb") as db:
        upload = type(upload)(db, tmp_path)
        upload.load(contacts=FIRST)
        upload.load(contacts=FIRST.replace("Planner", "Hoofd"))
        batch = upload.read(contacts=FIRST.replace("Planner", "Hoofd"))
        assert batch.sheets[0].counts.unchanged == 2
        restore.run(db, restore.Restore(copies.of(db)[0].path), "vera")
        other = type(upload)(db.cursor(), tmp_path)
        other.load(contacts=FIRST.replace("Planner", "Chef"))
        other.db.close()

        upload.carry_out(batch)

        assert batch.sheets[0].counts.changed == 1
        assert upload.rows("main.contact", "title") == [("Hoofd",), ("Inkoper",)]


def test_what_becomes_doubtful_while_the_user_looks_is_asked_again(upload):
    many = "Id,LastName,Email\n" + "".join(f"{n},Bos{n},b{n}@x.example\n" for n in range(40))
    upload.load(contacts=many)
    batch = upload.read(contacts=many)
    more = "".join(f"{n},Bos{n},b{n}@x.example\n" for n in range(40, 80))
    other = type(upload)(upload.db.cursor(), upload.folder)
    other.load(contacts=many + more)

    with pytest.raises(Invalid, match="40 of the 80"):
        load.run(upload.db, load.Load(batch, date(2026, 11, 23), sure=True), "test")
    assert len(upload.rows("main.contact", "id")) == 80


def dated(day):
    return "Id,LastName,Email,LastModifiedDate\n" + "".join(
        f"{n},Bos,{n}-{day}@x.example,2026-01-{day:02d}T09:00:00Z\n" for n in range(9)
    )


def test_what_is_older_than_another_load_in_between_is_asked_again(upload):
    upload.load(contacts=dated(1))
    batch = upload.read(contacts=dated(8))
    other = type(upload)(upload.db.cursor(), upload.folder)
    other.load(contacts=dated(15))

    with pytest.raises(Invalid, match="older than what is loaded"):
        load.run(upload.db, load.Load(batch, date(2026, 11, 23), sure=True), "test")
    assert {email[-12:] for (email,) in upload.rows("main.contact", "email")} == {"15@x.example"}


def test_a_yes_to_some_is_no_yes_to_more(upload):
    many = "Id,LastName,Email\n" + "".join(f"{n},Bos{n},b{n}@x.example\n" for n in range(100))
    upload.load(contacts=many)
    batch = upload.read(contacts="\n".join(many.splitlines()[:81]) + "\n")
    more = "".join(f"{n},Bos{n},b{n}@x.example\n" for n in range(100, 110))
    other = type(upload)(upload.db.cursor(), upload.folder)
    other.load(contacts=many + more)

    with pytest.raises(Invalid, match="30 of the 110"):
        load.run(upload.db, load.Load(batch, date(2026, 11, 23), sure=True), "test")
