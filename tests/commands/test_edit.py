"""Edit: fields of a card, its username with its address, a stale form refused, undone."""

from datetime import date

import pytest
from office import last, refused, rows, state, written

from dq import intake
from dq.commands import undo
from dq.commands.edit import Edit, run
from dq.errors import Conflict, Invalid, NotFound
from dq.intake.landing import load


def edit(db, id="jan", version=1, reason=None, actor="vera", **values):
    return run(db, Edit(id, version, values, reason), actor)


def test_what_differs_is_written(office):
    assert edit(office, title="Hoofd", phone="030 1234567")
    assert rows(office, "contact", "jan", "title", "phone") == ("Hoofd", "030 1234567")
    assert set(last(office)[1][0]["after"]) == {"title", "version"}


def test_nothing_new_is_no_change_of_the_card(office):
    before = state(office)
    assert not edit(office, title=" Uitvoerder ")
    assert state(office) == before


def test_an_empty_field_becomes_null(office):
    edit(office, title="  ")
    assert rows(office, "contact", "jan", "title") == (None,)


def test_a_new_address_brings_the_username_and_the_portal_user_along(office):
    edit(office, email="jan.jansen@bouw.nl")
    assert rows(office, "contact", "jan", "email", "username") == ("jan.jansen@bouw.nl",) * 2
    assert rows(office, "portal_user", "u1", "username", "email") == ("jan.jansen@bouw.nl",) * 2


def test_a_portal_user_with_another_username_stays(office):
    office.execute("update portal_user set username = 'j.oud@bouw.nl'")
    edit(office, email="jan.jansen@bouw.nl")
    assert rows(office, "portal_user", "u1", "username") == ("j.oud@bouw.nl",)


def test_an_address_that_stays_leaves_a_username_that_differs_alone(office):
    office.execute("update contact set username = 'oud@bouw.nl' where id = 'jan'")
    edit(office, email="jan@bouw.nl", title="Hoofd")
    assert rows(office, "contact", "jan", "username") == ("oud@bouw.nl",)


def test_without_an_address_there_is_no_username(office):
    edit(office, email="")
    assert rows(office, "contact", "jan", "email", "username") == (None, None)


def test_the_own_username_in_other_case_is_free(office):
    office.execute("update contact set email = null, username = 'JAN@bouw.nl' where id = 'jan'")
    edit(office, email="jan@bouw.nl")
    assert rows(office, "contact", "jan", "username") == ("jan@bouw.nl",)


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"last_name": ""}, Invalid, "last_name cannot be empty"),
        ({"last_name": "x" * 81}, Invalid, "at most 80"),
        ({"email": "jan@"}, Invalid, "not a valid e-mail"),
        ({"email": "eva@bouw.nl"}, Invalid, "username of Eva Bos"),
        ({"email": "EVA@BOUW.NL"}, Invalid, "username of Eva Bos"),
        ({"username": "baas@bouw.nl"}, Invalid, "username cannot be changed"),
        ({"account_id": "a2"}, Invalid, "account_id cannot be changed"),
        ({"id": "kees", "title": "Hoofd"}, NotFound, "kees is gone"),
        ({"version": 0, "title": "Hoofd"}, Conflict, "."),
    ],
    ids=[
        "no_name",
        "long_name",
        "no_such_address",
        "username_taken",
        "username_taken_in_other_case",
        "username_by_hand",
        "account",
        "gone",
        "stale",
    ],
)
def test_a_refusal_writes_nothing(office, given, error, said):
    with refused(office, error, said):
        edit(office, **given)


def test_a_conflict_says_who_changed_which_fields(office):
    edit(office, title="Hoofd", phone="030 7654321", actor="anna")
    with refused(office, Conflict, "anna changed") as caught:
        edit(office, title="Chef", version=1, actor="bart")
    assert caught.value.values["actor"] == "anna"
    assert caught.value.values["fields"] == {"phone": "030 7654321", "title": "Hoofd"}
    assert caught.value.values["moment"]


