"""The records that an upload would take away, by name and key."""

import pytest

from dq.intake.landing import gone

PEOPLE = "Id,FirstName,MiddleName,LastName\n2,Piet,de,Wit\n1,Anna,,Bakker\n3,,,\n4,Zoë,,Smit\n"


def test_who_goes_is_listed_by_name_and_the_nameless_last(upload):
    upload.load(file=PEOPLE)
    batch = upload.read(file="Id,LastName\n4,Smit\n")

    found = gone.first(upload.db, batch, batch.sheets[0], 20)

    assert found == [("Anna Bakker", "1"), ("Piet de Wit", "2"), (None, "3")]


def test_no_more_than_asked_for(upload):
    upload.load(file=PEOPLE)
    batch = upload.read(file="Id,LastName\n4,Smit\n")

    assert len(gone.first(upload.db, batch, batch.sheets[0], 2)) == 2


def test_who_is_in_another_file_or_in_a_rejected_row_stays(upload):
    upload.load(file=PEOPLE)
    batch = upload.read(
        contact1="Id,LastName\n4,Smit\n2,Wit,surplus\n", contact2="Id,LastName\n3,x\n"
    )

    assert gone.first(upload.db, batch, batch.sheets[0], 20) == [("Anna Bakker", "1")]


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ("Id,Name,ParentId\n1,Zuid,\n2,Noord,\n", "Id,Name,ParentId\n2,Noord,\n", ("Zuid", "1")),
        (
            "Id,AccountId,ContactId,Roles\n7,1,2,a\n8,1,9,b\n",
            "Id,AccountId,ContactId,Roles\n8,1,9,b\n",
            ("Ines Wit · Bouw", "7"),
        ),
        (
            "Id,ProjectId,ContactId,Kind\n7,5,2,uren\n8,6,2,uren\n",
            "Id,ProjectId,ContactId,Kind\n8,6,2,uren\n",
            ("Ines Wit · Haven", "7"),
        ),
        (
            "Id,Username,ContactId,IsActive\n7,ines@x.example,2,1\n8,b@x.example,2,1\n",
            "Id,Username,ContactId,IsActive\n8,b@x.example,2,1\n",
            ("ines@x.example", "7"),
        ),
        (
            "Id,Name,AccountId,Status,StartDate\n7,Haven,1,x,\n8,Kade,1,x,\n",
            "Id,Name,AccountId,Status,StartDate\n8,Kade,1,x,\n",
            ("Haven", "7"),
        ),
        (
            "No,SalesforceId,Name,Email,CompanyNo,Blocked\n7,,Ines,,1,\n8,,Bo,,1,\n",
            "No,SalesforceId,Name,Email,CompanyNo,Blocked\n8,,Bo,,1,\n",
            ("Ines", "7"),
        ),
    ],
    ids=["account", "relation", "approval", "portal_user", "project", "bc_contact"],
)
def test_every_kind_of_record_has_a_name(upload, before, now, found):
    upload.db.execute("insert into upstream.account (id, name) values ('1', 'Bouw')")
    upload.db.execute(
        "insert into upstream.contact (id, first_name, last_name) values ('2', 'Ines', 'Wit')"
    )
    upload.db.execute("insert into upstream.project (id, name) values ('5', 'Haven')")
    upload.load(file=before)
    batch = upload.read(file=now)

    assert found in gone.first(upload.db, batch, batch.sheets[0], 20)
