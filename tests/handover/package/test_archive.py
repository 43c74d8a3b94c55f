"""A package holds what differs, in the order that is safe, as Data Loader wants it."""

import csv
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import office as small
import pytest
from office import change, everything, version

from dq.commands import (
    create,
    general,
    leave,
    link,
    merge,
    move,
    pack,
    undo,
    withdraw,
)  # fmt: skip
from dq.errors import Invalid, NotFound
from dq.handover.package import archive as package
from dq.outgoing import ready, work
from dq.queries.exchange import packages
from dq.settings import names

GOLDEN = Path(__file__).with_name("golden")
DAY = date(2026, 11, 24)


def files(db):
    """What would go, per file: the record's key in Salesforce and its values."""
    return {
        part.file.name: [(line.id, line.fields) for line in part.lines]
        for part in ready.read(db).parts
    }


def test_nothing_differs_nothing_goes(office):
    found = ready.read(office)
    assert (found.parts, found.work, found.rows) == ([], [], 0)
    with small.refused(office, Invalid, "nothing to send"):
        pack.run(office, pack.Pack(), "anna")


def test_only_what_differs_is_in_the_row_and_empty_is_cleared(office):
    change(office, "jan", title="Hoofd", phone=None)
    assert files(office) == {"contacts": [("jan", {"title": "Hoofd", "phone": None})]}
    [line] = ready.read(office).parts[0].lines
    assert line.cells == {"Title": "Hoofd", "Phone": "#N/A"}
    assert line.old == {"title": "Uitvoerder", "phone": "030 1234567"}


def test_a_username_that_follows_is_left_to_salesforce_unless_set_otherwise(office):
    change(office, "eva", email="e.bos@bouw.nl")
    assert files(office) == {"contacts": [("eva", {"email": "e.bos@bouw.nl"})]}
    office.execute("insert into setting values ('salesforce_username_follows', 'false')")
    to = {"email": "e.bos@bouw.nl", "username": "e.bos@bouw.nl"}
    assert files(office) == {"contacts": [("eva", to)]}


def test_a_new_card_whose_address_is_anothers_username_stays_and_is_named(office):
    """Salesforce would give it that username, and a username can exist only once."""
    addresses = ("planning@zorg.nl", "X@zorg.nl", "x@zorg.nl")
    new = [
        {"id": f"kb-9-{place}", "account_id": "a3", "last_name": "Kok", "email": address}
        for place, address in enumerate(addresses)
    ]
    small.company.insert(office, "contact", new, ("main",))
    found = ready.read(office)
    assert found.taken == ("kb-9-0", "kb-9-2")
    assert [line.record_id for line in found.parts[0].lines] == ["kb-9-1"]
    office.execute("insert into setting values ('salesforce_username_follows', 'false')")
    assert ready.read(office).taken == ()


def test_an_address_that_is_anothers_username_stays_and_the_rest_goes(office):
    office.execute("update main.contact set email = 'eva@bouw.nl', title = 'X' where id = 'mia'")
    assert files(office) == {"contacts": [("mia", {"title": "X"})]}
    assert ready.read(office).taken == ("mia",)


def test_a_portal_user_gets_the_new_username_last(office):
    change(office, "jan", email="j.jansen@bouw.nl")
    assert list(files(office)) == ["contacts", "users"]
    to = {"username": "j.jansen@bouw.nl", "email": "j.jansen@bouw.nl"}
    assert files(office)["users"] == [("u1", to)]


def test_a_new_card_goes_without_its_own_relation_and_what_names_it_waits(office):
    id = create.run(office, create.Create("a1", "Smit", "Planner", "smit@bouw.nl"), "anna")
    link.run(office, link.Link((id,), ("a3",)), "anna")
    found = ready.read(office)
    [part] = found.parts
    assert part.file.name == "contacts-new"
    assert part.lines[0].id is None
    assert part.lines[0].cells == {
        "AccountId": "a1", "Kind__c": "Persoon", "LastName": "Smit", "Title": "Planner",
        "Email": "smit@bouw.nl", "Status__c": "Actief",
    }  # fmt: skip
    assert [(one.day, one.taker) for one in found.later] == [(None, None)]


