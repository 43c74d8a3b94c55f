"""Results: rows are done or failed, and what was made here is known by its id everywhere."""

from datetime import date

import office as small
import pytest

from dq.commands import create, decide, edit, leave, link, pack, undo
from dq.commands.results import Results, Told, run
from dq.errors import Invalid
from dq.handover.package import archive
from dq.judging.resident import changed
from dq.outgoing import ready, refused
from dq.store import door

ID = "003000000000009AAA"
DAY = date(2026, 11, 24)


def success(key, id=ID):
    text = f'"ID","KAARTENBAK_KEY","STATUS"\r\n"{id}","{key}","Item Created"\r\n'
    return ("success.csv", text.encode())


def failure(key, error):
    return ("error.csv", f'"KAARTENBAK_KEY","ERROR"\r\n"{key}","{error}"\r\n'.encode())


def states(db):
    return db.execute("select key, state, problem from package_row order by key").fetchall()


@pytest.fixture
def new(office):
    """A card made here, with what names it, packed."""
    id = create.run(
        office,
        create.Create("a1", "Smit", "Planner", "smit@bouw.nl", lookalikes=("jan",), reason="zus"),
        "anna",
    )
    link.run(office, link.Link((id,), ("a3",)), "anna")
    decide.run(office, decide.Decide("contact", id, "eva", same=False), "anna")
    version = small.rows(office, "contact", "mia", "version")[0]
    leave.run(office, leave.Leave({"mia": version}, DAY, DAY, (id,)), "anna")
    pack.run(office, pack.Pack(), "anna")
    return id


def test_a_new_card_gets_its_id_wherever_it_is_named(office, new):
    assert run(office, Results((success("1-04-00001"),)), "anna") == Told(1, 0, 1, 0)
    tables = office.execute(
        "select table_name from duckdb_tables() where schema_name = 'main'"
    ).fetchall()
    for (table,) in tables:
        named = office.execute(
            f"select count(*) from main.{table} as one where contains(one::varchar, ?)", [new]
        ).fetchall()
        # The change itself tells of the key before.
        assert named == [(1 if table == "change" else 0,)], table
    assert small.rows(office, "contact", ID, "last_name", "account_id") == ("Smit", "a1")
    assert small.rows(office, "contact", "mia", "successor_id") == (ID,)
    assert office.execute("select id, left_id, right_id from decision order by id").fetchall() == [
        (f"contact:{ID}:eva", ID, "eva"), (f"contact:{ID}:jan", ID, "jan"),
    ]  # fmt: skip


def test_what_waited_for_the_id_can_go_then(office, new):
    assert ready.read(office).later
    run(office, Results((success("1-04-00001"),)), "anna")
    found = ready.read(office)
    assert not found.later
    assert {part.file.name for part in found.parts} >= {"relations-new", "contacts-status"}


def test_the_memory_of_a_server_hears_of_both_keys(office, new):
    [(last,)] = office.execute("select max(id) from change").fetchall()
    run(office, Results((success("1-04-00001"),)), "anna")
    assert changed(office, (0, last)) == {new, ID}


def test_a_failure_is_kept_with_its_words_and_packed_again(office):
    version = small.rows(office, "contact", "jan", "version")[0]
    edit.run(office, edit.Edit("jan", version, {"title": "Hoofd"}), "anna")
    pack.run(office, pack.Pack(), "anna")
    told = run(office, Results((failure("1-05-00001", "UNABLE_TO_LOCK_ROW"),)), "anna")
    assert told == Told(0, 1, 1, 0)
    assert states(office) == [("1-05-00001", "failed", "locked")]
    assert ready.read(office).rows == 1
    [row] = refused.read(office, ready.read(office))
    assert (row.key, row.name, row.unchanged) == ("1-05-00001", "Jan Jansen", True)
    [again] = archive.again(office, 1, [row.key])
    assert (again.path, again.columns) == (
        "05-contacts-again.csv", ["KAARTENBAK_KEY", "Id", "Title"],
    )  # fmt: skip
    assert again.rows == [["1-05-00001", "jan", "Hoofd"]]
    run(office, Results((success("1-05-00001", "jan"),)), "anna")
    assert states(office) == [("1-05-00001", "done", None)]


def test_what_was_refused_is_to_go_until_something_else_settles_it(office):
    """With another value it goes only with the next package; taken back it does not go at all."""

    def title(value):
        small.change(office, "jan", title=value)

    def left():
        return [(one.number, one.unchanged) for one in refused.read(office, ready.read(office))]

    title("Hoofd")
    pack.run(office, pack.Pack(), "anna")
    run(office, Results((failure("1-05-00001", "UNABLE_TO_LOCK_ROW"),)), "anna")
    assert left() == [(1, True)]
    title("Baas")
    assert left() == [(1, False)]
    pack.run(office, pack.Pack(), "anna")
    assert left() == []
    run(office, Results((failure("2-05-00001", "UNABLE_TO_LOCK_ROW"),)), "anna")
    assert left() == [(2, True)]
    title("Uitvoerder")  # as Salesforce has it
    assert left() == []


def test_an_old_error_file_takes_nothing_back(office, new):
    run(office, Results((success("1-04-00001"),)), "anna")
    told = run(office, Results((failure("1-04-00001", "locked"), success("1-04-00001"))), "anna")
    assert (told.new, told.done) == (0, 1)


def test_rows_of_nobody_are_refused(office):
    with small.refused(office, Invalid, "no package"):
        run(office, Results((success("7-01-00001"),)), "anna")


def test_changes_of_before_can_be_undone_but_not_the_making(office, new):
    run(office, Results((success("1-04-00001"),)), "anna")
    ids = dict(office.execute("select command, id from change order by id").fetchall())
    with small.refused(office, Invalid, "in Salesforce by now"):
        undo.run(office, undo.Undo(ids["create"]), "anna")
    undo.run(office, undo.Undo(ids["leave"]), "anna")
    undo.run(office, undo.Undo(ids["decide"]), "anna")
    assert small.rows(office, "contact", "mia", "status", "successor_id") == (None, None)
    assert office.execute("select id from decision").fetchall() == [(f"contact:{ID}:jan",)]


def test_a_card_on_its_way_is_not_unmade(office, new):
    [(made,)] = office.execute("select id from change where command = 'create'").fetchall()
    with small.refused(office, Invalid, "on its way"):
        undo.run(office, undo.Undo(made), "anna")


def test_the_log_says_what_came(office, new):
    with door.listening() as changes:
        run(office, Results((success("1-04-00001"),)), "anna")
    assert small.last(office)[0][1:3] == ("anna", "results")
    assert changes == []  # there is no row to put back
