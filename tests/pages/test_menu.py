import re
from pathlib import Path

import pages

FOLDER = Path(pages.__file__).parent


def test_every_page_is_in_the_menu():
    listed = set(re.findall(r'st\.Page\("([^"]+)"', (FOLDER / "menu.py").read_text("utf-8")))
    scripts = {
        str(script.relative_to(FOLDER))
        for script in FOLDER.glob("*/*.py")
        if script.parent.name not in ("ui", "parts")
    }
    assert listed == scripts


def test_no_page_lies_outside_a_section():
    assert {path.name for path in FOLDER.glob("*.py")} == {"__init__.py", "menu.py"}


def test_a_masked_copy_says_so_over_every_page(filled, visit, monkeypatch):
    assert "Masked: names" not in visit("review/overview.py", "en").text
    monkeypatch.setenv("KAARTENBAK_MASKED", "1")
    for page in ("review/overview.py", "settings/help.py"):
        assert "Masked: names" in visit(page, "en").text


def test_who_loads_into_a_masked_copy_is_warned(filled, visit, monkeypatch):
    warning = "What you load here is shown as it is: it is not masked."
    assert warning not in visit("exchange/upload.py", "en").text
    monkeypatch.setenv("KAARTENBAK_MASKED", "1")
    assert warning in visit("exchange/upload.py", "en").text
