"""The app run by a test itself, without a browser."""

from functools import cache

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from pages.ui.session.opened import ROOT

# It asks every installed package whether it brings components, which takes as long as a page does.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


# The page that the menu shows first, which has no address of its own.
START = "review/overview.py"


# Every page, by its file; what stands beside them is no page.
PAGES = sorted(
    str(path.relative_to(ROOT / "pages"))
    for path in (ROOT / "pages").glob("*/*.py")
    if path.parent.name not in ("parts", "ui")
)


def app(script=START):
    """A new session that asks for a page by its address; it has not run yet."""
    made = AppTest.from_file(str(ROOT / "pages" / "menu.py"), default_timeout=60)
    return made if script == START else made.switch_page(script)
