"""Merge: what named the others names the one that stays; all of it, or nothing; and back."""

from datetime import date

import company
import pytest
from office import last, refused, relations, rows, state

from dq.commands import decide, leave, undo
from dq.commands.edit import Edit
from dq.commands.edit import run as edit
from dq.commands.merge import Merge, run, run_all
from dq.errors import Conflict, Invalid, NotFound
from dq.outgoing import ready
from dq.queries.review import merging, staying
from dq.store import door

DAY = date(2026, 11, 24)


@pytest.fixture
def office(office):
    """Piet and Mia are one person here; Mia has a record in Business Central too."""
    company.insert(office, "bc_contact", [{"id": "CT1", "salesforce_id": "mia", "name": "Mia Kok"}])
    return office


def merge(db, survivor="piet", losers=("mia",), values=None, *, version=1, actor="vera"):
    given = dict.fromkeys(losers, 1)
    run(db, Merge("contact", survivor, version, given, values or {}), actor)


def test_who_goes_is_gone_and_remembered(office):
    merge(office)
    assert rows(office, "contact", "mia", "id") is None
    assert rows(office, "merged", "mia", "record_kind", "survivor_id") == ("contact", "piet")


def test_chosen_values_go_along_and_the_username_follows(office):
    merge(office, values={"title": "Hoofd inkoop", "email": "mia@zorg.nl"})
    assert rows(office, "contact", "piet", "title", "email", "username") == (
        "Hoofd inkoop",
        "mia@zorg.nl",
        "mia@zorg.nl",
    )


def test_the_portal_user_follows_the_address_that_is_chosen(office):
    merge(office, "jan", ("eva",), {"email": "eva@bouw.nl"})
    assert rows(office, "contact", "jan", "username") == ("eva@bouw.nl",)
    assert rows(office, "portal_user", "u1", "username", "email") == ("eva@bouw.nl", "eva@bouw.nl")


def test_the_username_of_a_portal_user_that_is_switched_off_is_not_taken_over(office):
    company.insert(
        office, "portal_user", [{"id": "u2", "username": "eva@bouw.nl", "contact_id": "eva"}]
    )
    with refused(office, Invalid, "another portal user of this card"):
        merge(office, "jan", ("eva",), {"email": "eva@bouw.nl"})


def test_the_username_of_who_goes_can_be_taken_over(office):
    office.execute("update contact set username = 'mia@zorg.nl' where id = 'mia'")
    merge(office, values={"email": "mia@zorg.nl"})
    assert rows(office, "contact", "piet", "username") == ("mia@zorg.nl",)


def test_approvals_move_and_what_both_approve_stays_once(office):
    merge(office)
    assert rows(office, "approval", "v2", "contact_id", "active") == ("piet", False)
    merge(office, "eva", ("piet",))
    assert rows(office, "approval", "v1", "contact_id", "active") == ("eva", True)


def test_a_relation_that_both_have_stays_once(office):
    for schema in ("main", "upstream"):
        office.execute(f"delete from {schema}.portal_user")
    merge(office, "eva", ("jan",))
    # Eva's ended relation with a3 is open again: Jan's, which goes, was active.
    assert relations(office, "eva") == [
        ("a1", True, False),
        ("a2", True, True),
        ("a3", True, False),
    ]
    assert rows(office, "relation", "r5", "id") is None
    assert rows(office, "relation", "r6", "active", "end_date") == (True, None)


@pytest.mark.parametrize(("survivor", "loser"), [("piet", "mia"), ("mia", "piet")])
@pytest.mark.parametrize(
    ("stays", "goes", "role"),
    [
        ("Decider", None, "Decider"),
        ("Decider", "Evaluator", "Decider"),
        (None, "Evaluator", "Evaluator"),
    ],
)
def test_of_two_relations_with_one_account_the_role_of_who_stays_counts(
    office, survivor, loser, stays, goes, role
):
    mine = {"id": "r7", "contact_id": "mia", "account_id": "a3", "active": True, "direct": True}
    company.insert(office, "relation", [mine])
    for schema in ("main", "upstream"):
        for id, roles in ((survivor, stays), (loser, goes)):
            said = f"update {schema}.relation set roles = ? where contact_id = ? and direct"
            office.execute(said, [roles, id])
    merge(office, survivor, (loser,))
    [(id, found)] = office.execute(
        "select id, roles from relation where contact_id = ? and account_id = 'a3'", [survivor]
    ).fetchall()
    assert (id, found) == ({"piet": "r3", "mia": "r7"}[survivor], role)
    sent = [part for part in ready.read(office).parts if part.file.name == "relations"]
    assert len(sent) == (role != stays)


