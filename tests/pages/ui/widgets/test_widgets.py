import pytest

from pages.ui.widgets import widgets


@pytest.mark.parametrize(
    ("value", "against", "shown"),
    [
        ("jansen", "janssen", "jansen"),
        ("janssen", "jansen", "jans<mark>s</mark>en"),
        ("JANSEN", "jansen", "JANSEN"),
        ("Yılmaz", "Yilmaz", "Y<mark>ı</mark>lmaz"),
        ("İnci", "inci", "<mark>İ</mark>nci"),
        ("Bakker", "Zuidas", "<mark>Bakker</mark>"),
        ("jo@a.nl", "jo@a.nl", "jo<wbr>@a<wbr>.nl"),
        ("a<b>c", "abc", "a<mark>&lt;</mark>b<mark>&gt;</mark>c"),
        ("x", None, "x"),
    ],
    ids=[
        "shorter",
        "longer",
        "case",
        "dotless",
        "dotted",
        "nothing alike",
        "address",
        "markup",
        "no other",
    ],
)
def test_what_the_other_lacks_is_marked_and_everything_is_text(value, against, shown):
    assert widgets.marked(value, against) == shown


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_a_dash(nothing):
    assert widgets.shown(nothing) == widgets.EMPTY


def test_a_value_from_a_file_never_becomes_html():
    assert widgets.shown("<script>alert(1)</script>") == "&lt;script&gt;alert(1)&lt;/script&gt;"
