"""Numbers that Excel took for amounts: keys refuse the file, phones are put right if they can."""

import pytest

from dq import intake


def problem(upload, text):
    batch = upload.read(file=text)
    [sheet] = batch.sheets
    return str(sheet.problem) if sheet.problem else None


def test_keys_in_scientific_notation_refuse_the_file(upload, cases):
    assert problem(upload, (cases / "12-contacts.csv").read_bytes()) == (
        "The keys in Record ID of file.csv were damaged by Excel, such as 1.11015E+11; export it"
        " again and upload it without opening it in Excel."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Id;LastName\n1,11015E+11;A\nx2;B\n",
        "Id,LastName\n1E+11,A\n2,B\n",
        "Nr.,Naam\n1.2e+15,A\n",
        "Id,LastName,AccountId\n1,A,1.11015E+11\n2,B,7\n",
        "Id,LastName\n111015000000,A\n111015000000,B\n118174000000,C\n",
        "Id,LastName\n" + "".join(f"{n}234567890123400,A{n}\n" for n in range(10, 20)),
        "Id,LastName\n1234567890123400,A\n1234567890123400,B\n9876543210987600,C\n",
        "Id,LastName,AccountId\n" + "".join(f"{n},A,{n}234567890123400\n" for n in range(10, 20)),
    ],
    ids=[
        "comma",
        "whole",
        "bc",
        "reference",
        "expanded",
        "rounded",
        "repeated",
        "rounded_reference",
    ],
)
def test_damaged_keys_refuse_the_file(upload, text):
    assert "damaged by Excel" in problem(upload, text)


@pytest.mark.parametrize(
    "text",
    [
        "Id,LastName\n1E5,A\n2E+,B\n",
        "Id,LastName\n1000000000,A\n2000000000,B\n",
        "Id,LastName,AccountId\n1,A,1000000000\n2,B,1000000000\n",
        "Id,LastName\n" + "".join(f"12345678901234{n:03d},A\n" for n in range(0, 500, 7)),
        "Id,LastName\n0038D000009JP00QAG,A\n0038D000009JP00QAG,A\n",
    ],
    ids=["no_notation", "round_numbers", "one_account", "long_numbers", "salesforce"],
)
def test_other_keys_are_as_they_are(upload, text):
    assert problem(upload, text) is None


def test_a_damaged_file_is_not_loaded_and_the_others_are(upload, cases):
    batch = upload.load(
        bad=(cases / "12-contacts.csv").read_bytes(), good="Id,Accountnaam\n1,Abel\n"
    )

    assert batch.objects == ["account"]
    assert upload.rows("main.contact") == []


def test_another_column_as_key_is_tried_anew(upload, db):
    batch = upload.read(file="Id,Key,LastName\n1.1E+11,1,A\n1.1E+11,2,B\n")
    [sheet] = batch.sheets
    assert sheet.problem
    intake.remap(db, batch, sheet, "contact", {"Id": None, "Key": "id", "LastName": "last_name"})
    assert (sheet.problem, sheet.counts.new) == (None, 2)


def phones(upload, *numbers, field="Phone"):
    rows = "".join(f'{place},"{number}"\n' for place, number in enumerate(numbers, 1))
    [sheet] = upload.load(file=f"Id,{field}\n{rows}").sheets
    column = {"Phone": "phone", "Mobile": "mobile"}[field]
    found = [value for (value,) in upload.rows("main.contact", column)]
    return found, [str(remark) for remark in sheet.remarks]


@pytest.mark.parametrize("field", ["Phone", "Mobile"])
@pytest.mark.parametrize(
    ("number", "mended"),
    [
        ("612345678", "0612345678"),
        ("612345678.0", "0612345678"),
        ("6.12345678E+8", "0612345678"),
        ("6,12345678E+08", "0612345678"),
        ("31612345678", "+31612345678"),
        ("3.1612345678E+10", "+31612345678"),
        ("201234567", "0201234567"),
        ("401234567", "0401234567"),
    ],
)
def test_a_phone_that_can_be_no_other_is_put_right(upload, number, mended, field):
    header = field
    assert phones(upload, number, field=field) == (
        [mended],
        [f"{header}: a first zero or a plus was put back: 1 ×, such as {mended}."],
    )


@pytest.mark.parametrize("number", ["3.1612E+10", "6.12E+08", "475123456", "912345678"])
def test_a_phone_that_may_be_another_is_told(upload, number):
    found, [told] = phones(upload, number)

    assert found == [number]
    assert told.endswith(f"left as it is: 1 ×, such as {number} in row 2.")


def test_nine_digits_beside_numbers_with_their_zero_are_left(upload):
    found, told = phones(upload, "0201234567", "201234568")

    assert found == ["0201234567", "201234568"]
    assert len(told) == 1


@pytest.mark.parametrize("number", ["06-12345678", "+31612345678", "020 123 45 67", "0612345678"])
def test_a_phone_that_is_whole_stays(upload, number):
    assert phones(upload, number) == ([number], [])
