"""What people wrote on a measured page stays when it is measured anew."""

import pytest

from bench import notes
from bench.runs import ROOT


def note(text):
    return f"{notes.BEGIN}\n{text}\n{notes.END}"


BEFORE = f"""# Speed

Written by the bench.

{note("Beside other work.")}

## 100,000 contacts, 2 round(s)

{note("## Taken at night.")}

| old |

{note("### Since then" + chr(10) * 2 + "| a | b |")}

{note("And more.")}

## 1,000,000 contacts, 1 round(s)

{note("The pages waited.")}

| a million |
"""
NOW = "# Speed\n\nWritten anew.\n\n## 100,000 contacts, 5 round(s)\n\n| new |\n"


def test_notes_stay_under_their_heading_and_sizes_that_were_not_measured_too():
    found = notes.kept(BEFORE, NOW)
    assert found == BEFORE.replace("by the bench", "anew").replace("2 round", "5 round").replace(
        "| old |", "| new |"
    )


def test_what_is_measured_anew_takes_the_place_of_what_was():
    found = notes.kept(BEFORE, f"{NOW}\n## 1,000,000 contacts, 5 round(s)\n\n| faster |\n")
    assert "| a million |" not in found
    assert found.endswith(f"5 round(s)\n\n{note('The pages waited.')}\n\n| faster |\n")


def test_a_note_whose_heading_is_gone_comes_last():
    assert notes.kept(f"# A\n\n## B\n\n{note('kept')}\n", "# A\n\nanew\n").endswith(
        f"anew\n\n{note('kept')}\n"
    )


def test_a_page_is_written_where_there_is_none(tmp_path):
    page = tmp_path / "docs" / "speed.md"
    assert notes.write(page, NOW) == NOW
    assert notes.write(page, NOW) == NOW
    assert page.read_text("utf-8") == NOW


@pytest.mark.parametrize("page", ["performance.md", "matching-figures.md"])
def test_our_pages_are_kept_as_they_are(page):
    text = (ROOT / "docs" / page).read_text("utf-8")
    assert text.count(notes.BEGIN) == text.count(notes.END) > 0
    assert notes.kept(text, text) == text
