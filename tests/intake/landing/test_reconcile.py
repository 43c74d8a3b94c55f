"""After the next load: steps that it shows are done, those that it contradicts open again, and
rows that were made here go where the export has them."""

from datetime import date

import pytest
from leaving import approves, board, leaves, returns, ticks, version
from office import relations, rows

from dq.commands.create import Create
from dq.commands.create import run as create
from dq.commands.end_relation import EndRelation
from dq.commands.end_relation import run as end_relation
from dq.commands.link import Link
from dq.commands.link import run as link
from dq.commands.move import Move
from dq.commands.move import run as move
from dq.commands.tick import Tick
from dq.commands.tick import run as tick
from dq.intake.landing import load, reconcile

LATER, EARLIER = date(2999, 5, 5), date(2026, 1, 1)
SUBJECTS = ("relation", "approval", "status", "login", "bc")
EVERYTHING = frozenset(SUBJECTS)
NOTHING = frozenset()
SIGNS = {True: "ja", False: "nee"}


def export(jan=EVERYTHING, eva=NOTHING):
    """The files of a week: what is on for Jan and Eva; what Eva never had is not in them."""
    on = {subject: SIGNS[subject in jan] for subject in SUBJECTS}
    eva_relation = "r2,1,eva,ja,nee\n" if "relation" in eva else ""
    eva_approval = "v2,p1,eva,Uren,ja\n" if "approval" in eva else ""
    status = "Actief" if "status" in jan else "Uit dienst"
    return {
        "accounts": "Id,Name\n1,Bouw\n2,Zorg\n",
        "contacts": "Id,AccountId,LastName,Email,Username,Status\n"
        f"jan,1,Jansen,jan@bouw.example,jan@bouw.example,{status}\n"
        "eva,2,Bos,eva@zorg.example,eva@zorg.example,Actief\n",
        "relations": "Id,AccountId,ContactId,IsActive,IsDirect\n"
        f"r1,1,jan,{on['relation']},ja\nr3,2,eva,ja,ja\n{eva_relation}",
        "users": "Id,Username,ContactId,Email,IsActive\n"
        f"u1,jan@bouw.example,jan,jan@bouw.example,{on['login']}\n",
        "projects": "Id,Name,AccountId,Status\np1,Brug,1,Actief\n",
        "approvals": "Id,ProjectId,ContactId,Kind,IsActive\n"
        f"v1,p1,jan,Uren,{on['approval']}\n{eva_approval}",
        "bc": "No,SalesforceId,Name,Email,Blocked\n"
        f"CT1,jan,Jansen,jan@bouw.example,{SIGNS['bc' not in jan]}\n",
    }


@pytest.fixture
def week(upload):
    """Load the export of a week; the number of the load."""

    def loaded(files, day=LATER, *, complete=True):
        batch = upload.read(**files)
        for sheet in batch.sheets:
            sheet.complete = complete
        return load.run(upload.db, load.Load(batch, day, sure=True), "test")

    loaded(export())
    return loaded


@pytest.fixture
def tile(db, week):
    """What the back office has to do, because Jan left and Eva took over."""
    return leaves(db, "jan", to=("eva",))


@pytest.fixture
def back(db, week, tile):
    """What the back office has to do, because Jan is there again."""
    ticks(db, tile)
    week(export(NOTHING, {"relation", "approval"}))
    return returns(db, "jan")


def step(db, tile, subject, person="jan"):
    """The step's id."""
    [(id,)] = db.execute(
        "select id from step where tile_id = ? and subject = ? and person_id = ?",
        [tile, subject, person],
    ).fetchall()
    return id


def found(db, id):
    """Whether it is done, by whom, and the loads that showed it, or the contrary."""
    return rows(db, "step", id, "done is not null", "done_by", "seen_load", "reopened_load")


def check(db, week, id, subject, files, done, ticked):
    """Load an export that shows the step done or not, and see what became of it."""
    if ticked:
        tick(db, Tick(id, version(db, id, "step")), "bo")
    number = week(files)
    by = "bo" if ticked and done else None
    seen, reopened = number if done else None, number if ticked and not done else None
    assert found(db, id) == (done, by, seen, reopened)