def test_a_conflict_with_a_load_says_so(office):
    office.execute("insert into change (id, command, edits) values (2, 'load', '[]')")
    office.execute("update contact set title = 'Chef', version = 2 where id = 'jan'")
    with refused(office, Conflict, "A new export changed this card"):
        edit(office, title="Hoofd")


EXPORT = """\
Id,LastName,Title
003000000000001,Vos,{title}
003000000000002,Kok,Planner
"""


def load_export(db, folder, title, day):
    path = folder / "Contact.csv"
    path.write_text(EXPORT.format(title=title), "utf-8")
    batch = intake.read(db, [(path.name, path)])
    load.run(db, load.Load(batch, day), "vera")


def test_a_conflict_after_a_load_does_not_blame_who_changed_another_card(db, tmp_path):
    load_export(db, tmp_path, "Planner", date(2026, 11, 16))
    vos, kok = (id for (id,) in db.execute("select id from contact order by id").fetchall())
    edit(db, id=kok, title="Chef", actor="anna")
    load_export(db, tmp_path, "Inkoper", date(2026, 11, 23))
    with refused(db, Conflict, "A new export changed this card"):
        edit(db, id=vos, version=1, title="Hoofd")


def test_a_conflict_with_an_undo_says_who_undid(office):
    """The form showed what Anna wrote; Bart took it back."""
    edit(office, title="Hoofd", actor="anna")
    undo.run(office, undo.Undo(2), "bart")
    with pytest.raises(Conflict, match="bart"):
        edit(office, title="Chef", version=2)


def test_a_form_from_before_two_changes_is_stale_when_the_first_is_undone(office):
    """Version 1 has another phone number than the card has now."""
    edit(office, title="Hoofd", actor="anna")
    edit(office, version=2, phone="030 7654321", actor="bart")
    undo.run(office, undo.Undo(2), "anna")
    with refused(office, Conflict, "changed"):
        edit(office, version=1, phone="030 1111111")


def test_the_log_says_who_changed_what_and_why(office):
    edit(office, email="j@bouw.nl", reason="gebeld")
    (number, *head), edits = last(office)
    assert head == ["vera", "edit", "gebeld"]
    assert written(office) == [("contact", "jan"), ("portal_user", "u1")]
    assert edits[0]["before"] == {"email": "jan@bouw.nl", "username": "jan@bouw.nl", "version": 1}
    assert edits[0]["after"] == {"email": "j@bouw.nl", "username": "j@bouw.nl", "version": number}
    assert edits[0]["about"] == ["a1", "jan"]
    assert rows(office, "contact", "jan", "version") == (number,)


def test_an_edit_that_changed_nothing_is_not_in_the_history(office):
    [before] = office.execute("select count(*) from change").fetchall()
    edit(office, title="Uitvoerder")
    assert office.execute("select count(*) from change").fetchall() == [before]


def test_undo_puts_every_row_back(office):
    before = state(office)
    edit(office, email="j@bouw.nl", title="Hoofd")
    undo.run(office, undo.Undo(2), "bart")
    assert state(office) == before


def test_a_conflict_tells_an_address_once_though_the_username_went_along(office):
    edit(office, email="j.jansen@bouw.nl", actor="anna")
    with refused(office, Conflict, "anna changed") as caught:
        edit(office, title="Chef", version=1, actor="bart")
    assert caught.value.values["fields"] == {"email": "j.jansen@bouw.nl"}


def test_an_address_in_capitals_is_saved_in_small_letters(office):
    edit(office, email="JAN.Jansen@BOUW.nl")
    assert rows(office, "contact", "jan", "email", "username") == ("jan.jansen@bouw.nl",) * 2


def test_the_same_address_in_capitals_is_no_change(office):
    before = state(office)
    assert not edit(office, email="JAN@BOUW.NL")
    assert state(office) == before