def test_business_central_and_successions_name_who_stays(office):
    office.execute("update contact set username = 'mia@zorg.nl' where id = 'mia'")
    leave.run(office, leave.Leave({"jan": 1}, DAY, DAY, ("mia",)), "vera")
    given = {"mia": rows(office, "contact", "mia", "version")[0]}
    run(office, Merge("contact", "piet", 1, given), "vera")
    assert rows(office, "contact", "jan", "successor_id") == ("piet",)
    assert office.execute("select successor_id from succession").fetchall() == [("piet",)]
    assert rows(office, "bc_contact", "CT1", "salesforce_id") == ("piet",)
    assert office.execute("select count(*) from step where person_id = 'mia'").fetchall() == [(0,)]


def test_a_successor_of_oneself_is_none(office):
    office.execute("update contact set successor_id = 'mia' where id = 'piet'")
    merge(office)
    assert rows(office, "contact", "piet", "successor_id") == (None,)


def test_who_logs_in_must_stay(office):
    with refused(office, Invalid, "Jan Jansen logs in"):
        merge(office, "eva", ("jan",))


def test_who_still_logs_in_in_salesforce_must_stay_too(office):
    office.execute("update main.portal_user set active = false")
    with refused(office, Invalid, "Jan Jansen still logs in to the portal in Salesforce"):
        merge(office, "eva", ("jan",))
    assert "portal" in {one.what for one in merging.obstacles(office, "contact", "eva", ["jan"])}
    able = {one.id: one.portal for one in staying.candidates(office, "contact", ["eva", "jan"])}
    assert able == {"eva": False, "jan": True}


def test_a_second_portal_user_is_switched_off_and_keeps_its_username(office):
    company.insert(
        office, "portal_user", [{"id": "u2", "username": "eva@bouw.nl", "contact_id": "eva"}]
    )
    merge(office, "jan", ("eva",))
    assert rows(office, "portal_user", "u2", "contact_id", "active", "username") == (
        "jan",
        False,
        "eva@bouw.nl",
    )


def test_a_decision_with_a_third_goes_along(office):
    decide.run(office, decide.Decide("contact", "mia", "eva", False), "vera")
    decide.run(office, decide.Decide("contact", "mia", "piet", True), "vera")
    merge(office)
    found = office.execute("select left_id, right_id, same from decision").fetchall()
    assert found == [("eva", "piet", False)]


def test_merged_twice_names_the_last(office):
    merge(office)
    version = rows(office, "contact", "piet", "version")[0]
    run(office, Merge("contact", "eva", 1, {"piet": version}), "vera")
    assert rows(office, "merged", "mia", "survivor_id") == ("eva",)


def test_accounts_merge_with_people_projects_and_departments(office):
    run(office, Merge("account", "a3", 1, {"a1": 1}, {"name": "Zorg & Bouw"}), "vera")
    assert rows(office, "contact", "jan", "account_id") == ("a3",)
    assert rows(office, "project", "p1", "account_id") == ("a3",)
    assert rows(office, "account", "a2", "parent_id") == ("a3",)
    # Jan's own account and the one he was related to are one now: one relation, his own.
    assert relations(office, "jan") == [("a3", True, True)]
    assert rows(office, "account", "a3", "name") == ("Zorg & Bouw",)


def test_a_department_that_takes_in_its_parent_hangs_under_nothing(office):
    run(office, Merge("account", "a2", 1, {"a1": 1}), "vera")
    assert rows(office, "account", "a2", "parent_id") == (None,)


@pytest.mark.parametrize(
    ("command", "error", "said"),
    [
        (Merge("contact", "piet", 1, {}), Invalid, "stays"),
        (Merge("contact", "piet", 1, {"piet": 1}), Invalid, "stays"),
        (Merge("contact", "piet", 1, {"kees": 1}), NotFound, "kees is gone"),
        (Merge("contact", "piet", 0, {"mia": 1}), Conflict, "."),
        (Merge("contact", "piet", 1, {"mia": 0}), Conflict, "."),
        (Merge("contact", "piet", 1, {"mia": 1}, {"status": "x"}), Invalid, "status"),
        (Merge("contact", "piet", 1, {"mia": 1}, {"email": "jan@bouw.nl"}), Invalid, "jan@bouw"),
        (Merge("contact", "eva", 1, {"jan": 1}), Invalid, "logs in"),
    ],
    ids=["nobody", "itself", "gone", "stale", "stale_loser", "field", "username", "portal"],
)
def test_a_refusal_writes_nothing(office, command, error, said):
    with refused(office, error, said):
        run(office, command, "vera")


def test_a_conflict_says_who_changed_which_fields(office):
    edit(office, Edit("mia", 1, {"title": "Hoofd"}), "anna")
    with refused(office, Conflict, "anna changed"):
        merge(office)


