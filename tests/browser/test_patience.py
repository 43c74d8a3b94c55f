"""That waiting for one of two elements to go ends, either way."""

import pytest
from patience import expect

TWO = "<p>Seen</p><p>Seen</p>"
GOES = "setTimeout(() => document.querySelector('p').remove(), 500)"


def test_one_of_two_that_goes_is_waited_for(page):
    page.set_content(f"{TWO}<script>{GOES}</script>")
    expect(page.get_by_text("Seen")).to_be_visible()


def test_two_that_stay_are_told(page, monkeypatch):
    monkeypatch.setattr("patience.LONGEST", 0.5)
    page.set_content(TWO)
    with pytest.raises(AssertionError, match="resolved to 2 elements"):
        expect(page.get_by_text("Seen")).to_be_visible()
