"""Whoever takes over, or approves, and is removed is in nothing that is sent or done again."""

from datetime import date

import pytest
import traced

from dq.commands import create, forget, general, leave, merge, pack, settle, undo
from dq.domain import everybody, forgetting
from dq.errors import Invalid, NotFound
from dq.handover.package import archive
from dq.judging import judge
from dq.objects import OBJECTS
from dq.outgoing import difference, ready
from dq.settings import names
from dq.store import opening

LEAVER, TAKER, NEXT = (f"00300000000000{one}AAA" for one in "123")
CALLED = {LEAVER: "Bos", TAKER: "Vos", NEXT: "Das"}
DAY = date(2026, 11, 1)


def both(db, table, **row):
    for schema in ("main", "upstream"):
        traced.put(db, f"{schema}.{table}", row | {"version": 0})


@pytest.fixture
def db(tmp_path):
    """Three people of one company who log in; the first approves the hours of its project."""
    db = opening.connect(tmp_path / "store.duckdb")
    both(db, "account", id="001A", name="Bakker")
    both(db, "project", id="a01A", name="Loods", account_id="001A")
    for id, last in CALLED.items():
        mail = f"{last.lower()}@bakker.example"
        card = {"first_name": "Eva", "last_name": last, "email": mail, "username": mail}
        both(db, "contact", id=id, account_id="001A", status="active", **card)
        both(db, "portal_user", id=f"005{last}", contact_id=id, username=mail, active=True)
    both(db, "approval", id="a02A", project_id="a01A", contact_id=LEAVER, kind="hours")
    yield db
    opening.close(db)


def left(db, *successors):
    [(version,)] = db.execute("select version from contact where id = ?", [LEAVER]).fetchall()
    leave.run(db, leave.Leave({LEAVER: version}, DAY, DAY, successors), "anna")
    return last(db)


def last(db):
    return db.execute("select max(id) from change").fetchall()[0][0]


def removed(db, id=TAKER):
    forget.run(db, forget.Forget(id, f"Eva {CALLED[id]}"), "anna")


def sent(db):
    return str(difference.read(db, names.read(db)))


def found(db, check):
    judge.refresh(db)
    asked = "select record_id from finding where check_id = ?"
    return [id for (id,) in db.execute(asked, [check]).fetchall()]


def test_who_takes_over_and_is_removed_is_not_sent(db):
    left(db, TAKER, NEXT)
    assert TAKER in sent(db)
    removed(db)
    assert TAKER not in sent(db)


def takers(db):
    asked = "select successor_id, second_successor_id, takeover_date from contact where id = ?"
    return db.execute(asked, [LEAVER]).fetchall()[0]


@pytest.mark.parametrize(
    ("there", "chosen", "say"),
    [
        (None, (TAKER,), (None, None, None)),
        (NEXT, (TAKER,), (NEXT, None, None)),
        (None, (TAKER, NEXT), (NEXT, None, DAY)),
        (None, (NEXT, TAKER), (NEXT, None, DAY)),
        (NEXT, (TAKER, NEXT), (NEXT, None, DAY)),
    ],
)
def test_whoever_takes_over_beside_them_does_so_alone_else_who_the_export_names(
    db, there, chosen, say
):
    for schema in ("main", "upstream"):
        db.execute(f"update {schema}.contact set successor_id = ? where id = ?", [there, LEAVER])
    change = left(db, *chosen)
    removed(db)
    assert takers(db) == say
    assert TAKER not in sent(db)
    undo.run(db, undo.Undo(change), "anna")
    assert takers(db) == (there, None, None)


def test_the_leaving_goes_back_to_whom_the_export_names(db):
    for schema in ("main", "upstream"):
        db.execute(f"update {schema}.contact set successor_id = ? where id = ?", [TAKER, LEAVER])
    change = left(db, NEXT)
    removed(db)
    undo.run(db, undo.Undo(change), "anna")
    assert takers(db) == (TAKER, None, None)  # as the export says, so nothing of it is sent
    assert TAKER not in sent(db)


def test_nothing_ends_before_somebody_else_was_chosen(db):
    left(db, TAKER)
    removed(db)
    found = ready.read(db)
    ending = [(one.table, one.id) for one in found.later]
    assert ("approval", "a02A") in ending and ("contact", LEAVER) in ending
    assert "a02A" not in str(found.parts)


@pytest.mark.parametrize("theirs", [False, True])
def test_a_package_of_before_names_them_nowhere(db, theirs):
    for schema in ("main", "upstream") if theirs else ():
        db.execute(f"update {schema}.contact set successor_id = ? where id = ?", [TAKER, LEAVER])
    left(db, NEXT if theirs else TAKER)
    pack.run(db, pack.Pack(), "anna")
    removed(db)
    there, back = archive.files(db, 1)
    assert TAKER not in str([there, back])
    rows = db.execute("select old, fields, cells from package_row where record_id = ?", [LEAVER])
    assert TAKER not in str(rows.fetchall())


