"""Normal forms: what means the same reads the same."""

import pyarrow as pa
import pytest

from dq.matching import emails, normalise
from dq.matching.columns import encode
from dq.matching.normalise import Name
from dq.matching.phones import numbers
from dq.matching.swapped import unswapped


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("de Vries", Name("", "vries")),
        ("Vries, de", Name("", "vries")),
        ("v.d. Berg", Name("", "berg")),
        ("van der Berg", Name("", "berg")),
        ("VAN DEN BERG", Name("", "berg")),
        ("'s-Gravesande", Name("", "gravesande")),
        ("Jansen-de Boer", Name("", "jansen boer")),
        ("Bakker jr.", Name("", "bakker", 2)),
        ("Bakker sr", Name("", "bakker", 1)),
        ("Jan de Vries", Name("jan", "vries")),
        ("Vries, Jan de", Name("jan", "vries")),
        ("Müller", Name("", "muller")),
        ("Van Der", Name("", "vander")),
        ("", Name()),
    ],
)
def test_a_last_name(text, name):
    assert normalise.surname(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jan", "jan"),
        ("JAN", "jan"),
        ("J.P.", "j p"),
        ("JP", "j p"),
        ("Jan-Willem", "jan willem"),
        ("dr. Anna", "anna"),
        ("Dhr.", ""),
        ("Jan van", "jan"),
        ("Renée", "renee"),
    ],
)
def test_a_first_name(text, name):
    assert normalise.given_name(text) == name


@pytest.mark.parametrize(
    ("one", "two"),
    [("jansen", "janssen"), ("dijk", "dyk"), ("philips", "filips")],
)
def test_names_that_sound_alike(one, two):
    assert normalise.sound(one) == normalise.sound(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Bakker B.V.", "bakker bv"),
        ("Bakker & Zn. N.V.", "Bakker en Zn"),
        ("Stichting Zorg", "Zorg"),
        ("B. V. Café Noord", "Cafe Noord"),
    ],
)
def test_a_company_without_its_legal_form(one, two):
    assert normalise.company(one) == normalise.company(two)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-04-12T15:11:57.000+0000", "20220412"),
        ("12-4-2022", "20220412"),
        ("7/22/70", "19700722"),
        ("19700722", "19700722"),
    ],
)
def test_a_date(text, day):
    assert normalise.date(text) == day


def test_phone_numbers_in_all_notations_are_one_number():
    texts = ["06-12345678", "+31 (0)6 1234 5678", "0031612345678", "+31612345678", "06 12 34 56 78"]
    assert set(numbers(pa.chunked_array([texts])).tolist()) == {612345678}
    assert numbers(pa.chunked_array([["123", "geen", ""]])).tolist() == [0, 0, 0]


def test_an_address_is_tidied_and_split():
    texts = [
        " Jan@Firma.NL ",
        "mailto:jan@firma.nl",
        "jan@firma.nl.invalid",
        "JAN@firma.nl.INVALID.; ",
        "jan",
        "info@firma.nl",
    ]
    found = emails.read(pa.table({"email": texts}), ("email",))
    values = [*found.domain.values.to_pylist(), None]
    domains = [values[code] for code in found.domain.codes]
    assert domains == ["firma.nl"] * 4 + [None, "firma.nl"]
    assert found.whole.codes[:4].tolist() == [0, 0, 0, 0]
    assert found.whole.values[0].as_py() == "jan@firma.nl"
    assert found.mailbox.tolist() == [False] * 5 + [True]


def test_swapped_cells_are_put_right_by_what_the_file_knows():
    first = encode(_texts(["Martin"] * 5 + ["Smit"]))
    last = encode(_texts(["Smit", "Bakker", "Smit", "Visser", "Smit", "Martin"]))
    fixed_first, fixed_last, swapped = unswapped(first, last)
    assert swapped.tolist() == [False] * 5 + [True]
    assert fixed_first.values[fixed_first.codes[5]].as_py() == "Martin"
    assert fixed_last.values[fixed_last.codes[5]].as_py() == "Smit"


def _texts(values):
    return pa.array(values)