def test_another_account_brings_its_relation_by_itself(office):
    move.run(office, move.Move("eva", version(office, "eva"), "a1", True, DAY), "anna")
    assert files(office) == {
        "contacts": [("eva", {"account_id": "a1"})],
        "relations-ended": [("r2", {"active": False, "end_date": "2026-11-24"})],
    }
    office.execute("insert into setting values ('salesforce_keeps_old_account', 'false')")
    assert files(office) == {
        "contacts": [("eva", {"account_id": "a1"})],
        "relations-new": [
            (None, {"account_id": "a2", "contact_id": "eva", "active": False,
                    "end_date": "2026-11-24"})
        ],
    }  # fmt: skip


def test_a_relation_that_goes_with_the_account_is_not_taken_out_twice(office):
    move.run(office, move.Move("eva", version(office, "eva"), "a1", False, DAY), "anna")
    assert files(office)["relations-gone"] == [("r2", {})]
    office.execute("insert into setting values ('salesforce_keeps_old_account', 'false')")
    assert list(files(office)) == ["contacts"]


def test_an_ended_relation_that_becomes_the_own_one_is_made_active(office):
    move.run(office, move.Move("eva", version(office, "eva"), "a3", True, DAY), "anna")
    assert files(office)["relations"] == [("r6", {"active": True, "end_date": None})]


def test_there_and_back_again_is_no_difference(office):
    for account in ("a1", "a2"):
        move.run(office, move.Move("eva", version(office, "eva"), account, False, DAY), "anna")
    assert files(office) == {}


def test_a_relation_is_made_active_again_or_made(office):
    link.run(office, link.Link(("eva",), ("a3",), ("Evaluator",)), "anna")
    link.run(office, link.Link(("mia",), ("a1",), ("Evaluator",), DAY), "anna")
    found = files(office)
    to = {"roles": "Evaluator", "active": True, "start_date": None, "end_date": None}
    assert found["relations"] == [("r6", to)]
    new = {"contact_id": "mia", "account_id": "a1", "roles": "Evaluator", "active": True,
           "start_date": "2026-11-24"}  # fmt: skip
    assert found["relations-new"] == [(None, new)]


def test_a_leaver_goes_in_the_safe_order(office):
    leave.run(office, leave.Leave({"piet": version(office, "piet")}, DAY, DAY, ("eva",)), "anna")
    assert list(files(office)) == [
        "relations", "approvals-new", "approvals", "contacts-status", "relations-ended",
    ]  # fmt: skip
    assert files(office)["contacts-status"] == [("piet", {"status": "left", "successor_id": "eva"})]


def test_a_username_is_freed_before_another_gets_it(office):
    general.run(
        office,
        general.General("a3", "planning@zorg.nl", None, {"piet": "piet@zorg.nl", "mia": None}),
        "anna",
    )
    found = files(office)
    assert list(found)[:2] == ["contacts-usernames", "contacts-new"]
    assert found["contacts-usernames"] == [("piet", {"email": "piet@zorg.nl"})]


def test_two_who_swap_usernames_are_without_for_a_moment(office):
    change(office, "jan", email="tijdelijk@bouw.nl")
    change(office, "eva", email="jan@bouw.nl")
    change(office, "jan", email="eva@bouw.nl")
    found = files(office)
    assert found["contacts-usernames"] == [("eva", {"email": None}), ("jan", {"email": None})]
    assert found["users-usernames"] == [("u1", {"username": "u1@kaartenbak.invalid"})]
    assert found["contacts"] == [
        ("eva", {"email": "jan@bouw.nl"}), ("jan", {"email": "eva@bouw.nl"}),
    ]  # fmt: skip


def test_a_portal_user_of_another_card_is_done_by_hand(office):
    general.run(office, general.General("a1", "jan@bouw.nl", None, {"jan": None}), "anna")
    assert [(one.kind, one.id, one.username) for one in ready.read(office).work] == [
        ("disable", "u1", "jan@bouw.nl"),
        ("enable", "u1", "jan@bouw.nl"),
    ]


