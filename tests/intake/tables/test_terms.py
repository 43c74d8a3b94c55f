"""A load notes what its files call each field, and the words for codes, the usual ones first."""

from dq import intake
from dq.intake.tables import terms


def test_headers_and_words_are_those_of_the_file(db, tmp_path):
    path = tmp_path / "Contact.csv"
    rows = ["Uit dienst", " Vertrokken ", "Vertrokken", "Actief", "Iets anders", ""]
    lines = [f"{number},Bos,{said}" for number, said in enumerate(rows, 1)]
    path.write_text("\n".join(["Id,LastName,Stand__c", *lines]), "utf-8")
    db.execute("""insert into setting values ('sf_contact_status', '"Stand__c"')""")
    [sheet] = intake.read(db, [(path.name, path)]).sheets
    assert terms.headers(sheet) == {"last_name": "LastName", "status": "Stand__c"}
    found = terms.codes(db, sheet)
    assert set(found) == {"status"}
    assert set(found["status"]["left"]) == {"Uit dienst", "Vertrokken"}
    assert found["status"]["active"] == ["Actief"]


def test_a_picklist_of_very_many_words_costs_no_room(db, tmp_path):
    path = tmp_path / "Contact.csv"
    lines = [f"{number},Bos,Woord {number}" for number in range(500)]
    lines += [f"{number},Bos,Actief" for number in range(500, 510)]
    path.write_text("\n".join(["Id,LastName,Status__c", *lines]), "utf-8")
    [sheet] = intake.read(db, [(path.name, path)]).sheets
    assert terms.codes(db, sheet) == {"status": {"active": ["Actief"]}}
