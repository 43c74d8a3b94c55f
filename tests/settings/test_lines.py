"""Lines of a setting that say what belongs together, as they are typed and as they are kept."""

import pytest

from dq.settings import lines


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("firma.nl, firma-groep.nl", ("firma.nl", "firma-groep.nl")),
        (" Firma.NL  firma.com;firma.be ", ("firma.nl", "firma.com", "firma.be")),
        ("firma.nl = firma.com", ("firma.nl", "firma.com")),
        ("firma.nl, firma.nl", None),
        ("firma.nl", None),
        ("firma, groep", None),
        ("jan@firma.nl, firma.com", None),
        ("", None),
    ],
)
def test_domains(line, wanted):
    assert lines.domains(line) == wanted
    if wanted:
        assert lines.domains(lines.written_domains(wanted)) == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Sjaak = Jacobus", ("sjaak", "jacobus")),
        ("Sjaak = Jacobus, Jaak", ("sjaak", "jacobus", "jaak")),
        ("Sjaak=Sjaak", None),
        ("Sjaak", None),
        ("Noël = Noëlle", ("noël", "noëlle")),
        ("Anne-Marie = Annemiek", None),
        ("Jan Piet = Klaas", None),
        ("Jan = 7", None),
        ("=", None),
    ],
)
def test_names(line, wanted):
    assert lines.names(line) == wanted
    if wanted:
        assert lines.names(lines.written_names(wanted)) == wanted


def test_lines_that_share_a_part_are_one_group():
    found = lines.groups([("a", "b"), ("c", "d"), ("e", "b", "c")])
    assert found == [("a", "b", "c", "d", "e")]