def test_what_is_on_its_way_is_not_packed_again_until_it_changes(office):
    change(office, "jan", title="Hoofd")
    change(office, "eva", title="Hoofd")
    assert pack.run(office, pack.Pack(), "anna") == 1
    found = ready.read(office)
    assert (found.rows, found.under_way) == (0, 2)
    change(office, "eva", title="Baas")
    assert files(office) == {"contacts": [("eva", {"title": "Baas"})]}
    office.execute("update package_row set state = 'failed' where record_id = 'jan'")
    assert [id for id, _ in files(office)["contacts"]] == ["eva", "jan"]


def test_a_new_card_on_its_way_is_not_made_twice(office):
    id = create.run(office, create.Create("a1", "Smit", "Planner", "smit@bouw.nl"), "anna")
    pack.run(office, pack.Pack(), "anna")
    change(office, id, title="Hoofd")
    assert (files(office), ready.read(office).under_way) == ({}, 1)


def test_a_merge_is_work_by_hand_and_its_moves_are_no_rows(office):
    office.execute("insert into merged values ('mia', 'contact', 'piet', 2)")
    office.execute("delete from main.contact where id = 'mia'")
    office.execute("update main.approval set contact_id = 'piet' where contact_id = 'mia'")
    found = ready.read(office)
    assert found.parts == []
    assert [(one.kind, one.id, one.other_id) for one in found.work] == [("merge", "piet", "mia")]


def test_the_relation_that_one_merge_leaves_goes_before_the_next(office):
    for schema in ("main", "upstream"):
        office.execute(
            f"insert into {schema}.relation by name"
            " select 'r7' as id, 'mia' as contact_id, 'a3' as account_id, true as direct"
        )
    versions = dict(office.execute("select id, version from main.contact").fetchall())
    losers = {id: versions[id] for id in ("piet", "mia")}
    merge.run(office, merge.Merge("contact", "eva", versions["eva"], losers), "anna")
    found = ready.read(office)
    assert [(one.kind, one.id, one.other_id) for one in found.work] == [
        ("merge", "eva", "mia"),
        ("unlink", "r7", "eva"),
        ("merge", "eva", "piet"),
    ]
    assert files(office)["relations-before-merging"] == [("r6", {})]


@pytest.mark.parametrize("active", [True, False, None])
@pytest.mark.parametrize("other", ["elsewhere", None])
def test_a_merge_that_salesforce_refuses_says_so(office, tmp_path, active, other):
    office.execute("insert into merged values ('mia', 'contact', 'piet', 2)")
    office.execute("delete from main.contact where id = 'mia'")
    there = office.execute("select account_id from upstream.contact where id = 'piet'").fetchall()
    office.execute("delete from upstream.portal_user where contact_id in ('mia', 'piet')")
    office.execute(
        "insert into upstream.portal_user by name select 'u7' as id, 'piet' as contact_id,"
        " 'p@x.example' as username, ?::boolean as active",
        [active],
    )
    account = other or there[0][0]
    office.execute("update upstream.contact set account_id = ? where id = 'mia'", [account])
    found = work.refused(office, ready.read(office).work)
    assert found.keys() == ({"mia"} if other and active is not False else set())
    pack.run(office, pack.Pack(), "anna")
    text = unpacked(office, tmp_path)["README.md"]
    assert ("Salesforce refuses" in text) is bool(found)


def test_work_by_hand_is_under_way_until_the_next_export(office):
    general.run(office, general.General("a1", "jan@bouw.nl", None, {"jan": None}), "anna")
    office.execute("insert into merged values ('mia', 'contact', 'piet', 2)")
    office.execute("delete from main.contact where id = 'mia'")
    assert len(ready.read(office).work) == 3
    number = pack.run(office, pack.Pack(), "anna")
    found = ready.read(office)
    assert (found.work, found.parts, found.under_way > 3) == ([], [], True)
    withdraw.run(office, withdraw.Withdraw(number), "anna")
    assert len(ready.read(office).work) == 3
    pack.run(office, pack.Pack(), "anna")
    assert [one.work for one in packages.listing(office)] == [3, 0]
    office.execute("update package_row set state = 'missed' where operation = 'merge'")
    assert [one.work for one in packages.listing(office)] == [2, 0]
    assert [one.kind for one in ready.read(office).work] == ["merge"]