def test_the_log_names_both(office):
    merge(office)
    (_, *head), edits = last(office)
    assert head == ["vera", "merge", None]
    assert {"mia", "piet"} <= {one for edit in edits for one in edit["about"]}


def test_undo_puts_every_row_back_also_after_another_merge(office):
    before = state(office)
    merge(office, values={"email": "mia@zorg.nl"})
    run(office, Merge("account", "a1", 1, {"a2": 1}), "vera")
    undo.run(office, undo.Undo(2), "bart")
    undo.run(office, undo.Undo(3), "bart")
    assert state(office) == before


def test_undo_is_refused_where_a_later_change_touched_it(office):
    merge(office, values={"title": "Hoofd"})
    version = rows(office, "contact", "piet", "version")[0]
    edit(office, Edit("piet", version, {"title": "Directeur"}), "anna")
    with refused(office, Conflict, "wrote the same"):
        undo.run(office, undo.Undo(2), "bart")


GROUPS = [Merge("contact", "piet", 1, {"mia": 1}), Merge("contact", "jan", 1, {"eva": 1})]


@pytest.mark.parametrize(("place", "left"), [(0, "eva"), (1, "mia")])
def test_one_of_several_groups_can_be_undone(office, place, left):
    with door.listening() as changes:
        run_all(office, GROUPS, "vera")
    assert len(changes) == 2
    undo.run(office, undo.Undo(changes[place]), "bart")
    assert office.execute("select id from merged").fetchall() == [(left,)]


def test_several_groups_are_undone_together(office):
    before = state(office)
    with door.listening() as changes:
        run_all(office, GROUPS, "vera")
    undo.run_all(office, map(undo.Undo, changes), "bart")
    assert state(office) == before


def test_of_several_groups_all_are_merged_or_none(office):
    with door.listening() as changes, refused(office, NotFound, "nobody is gone"):
        run_all(office, [*GROUPS, Merge("contact", "nobody", 1, {"jan": 1})], "vera")
    assert changes == []


def departed(db):
    """Who left here, and who took over: (leaver, successor)."""
    gone = [id for (id,) in db.execute("select id from departure order by id").fetchall()]
    pairs = db.execute("select contact_id, successor_id from succession order by all").fetchall()
    return gone, pairs


def left(db, id, *to):
    version = rows(db, "contact", id, "version")[0]
    return leave.run(db, leave.Leave({id: version}, DAY, DAY, to), "vera")[id]


def merged(db, survivor, loser):
    versions = {id: rows(db, "contact", id, "version")[0] for id in (survivor, loser)}
    given = {loser: versions[loser]}
    run(db, Merge("contact", survivor, versions[survivor], given), "vera")


def test_who_left_and_goes_into_a_card_in_service_is_there(office):
    """What the back office did stays as it is; what it had still to do about the card is over."""
    tile = left(office, "mia", "eva")
    before = state(office)
    merged(office, "piet", "mia")
    assert departed(office) == ([], [])
    asked = "select person_id, wanted from step where tile_id = ?"
    # Eva took over all the same.
    assert set(office.execute(asked, [tile]).fetchall()) == {("eva", True)}
    assert rows(office, "contact", "piet", "status", "successor_id") == (None, None)
    undo.run(office, undo.Undo(last(office)[0][0]), "vera")
    assert state(office) == before


def test_of_a_tile_without_anything_left_to_do_nothing_stays(office):
    tile = left(office, "mia")
    merged(office, "piet", "mia")
    assert rows(office, "tile", tile, "id") is None


def test_steps_that_were_done_stay_as_history(office):
    tile = left(office, "mia")
    office.execute("update step set done = now(), done_by = 'bo' where subject = 'approval'")
    merged(office, "piet", "mia")
    found = office.execute("select subject, person_id from step where tile_id = ?", [tile])
    assert found.fetchall() == [("approval", "piet")]


@pytest.mark.parametrize("twice", [True, False])
def test_of_two_who_left_the_departure_stays_once(office, twice):
    left(office, "mia", "eva")
    if twice:
        left(office, "piet", "eva")
    else:  # with an export
        office.execute("update contact set status = 'left' where id = 'piet'")
    merged(office, "piet", "mia")
    assert departed(office) == (["piet"], [("piet", "eva")])


def test_the_account_that_is_chosen_is_the_own_one_with_its_relation(office):
    office.execute("update contact set account_id = 'a2' where id = 'mia'")
    merge(office, values={"account_id": "a2"})
    assert relations(office, "piet") == [("a2", True, True), ("a3", True, False)]


def test_an_account_under_one_that_goes_into_it_hangs_under_nothing(office):
    command = Merge("account", "a3", 1, {"a1": 1}, {"parent_id": "a1"})
    run(office, command, "vera")
    assert rows(office, "account", "a3", "parent_id") == (None,)
