"""Who is not active in Business Central: there is no standard column for it."""

import json

import pytest

from dq import intake


def blocked(upload):
    return [value for (value,) in upload.rows("upstream.bc_contact", "blocked")]


def own(db, *headers):
    db.execute("insert into setting values ('bc_inactive_column', ?)", [json.dumps(headers)])


@pytest.mark.parametrize("header", ["Blocked", "Niet actief", "Inactief", "Is Inactive"])
def test_a_column_of_who_is_not_active(db, upload, header):
    own(db, "is inactive")
    upload.load(bc=f"Nr.;Naam;{header}\nCT1;Vera;Ja\nCT2;Bas;Nee\nCT3;Noor;\n")
    assert blocked(upload) == [True, False, None]


@pytest.mark.parametrize("header", ["Active", "Actief", "Is actief", "Contact actief"])
def test_a_column_of_who_is_active_is_read_the_other_way_round(db, upload, header):
    own(db, "contact actief")
    upload.load(bc=f"Nr.;Naam;{header}\nCT1;Vera;Ja\nCT2;Bas;Nee\nCT3;Noor;\n")
    assert blocked(upload) == [False, True, None]


def test_a_column_of_ones_own_counts_as_soon_as_it_is_a_setting(db, upload):
    text = "Nr.;Naam;Uit de roulatie\nCT1;Vera;Ja\n"
    upload.load(bc=text)
    assert blocked(upload) == [None]
    own(db, "uit de roulatie")
    upload.load(bc=text)
    assert blocked(upload) == [True]


def test_a_column_of_ones_own_counts_before_the_usual_ones(db, upload):
    own(db, "archief")
    upload.load(bc="Nr.;Naam;Blocked;Archief\nCT1;Vera;Nee;Ja\n")
    assert blocked(upload) == [True]


def test_not_active_any_more_is_not_active(db, upload):
    own(db, "niet meer actief")
    upload.load(bc="Nr.;Naam;Niet meer actief\nCT1;Vera;Ja\n")
    assert blocked(upload) == [True]


def test_a_column_that_the_user_chose_is_read_the_other_way_round_too(db, upload):
    batch = upload.read(bc="Nr.;Naam;Momenteel actief\nCT1;Vera;Ja\n")
    [sheet] = batch.sheets
    intake.remap(db, batch, sheet, "bc_contact", {**sheet.mapping, "Momenteel actief": "blocked"})
    upload.carry_out(batch)
    assert blocked(upload) == [False]


def test_what_cannot_be_read_is_told_and_not_taken_for_active(db, upload):
    [sheet] = upload.load(bc="Nr.;Naam;Actief\nCT1;Vera;misschien\nCT2;Bas;Ja\n").sheets
    assert sheet.rejects == []
    assert [str(remark) for remark in sheet.remarks] == [
        "Actief: neither yes nor no, so left empty: 1 ×, such as misschien in row 2."
    ]
    assert blocked(upload) == [None, False]


def test_an_option_of_business_central_blocks_with_all_only(upload, cases):
    [sheet] = upload.load(bc=(cases / "10-bc-contacten.csv").read_bytes()).sheets
    assert (sheet.rejects, sheet.remarks, sheet.counts.new) == ([], [], 4)
    assert blocked(upload) == [None, True, False, True]


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        (["", "Ship", "Invoice", "All"], [None, False, False, True]),
        (["0", "1", "2", "3"], [False, False, False, True]),
        (["", "Verzenden", "Factureren", "Alle"], [None, False, False, True]),
        (["", "Leveren", "Factuur", "Alles"], [None, False, False, True]),
        (["", "Liefern", "Fakturieren", "Alle"], [None, False, False, True]),
        (["", "Payment", "", "ALL"], [None, False, None, True]),
        (["0", "1", "nee", "ja"], [False, True, False, True]),
        (["0", "1", "1", ""], [False, True, True, None]),
    ],
    ids=["english", "numbers", "dutch", "other_dutch", "german", "vendor", "no_option", "bits"],
)
def test_the_words_of_the_option(upload, words, meaning):
    rows = "".join(f"CT{number};Vera;{word}\n" for number, word in enumerate(words))
    [sheet] = upload.load(bc=f"Nr.;Naam;Blocked\n{rows}").sheets
    assert (sheet.rejects, sheet.remarks) == ([], [])
    assert blocked(upload) == meaning


@pytest.mark.parametrize(
    ("header", "words", "meaning"),
    [
        ("Blocked", ["Niet geblokkeerd", "Geblokkeerd"], [False, True]),
        ("Blocked", ["Not blocked", "Blocked", ""], [False, True, None]),
        ("Gesperrt", ["nicht gesperrt", "gesperrt"], [False, True]),
        ("Actief", ["Nee", "Ja", "Geblokkeerd", "Niet-actief", "Aktiv"],
         [True, False, True, True, False]),
        ("Blocked", ["oui", "non", "Bloqué"], [True, False, True]),
        ("Blocked", ["Alles", "Nee", "1"], [True, False, True]),
        ("Blocked", ["Ship", "1", "0"], [False, True, False]),
        ("Blocked", ["Ja", "1", "3", "2"], [True, True, True, False]),
        ("Actief", ["Ja", "Alles"], [False, True]),
    ],
)  # fmt: skip
def test_a_word_for_a_state_says_the_same_under_any_header(upload, header, words, meaning):
    rows = "".join(f"CT{number};Vera;{word}\n" for number, word in enumerate(words))
    [sheet] = upload.load(bc=f"Nr.;Naam;{header}\n{rows}").sheets
    assert (sheet.rejects, sheet.remarks) == ([], [])
    assert blocked(upload) == meaning


def test_a_login_is_active_or_not_in_words(upload):
    upload.load(u="Id,Username,IsActive\n1,a@x.example,Actief\n2,b@x.example,Inactief\n")
    assert upload.rows("main.portal_user", "active") == [(True,), (False,)]


SWITCHED = "CT1;Vera;{on}\nCT2;Bas;{off}\n"


@pytest.mark.parametrize(
    ("on", "off"),
    [("Ingeschakeld", "Uitgeschakeld"), ("Enabled", "Disabled"), ("Activé", "Désactivé")],
)
def test_what_is_switched_on_says_nothing_of_who_is_blocked(upload, on, off):
    rows = SWITCHED.format(on=on, off=off)
    [sheet] = upload.load(bc=f"Nr.;Naam;Geblokkeerd\n{rows}").sheets
    assert [str(remark) for remark in sheet.remarks] == [
        f"Geblokkeerd: neither yes nor no, so left empty: 2 ×, such as {on} in row 2."
    ]
    assert blocked(upload) == [None, None]


def test_what_is_switched_on_says_who_is_active(upload):
    [sheet] = upload.load(
        bc="Nr.;Naam;Actief\n" + SWITCHED.format(on="Ingeschakeld", off="Uitgeschakeld")
    ).sheets
    assert (sheet.remarks, blocked(upload)) == ([], [False, True])
