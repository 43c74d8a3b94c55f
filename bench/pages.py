"""What a visitor waits for: a page in a cold browser, a switch of page, a click on a filter."""

import contextlib
import os
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Generator
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from bench.runs import PYTHON, ROOT, Timing
from dq.handover.report import pdf

# Every page but those that say what one record is, of which the card stands for all, and the
# search, which is timed as one types.
PAGES = (
    *("", "review", "findings", "duplicates", "usernames", "progress", "perhaps", "merge_all"),
    *("create", "contact", "tiles", "leave", "business_central"),
    *("upload", "package", "results", "clashes", "download", "report"),
    *("history", "certainty", "settings", "personal_data", "help"),
)
WITHIN = ("switch", "filter", "search", "bar")
PORT, EMPTY_PORT = 8641, 8642
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
# Asked with each frame; a wait for a selector looks after 20, 50, 100, then each 500 milliseconds.
DRAWN = f"() => document.querySelector('h1') && document.querySelector('{READY}')"
# Milliseconds from now to the last change of the page, once nothing changed for a while. A table
# is a drawing; the copy of its rows inside the canvas, for screen readers, follows 0.3 s later
# and is not waited for.
SETTLED = """
    () => new Promise(done => {
        const start = performance.now()
        let last = start
        const seen = change => !(change.target.closest && change.target.closest("canvas"))
        const watch = new MutationObserver(changes => {
            if (changes.some(seen)) last = performance.now()
        })
        watch.observe(document.body, {subtree: true, childList: true, characterData: true})
        const timer = setInterval(() => {
            const idle = document.querySelector('[data-test-script-state="notRunning"]')
            if (idle && last > start && performance.now() - last > 700) {
                clearInterval(timer)
                watch.disconnect()
                done(last - start)
            }
        }, 50)
    })
"""


def measure(store: Path, contact: str, rounds: int) -> dict[str, Timing]:
    """Timings of "empty", of each page by its path, of "switch", "filter", "search" and "bar"."""
    with (
        served(["-m", "dq", "--store", str(store), "serve", "--port", str(PORT)], PORT),
        served(["-m", "streamlit", "run", str(ROOT / "bench" / "empty_app.py"), *plain(EMPTY_PORT)],
               EMPTY_PORT),
        sync_playwright() as playwright,
    ):  # fmt: skip
        timings = {name: Timing() for name in ("empty", *PAGES, *WITHIN)}
        for page in PAGES:  # the first visitor after a start imports the page
            _cold(playwright, Timing(), address(page, contact))
        for _ in range(rounds):
            for page in PAGES:
                _cold(playwright, timings[page], address(page, contact))
                _cold(playwright, timings["empty"], f"http://127.0.0.1:{EMPTY_PORT}/")
            _within(playwright, timings)
    return timings


def address(page: str, contact: str) -> str:
    """Where the page is; the card page shows one contact."""
    query = f"?id={contact}" if page == "contact" else ""
    return f"http://127.0.0.1:{PORT}/{page}{query}"


@contextlib.contextmanager
def served(command: list[str], port: int) -> Generator[subprocess.Popen]:
    """A server in a folder of its own, up when this begins and gone when it ends."""
    with tempfile.TemporaryDirectory() as elsewhere:
        folder = ROOT if "dq" in command else Path(elsewhere)
        server = subprocess.Popen(
            [PYTHON, *command], cwd=folder, stdout=subprocess.DEVNULL, env=os.environ
        )
        try:
            _wait(server, port)
            yield server
        finally:
            server.terminate()
            server.wait(20)


def _wait(server: subprocess.Popen, port: int) -> None:
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the server on port {port} ended with {server.returncode}")
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).close()
            return
        time.sleep(0.2)
    raise TimeoutError(f"no server on port {port}")


def plain(port: int) -> list[str]:
    """Options that keep Streamlit to itself and off the screen."""
    return [
        f"--server.port={port}",
        *("--server.address=127.0.0.1", "--server.headless=true"),
        *("--browser.serverAddress=127.0.0.1", "--browser.gatherUsageStats=false"),
    ]


def browser(playwright: Playwright) -> Browser:
    """A Chromium: the machine's own, else Playwright's."""
    return playwright.chromium.launch(executable_path=pdf.chromium())


def _cold(playwright: Playwright, timing: Timing, url: str) -> None:
    """From asking for the page to its heading, with its script at rest; nothing in the cache."""
    chromium = browser(playwright)
    try:
        page = chromium.new_page()
        start = time.perf_counter()
        page.goto(url, wait_until="commit")
        page.wait_for_function(DRAWN, timeout=120_000)
        timing.whole.append(time.perf_counter() - start)
    finally:
        chromium.close()


def _within(playwright: Playwright, timings: dict[str, Timing]) -> None:
    """Switches and clicks in a browser that has been around the app once."""
    chromium = browser(playwright)
    try:
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address("", ""))
        page.wait_for_selector(READY, timeout=120_000)
        page.wait_for_selector("h1", timeout=120_000)
        for visited in ("findings", "usernames", "findings"):
            _settled(page, lambda to=visited: _menu(page, to))
        for visited in ("usernames", "findings"):
            timings["switch"].whole.append(_settled(page, lambda to=visited: _menu(page, to)))
        page.locator("[class*=st-key-f_severity] input").first.click()
        option = page.locator("[role=option]").nth(1)
        option.wait_for()
        timings["filter"].whole.append(_settled(page, option.click))
        _typing(page, timings["bar"], "[class*=st-key-find] input")
        page.goto(address("search", ""))
        page.wait_for_selector(READY, timeout=120_000)
        _typing(page, timings["search"], "[class*=st-key-s_text] input")
    finally:
        chromium.close()


def _typing(page: Page, timing: Timing, box: str) -> None:
    """From the last key to the last hit; before it a search that draws the first list."""
    page.locator(box).fill("piet")
    page.wait_for_selector(".kb-search li")
    page.wait_for_timeout(500)
    for text in ("jan de vries", "j.bakker@", "0612345678", "bakker bouw"):
        timing.whole.append(_settled(page, lambda typed=text: page.locator(box).fill(typed)))


def _menu(page: Page, to: str) -> None:
    page.locator(f'a[href$="/{to}"]').first.click()


def _settled(page: Page, act: Callable[[], object]) -> float:
    """Seconds from an act to the last change that it makes on the page."""
    page.evaluate(f"() => {{ window.settled = ({SETTLED})() }}")  # not awaited here
    act()
    return float(page.evaluate("window.settled")) / 1000
