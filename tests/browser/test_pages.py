"""What holds for every page: accessible, on a telephone too, and nothing from elsewhere."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

import at_work
import pytest
from axe_playwright_python.sync_playwright import Axe
from patience import expect
from playwright.sync_api import TimeoutError

PAGES = {
    "overview": "/",
    "review": "/review",
    "findings": "/findings",
    "duplicates": "/duplicates",
    "usernames": "/usernames",
    "progress": "/progress",
    "merge": "/merge?kind=contact&ids=003A,003B",
    "merge_all": "/merge_all",
    "perhaps": "/perhaps",
    "search": "/search?text=bakker",
    "create": "/create?account=001C",
    "contact": "/contact?id=003A",
    "account": "/account?id=001C",
    "general": "/general?mailbox=info@zuidas.example",
    "tiles": "/tiles",
    "leave": "/leave?ids=003B",
    "business_central": "/business_central",
    "tile": f"/tile?id={at_work.TILE}",
    "upload": "/upload",
    "package": "/package",
    "results": "/results",
    "clashes": "/clashes",
    "download": "/download",
    "report": "/report",
    "history": "/history",
    "certainty": "/certainty",
    "settings": "/settings",
    "personal_data": "/personal_data?id=003A",
    "help": "/help",
}
# Streamlit's own: the parts that it draws itself and that no page can change. And a name that comes
# from style, which axe does not read; test_upload.py asks the browser for it.
NOT_OURS = {
    "upload": {"presentation-role-conflict", "button-name"},
    "results": {"presentation-role-conflict", "button-name"},
}


@pytest.fixture(scope="module")
def server(serve):
    """A server with the company at work."""
    with serve(at_work.fill) as address:
        yield address


@pytest.fixture(scope="module")
def seen(tab, server, ready):
    """What a visit to a page brings to light; every page is visited once."""
    asked, complaints, kept = [], [], {}
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("websocket", lambda socket: asked.append(socket.url))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda line: complaints.append(line.text) if POLICY in line.text else None)

    def look(name, theme):
        tab.emulate_media(color_scheme=theme)
        tab.goto(server + PAGES[name])
        ready(tab)
        expect(tab.get_by_role("heading", level=1)).to_be_visible()
        tab.wait_for_timeout(300)  # colours fade in
        return [
            (violation["id"], [node["html"][:200] for node in violation["nodes"]])
            for violation in Axe().run(tab).response["violations"]
            if violation["id"] not in NOT_OURS.get(name, set())
        ]

    def visit(name):
        if name not in kept:
            asked.clear()
            complaints.clear()
            tab.set_viewport_size({"width": 1280, "height": 900})
            violations = look(name, "light") + look(name, "dark")
            tab.set_viewport_size({"width": 390, "height": 800})
            with contextlib.suppress(TimeoutError):  # tables follow a moment later
                tab.wait_for_function(f"() => {TOO_WIDE} <= 0", timeout=10_000)
            wide, tools = tab.evaluate(TOO_WIDE), tab.evaluate(TOOLS)
            kept[name] = Seen(violations, wide, [*asked], [*complaints], tools)
        return kept[name]

    return visit


@dataclass
class Seen:
    violations: list
    too_wide: float
    asked: list
    complaints: list
    tools: list


# What Streamlit puts over a table or a chart, in English; a pointer over it would show it.
TOOLS = """[...document.querySelectorAll('[data-testid="stElementToolbar"], .stDataFrame')]
  .filter((one) => one.checkVisibility({ opacityProperty: false }))
  .map((one) => one.outerHTML.slice(0, 90))"""
POLICY = "Content Security Policy"
TOO_WIDE = "document.querySelector('.stMainBlockContainer').scrollWidth - window.innerWidth"


def test_no_page_is_left_out():
    menu = {
        path.stem
        for path in Path("pages").glob("*/*.py")
        if path.parent.name not in ("ui", "parts")
    }
    assert PAGES.keys() == menu


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_in_light_and_dark(seen, name):
    assert seen(name).violations == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_telephone(seen, name):
    assert seen(name).too_wide <= 0


@pytest.mark.parametrize("name", PAGES)
def test_no_table_or_chart_has_english_tools(seen, name):
    assert seen(name).tools == []


def test_what_two_cards_hold_stands_one_under_the_other_on_a_telephone(tab, server, ready):
    tab.set_viewport_size({"width": 390, "height": 800})
    tab.goto(f"{server}/duplicates")
    ready(tab)
    table = tab.get_by_role("region", name="De kaarten naast elkaar")
    first, second = (table.get_by_role("cell", name=f"Kaart {one}").first for one in "AB")
    expect(second).to_be_visible()
    assert first.bounding_box()["x"] == second.bounding_box()["x"]
    assert table.evaluate("(box) => box.scrollWidth - box.clientWidth") <= 0


@pytest.mark.parametrize("width", [360, 390])
def test_the_bar_takes_two_lines_of_a_telephone(tab, server, ready, width):
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(f"{server}/help")
    ready(tab)
    lines = set()
    for part in (".kb-week", "#find", ".st-key-lang button", ".st-key-who_box button"):
        box = tab.locator(part).first.bounding_box()
        lines.add(round((box["y"] + box["height"] / 2) / 20))
    assert len(lines) == 2


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fetches_nothing_from_elsewhere(seen, server, name):
    host = server.removeprefix("http://")
    ours = (f"http://{host}", f"ws://{host}", "data:", "blob:")
    assert [url for url in seen(name).asked if not url.startswith(ours)] == []


@pytest.mark.parametrize("name", PAGES)
def test_the_browser_has_nothing_to_complain_about(seen, name):
    assert seen(name).complaints == []


def test_the_typeface_comes_along(seen, tab):
    seen("overview")
    assert tab.evaluate("document.fonts.check('16px Inter')")


def test_every_answer_keeps_the_page_to_itself(tab, server):
    answer = tab.request.get(server)
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
