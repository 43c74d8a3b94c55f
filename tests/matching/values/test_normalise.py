"""Normal forms: what means the same reads the same."""

import numpy as np
import pyarrow as pa
import pytest

from dq.matching.columns.columns import encode
from dq.matching.comparing import emails as compare_emails
from dq.matching.values import emails, name_cells, normalise, organisations
from dq.matching.values.name_cells import Name
from dq.matching.values.phones import believed, numbers
from dq.matching.values.swapped import unswapped


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
        ("de Heer", Name("", "heer")),
        ("Heer, de", Name("", "heer")),
        ("van der Aa", Name("", "aa")),
        ("Dhr. de Heer jr.", Name("", "heer", 2)),
        ("Ma", Name("", "ma")),
        ("Ma, Wei", Name("wei", "ma")),
        ("Mr. Ba", Name("", "ba")),
        ("Sen", Name("", "sen")),
        ("Sen jr.", Name("", "sen", 2)),
        ("De heer Kopma", Name("", "kopma")),
        ("Kopma, dhr.", Name("", "kopma")),
        ("", Name()),
    ],
)
def test_a_last_name(text, name):
    assert name_cells.surname(text) == name


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
        ("De heer", ""),
        ("De heer A.", "a"),
        ("Jan van", "jan"),
        ("Kees sr.", "kees"),
        ("Kees van, jr", "kees"),
        ("Wei Jun", "wei jun"),
        ("Junior", "junior"),
        ("Renée", "renee"),
    ],
)
def test_a_first_name(text, name):
    assert name_cells.given_name(text) == name


@pytest.mark.parametrize(
    ("text", "rank"),
    [("Kees sr.", 1), ("Kees (jr)", 2), ("J.P. II", 2), ("Kees", 0), ("Wei Jun", 0), ("Senior", 0)],
)
def test_a_generation_in_a_first_name_cell(text, rank):
    assert name_cells.generation(text) == rank


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
    assert organisations.company(one) == organisations.company(two)


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


def test_a_number_that_only_fills_a_cell_is_none():
    filling = ["06-00000000", "06 99 99 99 99", "06-66666666", "1111111", "222222"]
    real = ["06-12345679", "020-5550000", "0611110001", "654322"]
    found = believed(numbers(pa.chunked_array([filling + real])))
    assert found.tolist() == [0] * 5 + [612345679, 205550000, 611110001, 654322]


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
    assert found.address.codes[:4].tolist() == [0, 0, 0, 0]
    assert found.address.values[0].as_py() == "jan@firma.nl"
    assert found.mailbox.tolist() == [False] * 5 + [True]


def test_what_only_fills_the_cell_is_no_address():
    texts = ["n.v.t.", "-", "@", "jan@", "@firma.nl", "n.v.t.", "onbekend", "jan@firma.nl", None]
    found = emails.read(pa.table({"email": texts}), ("email",))
    for part in (found.address, found.local, found.domain):
        assert part.codes.tolist() == [-1] * 7 + [0, -1]
        assert part.values.to_pylist() == [part.values[0].as_py()]


def test_an_address_that_lost_its_at_is_one_without_a_domain():
    texts = ["jan.firma.nl", "piet.firma.nl", "jan.firma.nl", "j.firma.nl@"]
    found = emails.read(pa.table({"email": texts}), ("email",))
    assert found.address.codes.tolist() == [0, 1, 0, 2]
    assert found.domain.codes.tolist() == found.local.codes.tolist() == [-1] * 4
    levels, _ = compare_emails.compare(found, np.array([0, 0]), np.array([1, 2]))
    assert levels.tolist() == [compare_emails.SAME_DOMAIN, compare_emails.EXACT]


def test_swapped_cells_are_put_right_by_what_the_file_knows():
    first = encode(_texts(["Martin"] * 5 + ["Smit"]))
    last = encode(_texts(["Smit", "Bakker", "Smit", "Visser", "Smit", "Martin"]))
    fixed_first, fixed_last, swapped = unswapped(first, last)
    assert swapped.tolist() == [False] * 5 + [True]
    assert fixed_first.values[fixed_first.codes[5]].as_py() == "Martin"
    assert fixed_last.values[fixed_last.codes[5]].as_py() == "Smit"


@pytest.mark.parametrize(
    ("first", "swapped"),
    [
        ("van den Bosch", True),
        ("Dhr. van den Bosch", True),
        ("de heer de Bosch", True),
        ("v.d. Bosch", True),
        ("v. Bosch", True),
        ("vd Bosch", True),
        ("De heer", False),
        ("de heer A.", False),
        ("De heer Aart", False),
        ("V. M.", False),
        ("V.D.", False),
        ("v. d. M.", False),
        ("V. J. Marie", False),
        ("V Marie", False),
        ("v. den Bosch", True),
        ("Dewi", False),
    ],
)
def test_a_tussenvoegsel_before_a_first_name_is_a_last_name(first, swapped):
    found = unswapped(encode(_texts([first, "Jan"])), encode(_texts(["Willem", "Kopma"])))
    assert found[2].tolist() == [swapped, False]


def _texts(values):
    return pa.array(values)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Аlblas Bouw", "Alblas Bouw"),  # a Cyrillic A
        ("Lind\N{GREEK SMALL LETTER OMICRON} Zorg", "Lindo Zorg"),
        ("Alblas\N{ZERO WIDTH SPACE} Bouw", "Alblas Bouw"),
        ("Alblas Bouw (oud)", "Alblas Bouw"),
        ("Alblas Bouw (niet meer gebruiken)", "Alblas Bouw B.V."),
        ("ZZZ Alblas Bouw", "Alblas Bouw"),
        ("zz_Alblas Bouw", "Alblas Bouw"),
        ("xxx - Alblas Bouw", "Alblas Bouw"),
    ],
)
def test_what_cannot_be_seen_or_is_no_part_of_a_name_is_not_there(one, two):
    assert organisations.company(one) == organisations.company(two)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://www.linkedin.com/in/White-486/?trk=x", "linkedin.com/in/white-486"),
        ("nl.linkedin.com/in/white-486", "linkedin.com/in/white-486"),
        ("https://linkedin.com", "linkedin.com"),
        ("https://www.acme.example/over-ons", "acme.example"),
    ],
)
def test_a_page_on_a_platform_is_whose_it_is(text, expected):
    assert organisations.website(text) == expected
    assert organisations.site(organisations.website(text)) in ("", "acme", "linkedin")
