"""Of several keys in one cell the first is used, and told."""

import pytest

ACCOUNTS = "Id,Name\n9001,Alfa\n9002,Beta\n"


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("9001;9002", "9001"),
        ("9002; 9001", "9002"),
        ("9001;9002;90033", "9001"),  # as long as an id of Salesforce
        ("001fj00000MKPaH;001fj00000MKPaI", "001fj00000MKPaHAAX"),
        ("9001", "9001"),
        ("Bos; Zonen", None),  # a name, so the column holds no keys
        ("9001;", "9001;"),
        ("a1@x.example;b2@x.example", "a1@x.example;b2@x.example"),
    ],
    ids=["two", "space", "three", "salesforce", "one", "name", "nothing_behind_it", "addresses"],
)
def test_the_first_of_several_keys_is_the_reference(upload, cell, key):
    upload.load(accounts=ACCOUNTS, contacts=f'Id,Last Name,Company ID\n551,Bos,"{cell}"\n')

    assert upload.rows("upstream.contact", "account_id") == [(key,)]


def test_several_keys_are_told_once_a_column(upload):
    text = "Record ID,Last Name,Associated Company IDs\n" + "".join(
        f"{n},Bos,{'9001;9002' if n > 551 else '9001'}\n" for n in range(551, 554)
    )

    [sheet] = upload.read(contacts=text).sheets

    assert [str(remark) for remark in sheet.remarks] == [
        "Associated Company IDs: of several keys the first is used: 2 ×, such as 9001;9002 in row"
        " 3."
    ]


def test_the_own_key_of_a_record_is_left_as_it_is(upload):
    upload.load(contacts="Id,Last Name,Email\n551;552,Bos,a@x.example\n")

    assert upload.rows("upstream.contact", "id") == [("551;552",)]
