"""Every package that the product runs with is listed with its licence, and none asks for more than
to be named."""

import re

import licences

# Licences under which what uses the package would have to be given away too.
COPYLEFT = re.compile(r"\b(A?GPL|General Public License|EUPL|SSPL|CC-BY-SA)\b")


def test_the_page_is_what_the_packages_say():
    assert licences.PAGE.read_text("utf-8") == licences.page()


def test_every_package_says_its_licence_and_none_is_copyleft():
    rows = [line.split(" | ") for line in licences.page().splitlines() if line.startswith("| ")][1:]
    assert len(rows) == len(licences.pins()) > 30
    assert [row for row in rows if len(row[2].strip(" |")) < 2 or COPYLEFT.search(row[2])] == []


def test_every_pin_has_the_hashes_of_its_files():
    for path in licences.ROOT.glob("requirements*.txt"):
        blocks = re.split(r"\n(?=\S)", path.read_text("utf-8").strip())
        assert [block for block in blocks if "--hash=sha256:" not in block] == [], path.name