def test_a_merge_into_another_one_is_other_work(office):
    office.execute("insert into merged values ('mia', 'contact', 'piet', 2)")
    office.execute("delete from main.contact where id = 'mia'")
    pack.run(office, pack.Pack(), "anna")
    office.execute("update merged set survivor_id = 'eva'")
    assert [one.id for one in ready.read(office).work] == ["eva"]


def test_a_relation_that_both_have_goes_before_the_merge(office):
    small.company.insert(
        office, "relation", [{"id": "r9", "contact_id": "mia", "account_id": "a1"}], ("upstream",)
    )
    office.execute("insert into merged values ('mia', 'contact', 'jan', 2)")
    office.execute("delete from main.contact where id = 'mia'")
    office.execute("delete from main.approval where id = 'v2'")
    part = ready.read(office).parts[0]
    assert part.file.name == "relations-before-merging"
    [line] = part.lines
    # On the way back it is Mia's again, if she was not merged after all.
    assert (line.id, line.fields, line.old["contact_id"]) == ("r9", {}, "mia")


def test_a_field_of_the_organisation_that_no_export_had_stays_out(office):
    files_json = '[{"object": "contact", "fields": ["email", "title"]}]'
    office.execute("update load set files = ?", [files_json])
    office.execute("update main.contact set kind = 'general', title = 'X' where id = 'jan'")
    office.execute("update main.contact set department = 'Y' where id = 'jan'")
    assert files(office) == {"contacts": [("jan", {"title": "X"})]}


def test_what_is_too_long_for_salesforce_stays_here(office):
    office.execute("update main.contact set last_name = repeat('x', 81) where id = 'jan'")
    found = ready.read(office)
    assert (found.rows, found.too_long) == (0, 1)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("001x0000002xLCV", "001x0000002xLCVAA2"),
        ("005x0000000fNSi", "005x0000000fNSiAAM"),
        ("a0D30000001n7Pi", "a0D30000001n7PiEAI"),
        ("001x0000002xLCVAA2", "001x0000002xLCVAA2"),
        ("jan", "jan"),
    ],
)
def test_ids_have_eighteen_characters(short, long):
    assert names.eighteen(short) == long


def unpacked(db, folder):
    target = folder / "package.zip"
    package.write(db, 1, target)
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_files_are_as_they_were_agreed(office, tmp_path):
    everything(office)
    pack.run(office, pack.Pack(), "anna")
    office.execute("update package set made = '2026-11-24 10:00:00', day = '2026-11-24'")
    found = unpacked(office, tmp_path)
    assert found.pop("sf/laden.sh") and found.pop("sf/laden.ps1")  # of no package in particular
    expected = {
        str(path.relative_to(GOLDEN / "package")): path.read_bytes().decode()
        for path in (GOLDEN / "package").rglob("*.*")
    }
    assert found == expected


def test_the_way_back_has_what_was_there(office, tmp_path):
    change(office, "jan", title="Hoofd", phone=None)
    pack.run(office, pack.Pack(), "anna")
    found = unpacked(office, tmp_path)
    [back] = [text for name, text in found.items() if name.startswith("back/")]
    [row] = csv.DictReader(io.StringIO(back))
    assert row == {
        "KAARTENBAK_KEY": "1-back-01-00001", "Id": "jan", "Title": "Uitvoerder",
        "Phone": "030 1234567",
    }  # fmt: skip


def test_the_text_names_nobody_where_no_name_was_given(office, tmp_path):
    change(office, "jan", title="Hoofd")
    pack.run(office, pack.Pack(), "")
    [text] = [text for name, text in unpacked(office, tmp_path).items() if name == "README.md"]
    assert re.search(r"^Made on \d{4}-\d\d-\d\d \d\d:\d\d\.$", text, re.MULTILINE)


def test_a_package_that_is_not_there_is_said_so(office, tmp_path):
    with pytest.raises(NotFound, match="no package 7"):
        package.write(office, 7, tmp_path / "x.zip")


def test_a_package_cannot_be_undone_as_a_change_of_rows(office):
    change(office, "jan", title="Hoofd")
    pack.run(office, pack.Pack(), "anna")
    [(last,)] = office.execute("select max(id) from change").fetchall()
    with pytest.raises(Invalid, match="cannot be undone"):
        undo.run(office, undo.Undo(last), "anna")