@pytest.mark.parametrize(("takers", "again"), [((TAKER,), True), ((TAKER, NEXT), False)])
def test_somebody_has_to_take_over_again_where_nobody_else_does(db, takers, again):
    left(db, *takers)
    assert found(db, "leaver_without_successor") == []
    removed(db)
    assert found(db, "leaver_without_successor") == ([LEAVER] if again else [])


def test_the_leaving_can_be_taken_back_and_not_done_again(db):
    change = left(db, TAKER)
    removed(db)
    undo.run(db, undo.Undo(change), "anna")
    [(status,)] = db.execute("select status from contact where id = ?", [LEAVER]).fetchall()
    assert status == "active"
    with pytest.raises(Invalid, match="removed"):
        undo.run(db, undo.Undo(last(db)), "anna")
    assert TAKER not in sent(db)


@pytest.mark.parametrize("takers", [(TAKER,), (NEXT, TAKER)])
def test_no_change_is_taken_back_to_somebody_who_was_removed(db, takers):
    left(db, *takers)
    change = left(db, NEXT)
    removed(db)
    with pytest.raises(Invalid, match="removed"):
        undo.run(db, undo.Undo(change), "anna")
    assert TAKER not in sent(db)


def test_what_names_a_taker_is_known():
    known = {forgetting.FIRST, forgetting.SECOND}
    of = OBJECTS["contact"].references
    assert known == {field for field, kind in of.items() if kind == "contact"}


def test_a_merge_that_was_taken_back_is_not_made_again_with_who_was_removed(db):
    db.execute("update contact set title = 'Planner' where id = ?", [TAKER])
    merge.run(db, merge.Merge("contact", LEAVER, 0, {TAKER: 0}, {"title": TAKER}), "anna")
    undo.run(db, undo.Undo(last(db)), "anna")
    removed(db)
    with pytest.raises(Invalid, match="removed"):
        undo.run(db, undo.Undo(last(db) - 1), "anna")
    assert db.execute("select title from contact where id = ?", [LEAVER]).fetchall() == [(None,)]


def on_the_general_card(db):
    """The approval of who leaves goes to a mailbox; the change."""
    general.run(db, general.General("001A", "planning@bakker.example", None, {}, ("a02A",)), "anna")
    return last(db)


def approves(db):
    [(id,)] = db.execute("select contact_id from main.approval where id = 'a02A'").fetchall()
    return id


def clash(db, table, id, field, theirs, ours):
    values = [f"{table}:{id}:{field}", table, id, field, None, f'"{theirs}"', f'"{ours}"', 1, 0]
    db.execute("insert into clash values (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    db.execute(f"update upstream.{table} set {field} = ? where id = ?", [theirs, id])
    return values[0]


def test_a_row_that_stayed_does_not_go_back_to_them(db):
    change = on_the_general_card(db)
    removed(db, LEAVER)
    taker = approves(db)
    with pytest.raises(Invalid, match="removed"):
        undo.run(db, undo.Undo(change), "anna")
    assert approves(db) == taker != LEAVER


def test_without_a_removal_it_does(db):
    undo.run(db, undo.Undo(on_the_general_card(db)), "anna")
    assert approves(db) == LEAVER


def test_rows_of_theirs_are_in_no_file_of_a_package_of_before(db):
    made = create.run(
        db, create.Create("001A", "Quiltman", "Chef", "q@bakker.example", first_name="Ger"), "anna"
    )
    create.run(
        db, create.Create("001A", "Oosterhak", "Chef", "o@bakker.example", first_name="Bo"), "anna"
    )
    left(db, TAKER)
    pack.run(db, pack.Pack(), "anna")
    before = {one.path: len(one.rows) for one in archive.files(db, 1)[0]}
    forget.run(db, forget.Forget(made, everybody.of(db, made).name), "anna")
    removed(db, LEAVER)
    there, back = archive.files(db, 1)
    assert before["04-contacts-new.csv"] == 2
    assert [len(one.rows) for one in there if one.path == "04-contacts-new.csv"] == [1]
    assert all(any(row[1:]) for one in there for row in one.rows)
    assert LEAVER not in str([one.rows for one in (*there, *back)])


def test_the_way_back_of_a_package_of_after_does_not_name_them(db):
    for schema in ("main", "upstream"):
        db.execute(f"delete from {schema}.approval")
        db.execute(f"update {schema}.contact set successor_id = ? where id = ?", [TAKER, LEAVER])
    left(db, NEXT)
    removed(db)
    pack.run(db, pack.Pack(), "anna")
    there, back = archive.files(db, 1)
    assert NEXT in str([one.rows for one in there])
    assert TAKER not in str([one.rows for one in (*there, *back)])


@pytest.mark.parametrize("choice", ["theirs", "ours"])
def test_nothing_is_to_be_chosen_that_names_them(db, choice):
    on_the_general_card(db)
    approval = clash(db, "approval", "a02A", "contact_id", TAKER, approves(db))
    left(db, NEXT)
    successor = clash(db, "contact", LEAVER, "successor_id", TAKER, NEXT)
    removed(db)
    for one in (approval, successor):
        with pytest.raises(NotFound):
            settle.run(db, settle.Settle((one,), choice), "anna")
    assert takers(db)[0] == NEXT
    assert approves(db) not in (TAKER, None)
