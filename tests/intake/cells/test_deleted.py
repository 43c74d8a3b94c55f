"""What lies in Salesforce's recycle bin is counted as such, and is no row."""

import pytest

from dq.intake.cells import deleted

KNOWN = "Id,LastName\n1,Bakker\n2,Smit\n3,Vos\n"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Id,IsDeleted,LastName\n1,false,Bakker\n2,TRUE,Smit\n3,0,Vos\n", 1),
        ("Id,MasterRecordId,LastName\n1,,Bakker\n2,1,Smit\n3,,Vos\n", 1),
        ("Id,IsDeleted,Master Record ID,LastName\n1,false,,B\n2,true,1,\n3,false,,V\n", 1),
        ("Contactpersoon-id,Verwijderd,Achternaam\n1,nee,Bakker\n2,ja,Smit\n3,waar,Vos\n", 2),
        ("Id,LastName,Gelöscht\n1,Bakker,FALSCH\n2,Smit,WAHR\n3,Vos,FALSCH\n", 1),
        ("Id,LastName,Supprimé\n1,Bakker,FAUX\n2,Smit,VRAI\n3,Vos,FAUX\n", 1),
        ("Id,LastName,Verwijderd\n1,Bakker,0.0\n2,Smit,-1\n3,Vos,0\n", 1),
        ("Id,IsDeleted,LastName\n1,,Bakker\n2, false,Smit\n", 0),
    ],
    ids=["deleted", "master", "both", "dutch", "german", "french", "signs", "none"],
)
def test_it_is_counted_and_not_rejected(upload, text, number):
    upload.load(file=KNOWN)

    [sheet] = upload.load(file=text).sheets

    assert (sheet.counts.deleted, sheet.rejects, sheet.unknown) == (number, [], [])
    assert len(upload.rows("main.contact")) == 3 - max(number, "3" not in text)


def test_it_goes_also_when_the_file_is_a_part(upload):
    upload.load(file=KNOWN)
    batch = upload.read(file="Id,IsDeleted,LastName\n2,true,Smit\n1,false,Bakker\n")
    batch.sheets[0].complete = False
    upload.carry_out(batch)

    assert upload.rows("main.contact", "id") == [("1",), ("3",)]
    assert upload.rows("upstream.contact", "id") == [("1",), ("3",)]


def test_who_is_in_another_file_as_well_is_there(upload):
    batch = upload.load(
        bin="Id,IsDeleted,LastName\n1,true,Bakker\n2,true,Smit\n", contacts="Id,LastName\n2,Smit\n"
    )

    found = upload.db.execute(deleted.listing(batch.of("contact"))).fetchall()
    assert found == [("1", None)]
    assert upload.rows("main.contact", "id") == [("2",)]


def test_its_keys_get_their_eighteen_characters(upload):
    upload.load(file="Id,LastName\n003x0000002xLCVAA2,Bakker\n003x0000000fNSiAAM,Smit\n")

    batch = upload.read(
        file="Id,LastName,IsDeleted,MasterRecordId\n003x0000002xLCV,Bakker,false,\n"
        "003x0000000fNSi,Smit,true,003x0000002xLCV\n"
    )
    found = upload.db.execute(deleted.listing(batch.of("contact"))).fetchall()
    assert found == [("003x0000000fNSiAAM", "003x0000002xLCVAA2")]


def test_the_row_of_a_load_has_the_number(upload):
    upload.load(file=KNOWN)
    upload.load(file="Id,IsDeleted,LastName\n1,false,Bakker\n2,true,Smit\n3,false,Vos\n")

    [(number,)] = upload.db.execute(
        "select files -> 0 ->> 'deleted' from load order by id desc limit 1"
    ).fetchall()
    assert number == "1"
