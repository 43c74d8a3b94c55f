"""The page becomes a PDF by a Chromium where there is one; else it is said in a sentence."""

import pytest
import reported

from dq.errors import Invalid
from dq.handover.report import page, pdf
from dq.words.voice import Voice


def test_without_a_chromium_it_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "chromium", lambda: None)
    with pytest.raises(Invalid, match="no Chromium"):
        pdf.write("<p>x</p>", tmp_path / "x.pdf")


def test_a_chromium_that_does_nothing_is_said_to(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "chromium", lambda: "/bin/true")
    with pytest.raises(Invalid, match="did not make"):
        pdf.write("<p>x</p>", tmp_path / "x.pdf")


def test_one_that_is_not_there_is_said_to(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "chromium", lambda: str(tmp_path / "gone"))
    with pytest.raises(Invalid, match="did not make"):
        pdf.write("<p>x</p>", tmp_path / "x.pdf")


@pytest.mark.skipif(pdf.chromium() is None, reason="there is no Chromium here")
def test_a_chromium_prints_the_page(firm, tmp_path, monkeypatch):
    monkeypatch.delenv("LD_PRELOAD", raising=False)  # it has an allocator of its own
    target = tmp_path / "week.pdf"
    pdf.write(page.whole(reported.read(firm), Voice("nl")), target)
    made = target.read_bytes()
    assert made.startswith(b"%PDF-")
    assert made.endswith(pdf.MARK)
    assert b"/Type /Page" in made or b"/Type/Page" in made
