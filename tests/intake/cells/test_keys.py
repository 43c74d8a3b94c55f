"""A key has one form, however it is written."""

import pytest

GUID = "0b1c2d3e-1111-2222-3333-4444aaaa6666"
NOBODY = "00000000-0000-0000-0000-000000000000"
ID = "003Kb0000000007IAA"


def key(upload, cell):
    escaped = cell.replace('"', '""')
    upload.load(file=f'Id,LastName\n"{escaped}",A\n')
    [(id,)] = upload.rows("main.contact", "id")
    return id


@pytest.mark.parametrize(
    "cell", [GUID, GUID.upper(), f"{{{GUID}}}", f"{{{GUID.upper()}}}", f"({GUID})", f" {GUID} "]
)
def test_a_guid_has_small_letters_and_no_braces(upload, cell):
    assert key(upload, cell) == GUID


@pytest.mark.parametrize(
    "cell",
    [
        "https://x.my.salesforce.com/003Kb0000000007",
        "https://x.my.salesforce.com/003Kb0000000007?nooverride=1",
        f"https://x.lightning.force.com/lightning/r/Contact/{ID}/view",
        f'=HYPERLINK("https://x.my.salesforce.com/{ID}";"{ID}")',
        f'=HYPERLINK("https://x.my.salesforce.com/{ID}","Jan Een")',
    ],
)
def test_an_id_is_taken_out_of_a_link(upload, cell):
    assert key(upload, cell) == ID


@pytest.mark.parametrize("id", [GUID, f"%7B{GUID.upper()}%7D", f"{{{GUID}}}"])
def test_a_guid_is_taken_out_of_a_link(upload, id):
    cell = f"https://x.crm4.dynamics.com/main.aspx?etn=contact&pagetype=entityrecord&id={id}"
    assert key(upload, cell) == GUID


@pytest.mark.parametrize(
    "cell",
    [
        "https://x.my.salesforce.com/r/001Kb0000000007IAA/related/003Kb0000000008IAA/view",
        "https://x.example/people/jan-de-vries/overview",
        f"{GUID}-2",
        "a-key-of-another-system-that-is-longer-than-most",
    ],
)
def test_a_long_key_that_is_not_plain_stays(upload, cell):
    assert key(upload, cell) == cell


def test_a_reference_finds_a_guid_written_otherwise(upload):
    upload.load(
        a=f"Account ID,Account Name\n{GUID},Alfa\n",
        c=f"Id,LastName,AccountId\n1,A,{{{GUID.upper()}}}\n2,B,{NOBODY}\n",
    )
    assert upload.rows("main.contact", "account_id") == [(GUID,), (None,)]


RAW = f"{{{GUID.upper()}}}"
CARDS = f"Id,LastName,AccountId\n{RAW},Bos,{RAW[:-2]}7}}\n{RAW[:-2]}8}},Vos,{RAW[:-2]}9}}\n"


def raw(upload):
    """A store that got the keys of two cards and one account as they are in the file."""
    upload.load(c=CARDS, a=f"Account ID,Account Name\n{RAW[:-2]}7}},Alfa\n")
    for schema in ("upstream", "main"):
        for table, column in (("contact", "id"), ("contact", "account_id"), ("account", "id")):
            upload.db.execute(
                f"update {schema}.{table} set {column} = '{{' || upper({column}) || '}}'"
            )


def test_a_guid_that_the_store_has_in_another_form_is_the_same(upload):
    raw(upload)
    batch = upload.load(c=CARDS, a=f"Account ID,Account Name\n{RAW[:-2]}7}},Alfa\n")

    for sheet in batch.sheets:
        counts = sheet.counts
        assert (counts.new, counts.changed, counts.gone, counts.rejected) == (0, 0, 0, 0)
        assert counts.unchanged == sheet.rows > 0
    assert upload.rows("main.contact", "id", "account_id") == [
        (RAW, f"{RAW[:-2]}7}}"), (f"{RAW[:-2]}8}}", f"{RAW[:-2]}9}}")
    ]  # fmt: skip


def test_a_new_guid_beside_others_in_another_form_is_new(upload):
    raw(upload)
    [sheet] = upload.load(c=CARDS + f"{RAW[:-2]}1}},Mos,{RAW[:-2]}7}}\n").sheets

    assert (sheet.counts.new, sheet.counts.changed, sheet.counts.gone) == (1, 0, 0)
    assert (f"{GUID[:-1]}1", f"{RAW[:-2]}7}}") in upload.rows("main.contact", "id", "account_id")
