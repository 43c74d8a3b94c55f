"""What forty cases of the demo ask of somebody who has never seen them: words, keys and minutes.

`python -m bench.newcomer` reviews them by keyboard as the proposals say, counts what is on screen
and what is pressed, and works out the minutes by the keystroke-level model: each sentence is read
whole, each cell of the facts looked at once, and twice one makes up one's mind. It is no person.
Sources: Card, Moran and Newell (1983), The psychology of human-computer interaction (key, mind, one
look of the eye); Brysbaert (2019), How many words do we read per minute?
"""

import argparse
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench import pages
from bench.reviewing import CASE, FIELD, HEAD, NAME, REFUSED, TYPED, open_at
from dq.cli.load import load_files
from dq.domain import demo
from dq.judging import judge
from dq.store import opening

# Words a minute of silent reading; seconds of a key, of making up one's mind and of one look.
READING, KEY, MIND, LOOK = 238, 0.28, 1.35, 0.23
# One makes up one's mind whether the proposal is right, and which key says so.
MINDS = 2
CASES = 40
WORD = re.compile(r"\w[\w@.'’-]*")
# What is left of a case has its number.
TEXT = "+".join(f"document.querySelector('{part}').textContent" for part in (HEAD, CASE))
# Sentences and titles, and how many cells with something in them; the line above a case is looked
# at as cells are, and what is on a key is read once.
SHOWN = f"""() => {{
    const all = what => [...document.querySelector("{CASE}").querySelectorAll(what)]
    const shown = node => node.innerText.trim() && node.checkVisibility()
    const outside = node => shown(node) && !node.closest("button, table")
    const keys = all("button").filter(shown).filter(node => !window.known.has(node.innerText))
    keys.forEach(node => window.known.add(node.innerText))
    return [
        all("p, h2, h3, li, summary").filter(outside).map(node => node.innerText).join("\\n"),
        document.querySelector("{HEAD}").innerText.split("·").length
            + all("td, th").filter(shown).length + keys.length,
    ]
}}"""


@dataclass
class Asked:
    """What the cases asked: words of sentences and looks at cells and keys on screen, keys pressed,
    signs typed, and the seconds that the app took."""

    cases: int = 0
    words: int = 0
    looks: int = 0
    presses: int = 0
    signs: int = 0
    waited: float = 0.0

    @property
    def minutes(self) -> float:
        """What it takes in all."""
        hands = (self.presses + self.signs) * KEY + self.cases * MINDS * MIND
        return self.words / READING + (self.looks * LOOK + hands + self.waited) / 60


def measure(cases: int = CASES) -> Asked:
    """Review so many cases of the demo's third week; a browser and a server are started."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "demo.duckdb"
        db = opening.connect(store)
        for day, files in demo.weeks():
            load_files(db, files, day, actor=demo.ACTOR, sure=True)
        judge.refresh(db)
        opening.close(db)
        serve = ["-m", "dq", "--store", str(store), "serve", "--port", str(pages.PORT)]
        with pages.served(serve, pages.PORT), sync_playwright() as playwright:
            chromium = pages.browser(playwright)
            try:
                return _review(chromium.new_page(viewport={"width": 1280, "height": 900}), cases)
            finally:
                chromium.close()


def _review(page: Page, cases: int) -> Asked:
    here = f"http://127.0.0.1:{pages.PORT}"
    page.context.add_cookies([{"name": "kaartenbak_name", "value": NAME, "url": here}])
    open_at(page, f"{here}/review?whose=all")
    page.evaluate("window.known = new Set()")
    asked = Asked()
    for number in range(cases):
        text, looks = page.evaluate(SHOWN)
        asked.cases += 1
        asked.words += len(WORD.findall(text))
        asked.looks += looks
        _decide(page, asked, f"nieuw{number}@proef.example")
    return asked


def _decide(page: Page, asked: Asked, address: str) -> None:
    """Do what is proposed; type what nothing is proposed for, and put off what needs a form."""
    entered = page.locator(FIELD)
    key = "3" if page.locator(".st-key-way_open").count() else "1"
    if entered.count():
        key = "Enter"
        proposed = entered.first.input_value()
        if not proposed or proposed in page.locator(f"{CASE} table").first.inner_text():
            label = page.locator(".st-key-way [data-testid=stForm] label").first
            text = TYPED.get(label.inner_text().strip(), address)
            entered.first.fill(text)
            asked.signs += len(text)
    page.wait_for_timeout(500)
    before, start = page.evaluate(f"[{TEXT}, performance.now()]")
    page.keyboard.press(key)
    page.wait_for_function(f"before => {TEXT} !== before", arg=before)
    page.wait_for_selector(pages.READY)
    asked.waited += (page.evaluate("performance.now()") - start) / 1000
    asked.presses += 1
    if page.locator(REFUSED).count():
        raise RuntimeError(page.locator(REFUSED).first.inner_text())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.newcomer", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    asked = measure(parser.parse_args().cases)
    print(
        f"{asked.cases} cases in {asked.minutes:.1f} minutes: {asked.words} words,"
        f" {asked.looks} looks, {asked.presses} keys, {asked.signs} signs typed,"
        f" {asked.waited:.1f} s of the app"
    )


if __name__ == "__main__":
    main()