@pytest.mark.parametrize("ticked", [True, False], ids=["ticked", "unticked"])
@pytest.mark.parametrize("done", [True, False], ids=["done", "not_done"])
class TestTheFourCases:
    @pytest.mark.parametrize("subject", SUBJECTS)
    def test_off(self, db, week, tile, subject, done, ticked):
        files = export(EVERYTHING - {subject} if done else EVERYTHING)
        check(db, week, step(db, tile, subject), subject, files, done, ticked)

    @pytest.mark.parametrize("subject", SUBJECTS)
    def test_on(self, db, week, back, subject, done, ticked):
        files = export({subject} if done else NOTHING, {"relation", "approval"})
        check(db, week, step(db, back, subject), subject, files, done, ticked)

    @pytest.mark.parametrize("subject", ["relation", "approval"])
    def test_a_successor_on(self, db, week, tile, subject, done, ticked):
        files = export(EVERYTHING, {subject} if done else NOTHING)
        check(db, week, step(db, tile, subject, "eva"), subject, files, done, ticked)

    @pytest.mark.parametrize("subject", ["relation", "approval"])
    def test_a_successor_off(self, db, week, back, subject, done, ticked):
        files = export(NOTHING, EVERYTHING - {subject} if done else EVERYTHING)
        check(db, week, step(db, back, subject, "eva"), subject, files, done, ticked)

    @pytest.mark.parametrize(("subject", "file"), [("login", "users"), ("bc", "bc")])
    def test_what_is_gone_is_off(self, db, week, tile, subject, file, done, ticked):
        files = export()
        if done:
            files[file] = files[file].replace("u1,", "u9,").replace("CT1,", "CT9,")
        check(db, week, step(db, tile, subject), subject, files, done, ticked)


def steps_of(db, tile):
    return db.execute("from step where tile_id = ? order by place", [tile]).fetchall()


def test_a_part_contradicts_nothing(db, week, tile):
    ticks(db, tile)
    before = steps_of(db, tile)
    week(export(), complete=False)
    assert steps_of(db, tile) == before


def test_a_part_may_show_what_is_done(db, week, tile):
    number = week(export(NOTHING), complete=False)
    assert found(db, step(db, tile, "login")) == (True, None, number, None)


def test_what_was_ticked_after_the_export_is_not_contradicted(db, week, tile):
    ticks(db, tile)
    before = steps_of(db, tile)
    week(export(), EARLIER)
    assert steps_of(db, tile) == before


@pytest.mark.parametrize(
    ("subject", "file", "column"),
    [("status", "contacts", "Status"), ("login", "users", "IsActive"), ("bc", "bc", "Blocked")],
)
def test_a_file_without_the_column_says_nothing(db, week, tile, subject, file, column):
    ticks(db, tile)
    content = export()[file].replace(f",{column}", ",Onbekend")
    number = week({file: content})
    assert found(db, step(db, tile, subject)) == (True, "bo", None, None)
    week(export())
    assert found(db, step(db, tile, subject)) == (False, None, None, number + 1)


def test_an_object_that_is_not_in_the_upload_says_nothing(db, week, tile):
    ticks(db, tile)
    week({"accounts": export()["accounts"]})
    assert board(db) == [("jan", "leave", "done", 7, 7)]


def test_what_an_export_showed_once_was_done(db, week, tile):
    """That somebody is put on a project anew is no reason to open an old tile."""
    number = week(export(NOTHING, EVERYTHING))
    week(export(EVERYTHING, NOTHING))
    assert {found(db, id)[1:] for (id,) in db.execute("select id from step").fetchall()} == {
        (None, number, None)
    }


def test_a_tile_closes_opens_and_closes_by_itself(db, week, tile):
    assert board(db) == [("jan", "leave", "open", 7, 0)]
    week(export(EVERYTHING - {"status"}))
    assert board(db) == [("jan", "leave", "busy", 7, 1)]
    ticks(db, tile)
    assert board(db) == [("jan", "leave", "done", 7, 7)]
    number = week(export({"bc"}, EVERYTHING))
    assert board(db) == [("jan", "leave", "busy", 7, 6)]
    assert found(db, step(db, tile, "bc")) == (False, None, None, number)
    number = week(export(NOTHING, EVERYTHING))
    assert board(db) == [("jan", "leave", "done", 7, 7)]
    assert found(db, step(db, tile, "bc")) == (True, None, number, None)


