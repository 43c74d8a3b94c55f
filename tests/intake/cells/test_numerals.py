"""Keys that a spreadsheet wrote as amounts are the keys that they were."""

import random

import pytest

SEED = 20261128


def keys(upload, *cells, header="Id", **other):
    """What becomes of the cells of a column of keys; a file that is refused has none."""
    rows = "".join(f'"{cell}",A{place}\n' for place, cell in enumerate(cells))
    batch = upload.read(file=f"{header},LastName,\n{rows}", **other)
    sheet = batch.sheets[0]
    if sheet.problem:
        return str(sheet.problem)
    return [
        id for (id,) in upload.db.execute(f"select id from {sheet.stage} order by row").fetchall()
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1001.0", "1002.0"], ["1001", "1002"]),
        (["1001,0", "1002,00"], ["1001", "1002"]),
        (["1001.0", "1002", "C7"], ["1001", "1002", "C7"]),
        (["1.0", "1.1", "2.0"], ["1.0", "1.1", "2.0"]),
        (["111.015.123.456", "7", "1.001"], ["111015123456", "7", "1001"]),
        (["111,015,123", "111,015,124"], ["111015123", "111015124"]),
        (["111 015 123", "111 015 124"], ["111015123", "111015124"]),
        (["111'015'123", "111'015'124"], ["111015123", "111015124"]),
        (["111.015.123,00", "111.015.124,00"], ["111015123", "111015124"]),
        (["1.001", "1.002"], ["1.001", "1.002"]),
        (["001.002.003", "111.015.123"], ["001.002.003", "111.015.123"]),
        (["111.015.123", "a.b"], ["111.015.123", "a.b"]),
        (["111.015.123", "111,015,124"], ["111.015.123", "111,015,124"]),
    ],
)  # fmt: skip
def test_decimals_and_separators_that_tell_nothing_go(upload, cells, expected):
    assert keys(upload, *cells) == expected


def test_any_number_comes_back_as_it_was(upload):
    chance = random.Random(SEED)
    numbers = [chance.randrange(10**8, 10**11 - 1) for _ in range(300)]
    for written in ("{}.0", "{},00", "{:,}", "{:,}.00"):
        cells = [written.format(number) for number in numbers]
        assert keys(upload, *cells) == [str(number) for number in numbers]


@pytest.mark.parametrize("value", ["1.11015E11", "1,2E+11", "1E+11"])
def test_scientific_notation_without_a_plus_refuses_the_file_too(upload, value):
    assert "damaged by Excel" in keys(upload, value, "1.2E11")


def test_a_reference_finds_its_key(upload):
    upload.load(
        a="Record ID,Company name\n9001,Alfa\n",
        c="Record ID,Last Name,Company ID\n551,A,9001.0\n552,B,\n",
    )
    assert upload.rows("main.contact", "account_id") == [("9001",), (None,)]


BC = "No.,Name,Company No.\n000123,Jan,000045\n000124,Els,000045\n"


def test_the_first_zeros_come_back_where_the_keys_are_known(upload):
    upload.load(bc=BC)
    [sheet] = upload.load(bc="No.,Name,Company No.\n123,Jan,45\n124,Els,45\n7,New,46\n").sheets

    assert (sheet.counts.new, sheet.counts.changed, sheet.counts.gone) == (1, 0, 0)
    assert upload.rows("main.bc_contact", "id", "company_number") == [
        ("000007", "000046"),
        ("000123", "000045"),
        ("000124", "000045"),
    ]
    assert [str(remark) for remark in sheet.remarks] == [
        "No.: the first zeros were put back: 3 ×, such as 000007.",
        "Company No.: the first zeros were put back: 3 ×, such as 000045.",
    ]


def test_the_first_zeros_of_a_reference_come_back_from_the_other_file(upload):
    upload.load(
        a="Account ID,Account Name\n0045,Alfa\n0046,Beta\n",
        c="Id,LastName,AccountId\n1,A,45\n2,B,46\n",
    )
    assert upload.rows("main.contact", "account_id") == [("0045",), ("0046",)]


def test_keys_that_may_have_had_any_number_of_zeros_refuse_the_file(upload):
    upload.load(bc="No.,Name\n0123,Jan\n00124,Els\n")
    [sheet] = upload.read(bc="No.,Name\n123,Jan\n124,Els\n").sheets
    assert "The keys in No. of bc.csv were damaged by Excel, such as 123" in str(sheet.problem)


@pytest.mark.parametrize("rows", ["0123,Jan\n123,Els\n", "0125,Jan\n124,Els\n", "C1,A\n77,B\n"])
def test_keys_with_and_without_zeros_stay(upload, rows):
    upload.load(bc="No.,Name\n0123,Jan\n123,Els\n")
    [sheet] = upload.read(bc=f"No.,Name\n{rows}").sheets
    assert (sheet.problem, sheet.remarks, sheet.zeros) == (None, [], {})


@pytest.mark.parametrize("cell", ["0", "0.0", " 0 "])
def test_a_reference_to_nobody_is_none(upload, cell):
    upload.load(c=f"Id,LastName,AccountId\n1,A,{cell}\n2,B,7\n")
    assert upload.rows("main.contact", "account_id") == [(None,), ("7",)]


