from html.parser import HTMLParser

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


EVIL = '<i onclick="x">\'"&'


@pytest.mark.parametrize(
    "draw",
    [
        lambda: widgets.facts([(EVIL, EVIL)]),
        lambda: widgets.table(EVIL, [EVIL, EVIL], [[EVIL, widgets.shown(EVIL)]]),
        lambda: widgets.table(EVIL, [EVIL, EVIL], [[EVIL, widgets.code(EVIL)]], across=True),
        lambda: widgets.bars(EVIL, [(EVIL, 1.0)]),
        lambda: widgets.text(EVIL, EVIL),
        lambda: widgets.lines(EVIL, EVIL),
        lambda: widgets.cells([EVIL]),
        lambda: widgets.quiet(EVIL),
        lambda: widgets.table("", [""], [[widgets.person(EVIL, EVIL)]]),
    ],
    ids=["facts", "table", "across", "bars", "text", "lines", "cells", "quiet", "person"],
)
def test_whatever_a_value_is_it_is_drawn_as_text(draw, monkeypatch):
    drawn = []
    monkeypatch.setattr("streamlit.html", drawn.append)
    draw()
    [page] = drawn
    parser = Parser()
    parser.feed(str(page))
    assert "i" not in parser.tags and "onclick" not in parser.attributes
    assert EVIL in parser.said


class Parser(HTMLParser):
    """What a browser makes of a page: its tags, its attributes, and its texts."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.said = [], {}, ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= dict(attrs)

    def handle_data(self, data):
        self.said += data