def test_a_leaving_that_was_turned_back_is_not_contradicted(db, week, tile):
    ticks(db, tile)
    back = returns(db, "jan")
    ticks(db, back)
    week(export())
    assert board(db) == [("jan", "leave", "done", 7, 7), ("jan", "return", "done", 7, 7)]


def test_what_was_asked_and_then_the_contrary_is_done_where_the_last_is(db, week, tile):
    """Jan returned and left again before the back office had turned anything back."""
    ticks(db, tile)
    returns(db, "jan")
    leaves(db, "jan", to=("eva",))
    week(export(NOTHING, EVERYTHING))
    assert [line[2] for line in board(db)] == ["done", "done", "done"]


def test_a_card_that_was_made_here_is_left_alone(db, week):
    card = create(db, Create("1", "Smit", "Planner", "ans@bouw.example"), "vera")
    tile = leaves(db, "jan", to=(card,))
    hers = step(db, tile, "approval", card)
    tick(db, Tick(hers, version(db, hers, "step")), "bo")
    week(export())
    assert found(db, hers) == (True, "bo", None, None)


def test_rows_that_were_made_here_go_where_the_export_has_them(db, week, tile):
    [(mine,)] = db.execute("select id from approval where contact_id = 'eva'").fetchall()
    assert mine.startswith("kb-")
    week(export(NOTHING, EVERYTHING))
    assert db.execute("select id from approval where contact_id = 'eva'").fetchall() == [("v2",)]
    assert relations(db, "eva") == [("1", True, False), ("2", True, True)]
    assert rows(db, "relation", "r2", "active") == (True,)


def test_rows_that_were_made_here_stay_until_the_export_has_them(db, week, tile):
    week(export())
    assert approves(db, "eva") == [("p1", "hours")]
    assert relations(db, "eva") == [("1", True, False), ("2", True, True)]


def test_a_relation_that_ended_here_before_it_was_known_there_stays_ended(db, week):
    link(db, Link(("eva",), ("1",)), "vera")
    [(id, at)] = db.execute(
        "select id, version from relation where starts_with(id, 'kb-')"
    ).fetchall()
    end_relation(db, EndRelation(id, at, LATER), "vera")
    week(export(EVERYTHING, {"relation"}))
    assert relations(db, "eva") == [("1", False, False), ("2", True, True)]
    assert rows(db, "relation", "r2", "active", "end_date") == (False, LATER)
    week(export(EVERYTHING, {"relation"}), complete=False)
    assert rows(db, "relation", "r2", "active") == (False,)


def test_a_relation_that_was_taken_out_and_made_again_here_stays(db, week):
    """Salesforce has the old one still; in main only the new one is left."""
    move(db, Move("eva", version(db, "eva"), "1", False, LATER), "vera")
    link(db, Link(("eva",), ("2",)), "vera")
    week(export())
    assert relations(db, "eva") == [("1", True, True), ("2", True, False)]


def everything(db):
    names = db.execute(
        "select schema_name || '.' || table_name from duckdb_tables()"
        " where not temporary and table_name not in ('load', 'change', 'store_version')"
        " order by all"
    ).fetchall()
    return {name: db.execute(f"from {name} order by all").fetchall() for (name,) in names}


@pytest.mark.parametrize("ticked", [True, False])
def test_the_same_files_again_change_nothing(db, week, tile, ticked):
    if ticked:
        ticks(db, tile)
    files = export({"bc", "login"}, {"relation"})
    week(files)
    before = everything(db)
    week(files)
    assert everything(db) == before


def test_a_load_that_fails_at_the_end_changes_nothing(db, week, tile, monkeypatch):
    ticks(db, tile)
    before = everything(db)

    def broken(*_given):
        raise KeyboardInterrupt

    monkeypatch.setattr(reconcile, "_reopen", broken)
    with pytest.raises(KeyboardInterrupt):
        week(export({"bc"}, EVERYTHING))
    assert everything(db) == before
