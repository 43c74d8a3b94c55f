"""A file that is called as ours are and has too few columns says which."""

import pytest

from dq import intake


def problem(db, folder, name, text):
    (folder / "given").write_text(text)
    [sheet] = intake.read(db, [(name, folder / "given")]).sheets
    return str(sheet.problem) if sheet.problem else None


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "relations.csv",
            "Id,ContactId,Rollen\n1,2,HR\n",
            "relations.csv has too few columns to load relation; what it lacks: Account ID.",
        ),
        (
            "approvals.csv",
            "Id,ProjectId\n1,2\n",
            "approvals.csv has too few columns to load approval; what it lacks: Contact ID, Kind.",
        ),
        (
            "Contact.csv",
            "Id\n1\n",
            "Contact.csv has too few columns to load contact; what it lacks: Last Name.",
        ),
        (
            "klanten 2026.csv",
            "Plaats,Kleur\nEde,rood\n",
            "klanten 2026.csv has too few columns to load account; what it lacks: Id, Name.",
        ),
    ],
)
def test_what_lacks_is_named(db, tmp_path, name, text, said):
    assert problem(db, tmp_path, name, text) == said


@pytest.mark.parametrize(
    ("name", "text"),
    [("Contact.csv", "Id,Email\n1,a@x.example\n"), ("klanten.csv", "Id,Naam\n1,A\n")],
)
def test_enough_is_enough(db, tmp_path, name, text):
    assert problem(db, tmp_path, name, text) is None


def test_a_file_of_something_else_is_not_said_to_lack_anything(db, tmp_path):
    assert "no columns that are known" in problem(db, tmp_path, "Contact.csv", "Maat,Kleur\nM,r\n")


def test_a_column_may_be_called_as_an_address_is(db, tmp_path):
    text = "Id,FirstName,LastName,info@office.example\n1,Vera,Bosch,yes\n"
    assert problem(db, tmp_path, "contacts.csv", text) is None


@pytest.mark.parametrize(
    "first",
    [
        "003Kb00000000001AA,Vera,Bosch",
        "003Kb0000000001,Vera,Bosch",
        "1,Vera,Bosch,vera.bosch@office.example",
        "Bosch, VERA@OFFICE.EXAMPLE ",
    ],
)
@pytest.mark.parametrize("more", [0, 3])
def test_a_first_row_that_is_a_record_is_no_header(db, tmp_path, first, more):
    path = tmp_path / "list.csv"
    path.write_text("\n".join([first, *(first.replace("Bosch", f"Bosch{n}") for n in range(more))]))
    for said in (None, {"list.csv": "contact"}):
        batch = intake.read(db, [("list.csv", path)], said=said)
        assert "its first row is a record" in str(batch.sheets[0].problem)
        fields = ["id", "first_name", "last_name", "email"]
        columns = dict(zip(batch.sheets[0].headers, fields, strict=False))
        intake.remap(db, batch, batch.sheets[0], "contact", columns)
        assert batch.empty