def test_a_reference_to_an_account_with_that_key_stays(upload):
    upload.load(
        a="Account ID,Account Name\n0,Alfa\n1,Beta\n", c="Id,LastName,AccountId\n1,A,0\n2,B,1\n"
    )
    assert upload.rows("main.contact", "account_id") == [("0",), ("1",)]


def test_a_registered_number_in_scientific_notation_is_written_out_or_told(upload):
    [sheet] = upload.load(
        a='Account ID,Account Name,KvK-nummer\n1,A,"1,2345678E+07"\n2,B,"1,2E+07"\n3,C,12345678\n'
    ).sheets
    numbers = [number for (number,) in upload.rows("main.account", "kvk_number")]
    assert numbers == ["12345678", "1,2E+07", "12345678"]
    assert [str(remark) for remark in sheet.remarks] == [
        "KvK-nummer: a number that Excel may have damaged, left as it is: 1 ×, such as 1,2E+07 in"
        " row 3."
    ]


KVK = "Account ID,Account Name,KvK-nummer\n"


def test_a_registered_number_never_refuses_a_file(upload):
    upload.load(a=f"{KVK}1,A,01234567\n2,B,12345678\n3,C,123\n")
    [sheet] = upload.load(a=f"{KVK}1,A,1234567\n2,B,12345678\n3,C,123\n").sheets

    assert (sheet.problem, sheet.counts.changed) == (None, 0)
    assert [str(remark) for remark in sheet.remarks] == [
        "KvK-nummer: the first zeros were put back: 1 ×, such as 01234567."
    ]


def test_the_key_that_is_named_is_one_that_lost_its_zeros(upload):
    upload.load(bc="No.,Name\n0223,Jan\n00324,Els\n1001,Bas\n")
    [sheet] = upload.read(bc="No.,Name\n223,Jan\n324,Els\n1001,Bas\n").sheets
    assert "such as 223" in str(sheet.problem)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["007", "1001"], ["7", "1001"]),
        (["007", "008", "009", "0010", "0011", "1001"], ["7", "8", "1001", "1002"]),
    ],
    ids=["one", "not_most"],
)
def test_a_few_keys_like_known_ones_with_zeros_are_new(upload, before, after):
    upload.load(bc="No.,Name\n" + "".join(f"{key},Jan\n" for key in before))
    [sheet] = upload.read(bc="No.,Name\n" + "".join(f"{key},Jan\n" for key in after)).sheets

    assert (sheet.problem, sheet.remarks) == (None, [])
    assert sheet.counts.new == len(set(after) - set(before))


def accounts(*keys):
    return "Account ID,Account Name\n" + "".join(f'"{key}",A\n' for key in keys)


def test_a_key_that_is_no_amount_leaves_known_ones_what_they_are(upload):
    upload.load(a=accounts("1.100.200", "1.100.210"))
    [sheet] = upload.load(a=accounts("1.100.200", "1.100.210", "2.10")).sheets

    assert (sheet.counts.new, sheet.counts.unchanged, sheet.counts.gone) == (1, 2, 0)
    assert upload.rows("main.account", "id") == [("1100200",), ("1100210",), ("2.10",)]
    assert [str(remark) for remark in sheet.remarks] == [
        "Account ID: separators or decimals were taken out: 2 ×, such as 1.100.200."
    ]


def test_keys_that_are_known_with_their_dots_keep_them(upload):
    upload.load(a=accounts("1.100.200", "2.10"))
    [sheet] = upload.load(a=accounts("1.100.200", "1.100.210")).sheets

    assert (sheet.counts.new, sheet.counts.unchanged, sheet.counts.gone) == (1, 1, 1)
    assert sheet.remarks == []


@pytest.mark.parametrize("keys", [["1.001", "1.001.234"], ["1001", "1001234"]])
def test_an_id_and_what_refers_to_it_are_judged_together(upload, keys):
    upload.load(a=accounts(*keys), c="Id,LastName,Account ID\nC1,Bos,1.001\nC2,Vos,1.001\n")

    assert upload.rows("main.account", "id") == [("1001",), ("1001234",)]
    assert upload.rows("main.contact", "account_id") == [("1001",), ("1001",)]


def test_a_reference_that_is_no_amount_leaves_the_ids_as_they_are(upload):
    upload.load(
        a=accounts("1.100.200", "1.100.210", "2.10"),
        c="Id,LastName,Account ID\nC1,Bos,1.100.200\nC2,Vos,1.100.210\n",
    )
    assert upload.rows("main.account", "id") == [("1.100.200",), ("1.100.210",), ("2.10",)]
    assert upload.rows("main.contact", "account_id") == [("1.100.200",), ("1.100.210",)]


def test_a_reference_alone_goes_by_the_keys_in_the_store(upload):
    upload.load(a=accounts("1001", "1001234"))
    upload.load(c="Id,LastName,Account ID\nC1,Bos,1.001\nC2,Vos,1.9\n")
    assert upload.rows("main.contact", "account_id") == [("1001",), ("1.9",)]


def test_two_keys_that_would_become_one_stay(upload):
    upload.load(a=accounts("1001", "1001.0"))
    assert upload.rows("main.account", "id") == [("1001",), ("1001.0",)]
