"""The time from a key of the review to the next case, in the browser, beside an empty fragment."""

from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page, sync_playwright

from bench import pages
from bench.runs import ROOT, Timing
from dq.casework import queue
from dq.store import opening

NAME = "Vera"
# Of these kinds so many cases are decided on, and so many milliseconds one looks at each before:
# people who leave, names to give, cards to move and to merge, fields to fill in, and notes to tell.
KINDS = (
    *("leaver_still_approves", "leaver_can_log_in", "username_clash", "username_missing"),
    *("contact_without_account", "missing_email", "invalid_email", "missing_title"),
    *("duplicate_person", "duplicate_account", "email_domain_typo", "unused_login"),
)
EACH, LOOK = 5, 800
HEAD, CASE = ".st-key-review_head", ".st-key-case"
REFUSED = f"{CASE} [data-testid=stAlertContentError]"
FIELD = ".st-key-way [data-testid=stForm] input"
# What is typed where a case asks for it; an address is made for each, that nobody has.
TYPED = {
    "Functie": "Planner",
    "Telefoon": "030 123 45 67",
    "Mobiel": "06 12345678",
    "Voornaam": "Anna",
    "Achternaam": "Proef",
    "Naam": "Anna Proef",
}
# Milliseconds from the next key to the last that is drawn of the case, or to the focus on its
# field, once another case is there and the page is at rest.
NEXT = f"""
    () => new Promise(done => {{
        const text = part => document.querySelector(part)?.textContent
        const shown = () => text("{HEAD}") + text("{CASE}")  // the rest of a case has its number
        const before = shown()
        let start = null, last = 0
        const begin = event => {{ start ??= performance.now() }}
        addEventListener("keydown", begin, true)
        const drawn = () => {{
            requestAnimationFrame(() => setTimeout(() => {{ last = performance.now() }}))
        }}
        const ours = node => (node.closest ? node : node.parentElement)?.closest("{HEAD}, {CASE}")
        const watch = new MutationObserver(changes => {{
            if (changes.some(change => ours(change.target))) drawn()
        }})
        watch.observe(document.body, {{subtree: true, childList: true, characterData: true}})
        addEventListener("focusin", drawn, true)
        const timer = setInterval(() => {{
            const idle = document.querySelector('[data-test-script-state="notRunning"]')
            if (start && last && idle && shown() !== before && performance.now() - last > 300) {{
                clearInterval(timer)
                watch.disconnect()
                removeEventListener("keydown", begin, true)
                removeEventListener("focusin", drawn, true)
                done(last - start)
            }}
        }}, 20)
    }})
"""


def measure(store: Path, each: int = EACH) -> dict[str, Timing]:
    """Seconds from key to next case by the worst check of the case, and of an "empty" fragment.

    The store is written to.
    """
    cases = _first_of_each(store)
    empty = ["-m", "streamlit", "run", str(ROOT / "bench" / "empty_fragment.py")]
    serve = ["-m", "dq", "--store", str(store), "serve", "--port", str(pages.PORT)]
    timings = {name: Timing() for name in ("empty", *cases)}
    with (
        pages.served(serve, pages.PORT),
        pages.served([*empty, *pages.plain(pages.EMPTY_PORT)], pages.EMPTY_PORT),
        sync_playwright() as playwright,
    ):
        chromium = pages.browser(playwright)
        try:
            here = f"http://127.0.0.1:{pages.PORT}"
            context = chromium.new_context(viewport={"width": 1280, "height": 900})
            context.add_cookies([{"name": "kaartenbak_name", "value": NAME, "url": here}])
            review, floor = context.new_page(), context.new_page()
            open_at(floor, f"http://127.0.0.1:{pages.EMPTY_PORT}/")
            open_at(review, f"{here}/review?whose=all")  # the first visitor after a start imports
            for check, case_id in cases.items():
                open_at(review, f"{here}/review?whose=all&case={case_id}")
                for _ in range(each):
                    review.bring_to_front()
                    timings[check].whole.append(_decide(review))
                    floor.bring_to_front()
                    timings["empty"].whole.append(_timed(floor, "3"))
        finally:
            chromium.close()
    return timings


def _first_of_each(store: Path) -> dict[str, str]:
    """Of every kind the first case in which it is the worst."""
    db = opening.connect(store)
    listed = queue.entries(db, "all", NAME)
    opening.close(db)
    first = {entry.check_id: entry.id for entry in reversed(listed)}
    return {check: first[check] for check in KINDS if check in first}


def open_at(page: Page, url: str) -> None:
    """Open the review there, until its case is drawn and the page at rest."""
    page.goto(url)
    page.wait_for_selector(CASE, timeout=120_000)
    page.wait_for_selector(pages.READY, timeout=120_000)


def _decide(page: Page) -> float:
    """Do what the case on screen proposes; put off what needs a form."""
    field = page.locator(FIELD)
    if field.count():
        label = page.locator(".st-key-way [data-testid=stForm] label").first.inner_text().strip()
        field.first.fill(TYPED.get(label, f"{uuid4().hex}@proef.example"))
        return _timed(page, "Enter")
    return _timed(page, "3" if page.locator(".st-key-way_open").count() else "1")


def _timed(page: Page, key: str) -> float:
    """Seconds from a key to the case after it."""
    page.wait_for_timeout(LOOK)
    page.evaluate(f"() => {{ window.shown = ({NEXT})() }}")  # not awaited here
    page.keyboard.press(key)
    seconds = float(page.evaluate("window.shown")) / 1000
    if page.locator(REFUSED).count():
        raise RuntimeError(page.locator(REFUSED).first.inner_text())
    return seconds
