"""What of the card's own name an address spells, over spellings that IT gives out."""

import pyarrow as pa
import pytest

from dq.matching.columns.columns import encode
from dq.matching.values import in_address, names


def read(first, last, local):
    """What the address of one card spells."""
    cells = [encode(pa.array([text], pa.string())) for text in (first, last, local)]
    people = names.read(cells[0], cells[1], lambda: cells[2])
    found = in_address.read(people, cells[2])
    letter = chr(found.letter[0]) if found.letter[0] else ""
    return bool(found.surname[0]), bool(found.given[0]), letter, bool(found.own[0])


@pytest.mark.parametrize(
    ("first", "last", "local", "surname", "given", "letter", "own"),
    [
        ("Peter", "Fokkerink", "p.fokkerink", True, False, "p", True),
        ("Peter", "Fokkerink", "peter.fokkerink", True, True, "p", True),
        ("Peter", "Fokkerink", "pfokkerink", True, False, "p", True),
        ("Peter", "Fokkerink", "fokkerink.p", True, False, "p", True),
        ("Peter", "Fokkerink", "fokkerinkp", True, False, "p", True),
        ("Peter", "Fokkerink", "fokkerink.peter", True, True, "", True),
        ("Peter", "Fokkerink", "fokkerink2", True, False, "", True),
        ("Peter", "Fokkerink", "peter", False, True, "", True),
        ("Peter", "Fokkerink", "p.fukkerink", False, False, "", False),
        ("Peter", "van den Fokkerink", "pvandenfokkerink", True, False, "p", True),
        ("Pieter", "de Ruiter", "deruiter.p", True, False, "p", True),
        ("J.P.", "Fokkerink", "fokkerink.jp", True, False, "j", True),
        ("J.P.", "Fokkerink", "fokkerink_jp", True, False, "j", True),
        ("J.P.", "Fokkerink", "fokkerink.j.p", True, False, "j", True),
        ("J.P.", "Fokkerink", "fokkerinkjp", True, False, "j", True),
        ("T.A.", "Dekkermanse", "dekkermanse.ta", True, False, "t", True),
        ("Theo", "Dekkermanse", "dekkermanse.ta", True, False, "t", True),
        ("T.A.", "van den Dekkermanse", "vandendekkermanse.ta", True, False, "t", True),
        ("T.A.", "van den Dekkermanse", "van.den.dekkermanse_ta", True, False, "t", True),
        ("T.A.", "van den Dekkermanse", "dekkermanse.vanden.ta", True, False, "t", True),
        ("T.A.", "van den Dekkermanse", "dekkermanse.ta.vanden", True, False, "t", True),
        ("T.A.", "van den Dekkermanse", "dekkermansetavanden", True, False, "t", True),
        ("T.A.", "van den Dekkermanse", "ta.vandendekkermanse", True, False, "t", True),
        ("T.A.", "de Dekkermanse", "dekkermanseta.de", True, False, "t", True),
        ("P.", "Dekkermanse", "dekkermanse.ta", False, False, "", False),
        ("Sandra", "Smit", "smits.sa", False, False, "", False),
        ("Sandra", "Smit", "smit.sa", True, False, "s", True),
        ("Johannes", "Fokkerink", "jan.fokkerink", True, False, "j", True),
        ("J.P.", "Fokkerink", "jp.fokkerink", True, False, "j", True),
        ("A.", "Fokkerink", "anna.fokkerink", True, True, "a", True),
        ("L.", "Fokkerink", "lote.fokkerink", True, False, "", False),
        ("Anna", "Smit", "a.smits", False, False, "", False),
        ("Anna", "Smit", "smits.a", False, False, "", False),
        ("Anna", "Smit", "planning", False, False, "", False),
        ("Peter", "Fokkerink", None, False, False, "", False),
    ],
)
def test_what_an_address_spells(first, last, local, surname, given, letter, own):
    assert read(first, last, local) == (surname, given, letter, own)


@pytest.mark.parametrize(
    ("first", "local", "last"),
    [
        ("Monique", "moniquetomassenaar", "Tomassenaar"),
        ("Monique", "m.tomassenaar", "Tomassenaar"),
        ("Monique", "mtomassenaar", "Tomassenaar"),
        ("Monique", "tomassenaar.m", "Tomassenaar"),
        ("Monique", "m.vandertomassenaar", "van der Tomassenaar"),
        ("Monique", "m.detomassenaar", "de Tomassenaar"),
    ],
)
def test_another_last_name_in_an_address_is_found(first, local, last):
    cells = [
        encode(pa.array(column, pa.string()))
        for column in ([first, first], ["Wouterink", last], [local, None])
    ]
    people = names.read(cells[0], cells[1], lambda: cells[2])
    found = in_address.read(people, cells[2])
    assert people.squeezed_hashes[people.surname[1]] in found.other[0]
