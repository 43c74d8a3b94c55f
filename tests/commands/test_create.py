"""Create: a card with its username and its own account, refused where it cannot be, undone."""

import threading
from datetime import datetime

import pytest
from office import last, refused, relations, rows, state, written

from dq.commands import undo
from dq.commands.create import Create, run
from dq.errors import Invalid, NotFound


def new(**values):
    given = {"account_id": "a1", "last_name": "Smit", "title": "Planner", "email": "ans@bouw.nl"}
    return Create(**{**given, **values})


def test_the_username_is_the_address(office):
    id = run(office, new(), "vera")
    assert rows(office, "contact", id, "email", "username") == ("ans@bouw.nl", "ans@bouw.nl")


def test_a_new_card_is_an_active_person_of_the_account_made_now(office):
    id = run(office, new(account_id="a2"), "vera")
    *card, created, modified = rows(
        office, "contact", id, "account_id", "kind", "status", "created", "modified"
    )
    assert card == ["a2", "person", "active"]
    assert created == modified
    assert abs((datetime.now() - created).total_seconds()) < 60


def test_the_account_is_its_direct_relation(office):
    id = run(office, new(account_id="a2"), "vera")
    assert relations(office, id) == [("a2", True, True)]


def test_every_field_is_kept_without_surplus_spaces(office):
    fields = {
        "salutation": "Mevrouw",
        "first_name": "Ans",
        "middle_name": "van  der",
        "last_name": " Smit ",
        "department": "Werkvoorbereiding",
        "phone": "030 7654321",
        "mobile": "06 87654321",
    }
    id = run(office, new(**fields), "vera")
    expected = {**fields, "middle_name": "van der", "last_name": "Smit"}
    assert rows(office, "contact", id, *fields) == tuple(expected.values())


def test_an_address_is_in_small_letters(office):
    id = run(office, new(email="Ans@BOUW.nl"), "vera")
    assert rows(office, "contact", id, "email", "username") == ("ans@bouw.nl", "ans@bouw.nl")


def test_its_key_is_its_own_and_no_other_card_s(office):
    one = run(office, new(), "vera")
    two = run(office, new(email="bea@bouw.nl"), "vera")
    assert one != two
    assert one.startswith("kb-") and two.startswith("kb-")


def test_lookalikes_are_kept_as_somebody_else_with_the_reason(office):
    id = run(office, new(lookalikes=("jan", "eva"), reason="zus van Jan"), "vera")
    decided = office.execute(
        "select record_kind, left_id, right_id, same from decision order by all"
    ).fetchall()
    assert decided == [
        ("contact", *sorted((id, "eva")), False),
        ("contact", *sorted((id, "jan")), False),
    ]
    assert last(office)[0][3] == "zus van Jan"


@pytest.mark.parametrize(
    ("values", "error", "said"),
    [
        ({"last_name": " "}, Invalid, "last_name is needed"),
        ({"title": ""}, Invalid, "title is needed"),
        ({"email": ""}, Invalid, "email is needed"),
        ({"email": "ans@bouw"}, Invalid, "not a valid e-mail"),
        ({"email": "a" * 75 + "@bouw.nl"}, Invalid, "at most 80"),
        ({"last_name": "x" * 81}, Invalid, "at most 80"),
        ({"first_name": "x" * 41}, Invalid, "at most 40"),
        ({"title": "x" * 129}, Invalid, "at most 128"),
        ({"email": "jan@bouw.nl"}, Invalid, "username of Jan Jansen"),
        ({"email": "JAN@bouw.nl"}, Invalid, "username of Jan Jansen"),
        ({"account_id": "a9"}, NotFound, "a9 is gone"),
        ({"lookalikes": ("jan",)}, Invalid, "Say why"),
        ({"lookalikes": ("jan",), "reason": " "}, Invalid, "Say why"),
        ({"lookalikes": ("kees",), "reason": "broer"}, NotFound, "kees is gone"),
    ],
    ids=[
        "no_name",
        "no_title",
        "no_address",
        "no_such_address",
        "long_address",
        "long_name",
        "long_first_name",
        "long_title",
        "username_taken",
        "username_taken_in_other_case",
        "no_such_account",
        "no_reason",
        "empty_reason",
        "no_such_lookalike",
    ],
)
def test_a_refusal_writes_nothing(office, values, error, said):
    with refused(office, error, said):
        run(office, new(**values), "vera")


def test_the_longest_name_of_salesforce_fits(office):
    id = run(office, new(last_name="x" * 80), "vera")
    assert rows(office, "contact", id, "last_name") == ("x" * 80,)


@pytest.mark.parametrize(
    "holder",
    [
        "update contact set username = 'ans@bouw.nl', status = 'left' where id = 'eva'",
        "insert into portal_user values ('u2', 'ans@bouw.nl', 'eva', null, false, null, null, null, 1)",  # noqa: E501
        "insert into portal_user values ('u2', 'ans@bouw.nl', null, null, false, null, null, null, 1)",  # noqa: E501
    ],
    ids=["on_a_leaver", "switched_off", "of_no_card"],
)
def test_a_username_is_taken_by_who_is_no_longer_active_too(office, holder):
    office.execute(holder)
    with refused(office, Invalid, "no longer active"):
        run(office, new(), "vera")


def test_two_who_make_the_same_card_at_once_make_one(office):
    answers = []

    def session():
        cursor = office.cursor()
        try:
            answers.append(run(cursor, new(), "vera"))
        except Invalid as error:
            answers.append(error.values["holder"])
        cursor.close()

    threads = [threading.Thread(target=session) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "Smit" in answers
    [(number,)] = office.execute(
        "select count(*) from contact where email = 'ans@bouw.nl'"
    ).fetchall()
    assert number == 1


def test_the_log_says_who_made_what(office):
    id = run(office, new(lookalikes=("jan",), reason="dochter"), "vera")
    (number, *head), edits = last(office)
    assert head == ["vera", "create", "dochter"]
    assert [edit["table"] for edit in edits] == ["contact", "relation", "decision"]
    assert all(edit["before"] is None for edit in edits)
    assert edits[0]["after"]["email"] == "ans@bouw.nl"
    assert edits[0]["about"] == sorted(["a1", id])
    assert rows(office, "contact", id, "version") == (number,)


def test_undo_takes_the_card_away_with_all_that_came_with_it(office):
    before = state(office)
    run(office, new(lookalikes=("jan",), reason="dochter"), "vera")
    assert state(office) != before
    undo.run(office, undo.Undo(last(office)[0][0]), "bart")
    assert state(office) == before
    assert [table for table, _ in written(office)] == ["decision", "relation", "contact"]
