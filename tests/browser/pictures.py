"""Make the pictures of the README from the demo company: `python -m pictures FOLDER`.

What they show follows from the demo's exports, whose days are fixed, and from what is done here;
what would be another every day is not in them.
"""

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

import chromium
from patience import AT_REST
from PIL import Image, ImageChops
from playwright.sync_api import Page, sync_playwright
from server import serving

from dq.casework import merging, together
from dq.cli import load
from dq.commands import merge
from dq.domain import demo
from dq.judging import judge
from dq.queries.review import alike
from dq.store import opening

WHO = "Sanne de Wit"
SIZE = {"width": 1280, "height": 800}
# So many colours are enough for a screen, and make a file a third of the size.
COLOURS = 96
# So few pixels that differ by more than so much are nothing that anybody sees.
FEW, SHADE = 16, 24
# Somebody of the demo who has two cards, whose address is mistyped on one of them.
TWICE = "003Kb000002mMQWIA2"
# So many of each are put right, so that a package has something.
SLIPS, DOUBLES = 8, 5


@dataclass(frozen=True)
class Picture:
    """A page by its place in the app, and what is done on it before the picture is taken."""

    name: str
    place: str
    act: Callable[[Page], None] = lambda _page: None


def fill(path: Path) -> str:
    """The demo company after its last export, some of it put right; a case of one person twice."""
    db = opening.connect(path)
    for day, files in demo.weeks():
        load.load_files(db, files, day, actor=demo.ACTOR, sure=True)
        judge.run(db)
    for check in ("email_domain_typo", "username_not_email"):
        together.run(db, together.proposals(db, check)[:SLIPS], WHO)
    judge.refresh(db)
    groups = [group.ids for group in alike.groups(db, together.MOST)]
    done = 0
    for one in merging.proposals(db, "contact", groups):
        if done < DOUBLES and one and not one.look and not merging.obstacles(db, one.command):
            merge.run(db, one.command, WHO)
            done += 1
    judge.refresh(db)
    db.execute("update change set moment = ?", [datetime.combine(demo.weeks()[-1][0], time(10))])
    rows = db.execute("select case_id from case_record where record_id = ?", [TWICE]).fetchall()
    opening.close(db)
    return rows[0][0]


def without_its_age(page: Page) -> None:
    """Take away how old the export is, which is more every day."""
    age = page.locator(".kb-quiet", has_text="The export is")
    assert age.count() == 1, "the line with the age of the export is called otherwise"
    age.evaluate_all("found => found.forEach((one) => { one.style.display = 'none' })")


def until_the_last_export(page: Page) -> None:
    """The day of the package, which is today's otherwise."""
    page.locator(".st-key-p_day [role=spinbutton]").first.click()
    page.keyboard.type(f"{demo.weeks()[-1][0]:%d%m%Y}", delay=50)
    page.keyboard.press("Tab")
    settle(page)
    page.locator("[data-testid=stExpander] summary").first.click()
    page.mouse.move(0, 0)


def pictures(case: str) -> list[Picture]:
    """What the README shows."""
    return [
        Picture("overview", "", without_its_age),
        Picture("case", f"review?whose=all&case={case}"),
        Picture("package", "package", until_the_last_export),
    ]


def make(folder: Path) -> list[Path]:
    """Make them all; the files that were made."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        store = Path(place) / "store.duckdb"
        wanted = pictures(fill(store))
        browser = playwright.chromium.launch(**chromium.launch())
        with serving(store) as address:
            made = [_made(browser, address, one, folder / f"{one.name}.png") for one in wanted]
        browser.close()
    return made


def _made(browser, address: str, one: Picture, target: Path) -> Path:
    context = browser.new_context(viewport=SIZE, locale="en-GB", color_scheme="light")
    context.add_cookies([{"name": "kaartenbak_name", "value": WHO, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/{one.place}{'&' if '?' in one.place else '?'}lang=EN")
    settle(page)
    one.act(page)
    settle(page)
    shot = page.screenshot(animations="disabled", caret="hide")
    context.close()
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    picture = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    if not target.exists() or differs(picture, target):
        picture.save(target, optimize=True)
    return target


def differs(picture: Image.Image, target: Path) -> bool:
    """Whether anybody would see that a picture is another than the one that is there: letters are
    drawn a shade otherwise each time."""
    with Image.open(target) as there:
        if there.size != picture.size:
            return True
        found = ImageChops.difference(there.convert("RGB"), picture.convert("RGB"))
    seen = found.convert("L").point(lambda shade: 255 if shade > SHADE else 0)
    return seen.histogram()[255] > FEW


def settle(page: Page) -> None:
    page.wait_for_function(AT_REST, timeout=60_000)
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(1000)  # charts are drawn after the page is at rest


if __name__ == "__main__":
    for path in make(Path(sys.argv[1])):
        print(f"{path}: {path.stat().st_size / 1000:.0f} kB")
