"""What is kept of the store for everybody: until it is another, and as it was read."""

import threading

import pytest
from visiting import PAGES

from dq.commands import edit
from dq.queries.cards import contacts
from pages.ui.session import opened


@pytest.fixture
def kept(monkeypatch):
    """By what was asked: what was kept, and how it was when it was read."""
    read, found = opened._remembered, {}

    def watched(moment, ask, args, kwargs):
        answer = read(moment, ask, args, kwargs)
        found.setdefault((moment, ask, repr(args), repr(kwargs)), (answer, repr(answer)))
        return answer

    watched.clear = read.clear
    monkeypatch.setattr(opened, "_remembered", watched)
    return found


@pytest.mark.parametrize("script", PAGES)
def test_no_page_changes_what_is_kept_for_everybody(filled, visit, kept, script):
    first = visit(script, id="003A")
    again = visit(script, id="003A")
    assert again.text == first.text
    for (_, ask, *_), (answer, before) in kept.items():
        assert repr(answer) == before, ask


def test_pages_keep_something(filled, visit, kept):
    visit("cards/contact.py", id="003A")
    assert contacts.card in {ask for _, ask, *_ in kept}


def test_what_is_kept_ends_with_the_store_that_it_was_read_of(filled, visit, kept):
    card = opened.remembered(contacts.card, "003A")
    assert card.title == "Planner"
    before = opened._moment["now"]
    edit.run(opened.open_store(), edit.Edit("003A", card.version, {"title": "Inkoper"}), "Vera")
    assert opened.remembered(contacts.card, "003A").title == "Inkoper"
    assert opened._moment["now"] != before


def test_once_nothing_keeps_up_with_what_is_changed_the_checks_are_waited_for(filled):
    stop = threading.Event()
    stop.set()
    opened.keep_judged(stop)
    assert opened.recent() == 0
