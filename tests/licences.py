"""Write docs/licences.md: under which licence each package comes that the product runs with."""

import re
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PINS = ROOT / "requirements.txt"
PAGE = ROOT / "docs" / "licences.md"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")
HEAD = """# Licences

Kaartenbak itself is under the [MIT licence](../LICENSE); the letters on screen are Inter, under the
SIL Open Font License (`pages/static/inter-LICENSE.txt`). These are the packages that it runs with,
as `requirements.txt` pins them; `make licences` writes this page from what they say of themselves.

| package | version | licence |
|---|---|---|
"""


def pins() -> dict[str, str]:
    """The version of each package that the product runs with; several where Pythons differ."""
    found: dict[str, str] = {}
    for one in filter(None, map(PIN.match, PINS.read_text("utf-8").splitlines())):
        found[one[1]] = f"{found[one[1]]}, {one[2]}" if one[1] in found else one[2]
    return found


def licence(of: PackageMetadata) -> str:
    """What a package says of its licence: as an expression, by classifiers, or in its own words."""
    if expression := of.get("License-Expression"):
        return expression
    classes = [
        text.rpartition(" :: ")[2]
        for text in of.get_all("Classifier") or []
        if text.startswith("License :: ")
    ]
    said = (of.get("License") or "").strip().partition("\n")[0]
    return "; ".join(classes) or said


def page() -> str:
    """The page as it is to be."""
    rows = [
        f"| {name} | {version} | {licence(metadata(name))} |" for name, version in pins().items()
    ]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
