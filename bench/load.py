"""Twenty people at work at once: python -m bench.load [--contacts N] [--sessions N] [--minutes N].

Every session is a browser of its own that reads, decides and edits, and looks at each for a while;
in the last part an export comes in by the inbox, which is loaded and judged meanwhile. What every
session did is compared with the store afterwards: nothing is lost, and nothing is done twice. What
was refused because the export had changed the card is not done, and the page has to have said so.
"""

import argparse
import asyncio
import os
import random
import shutil
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from playwright.async_api import Page, async_playwright

from bench import data, pages
from bench.runs import Timing, process
from dq.casework import queue
from dq.handover.report import pdf
from dq.store import opening

PORT = 8643
# So many seconds one looks before the next action, half of it to one and a half times; a decision
# takes 20 s in practice, see dq/casework/queue.py.
LOOK = 10.0
# What a page says of a fault of ours; all else that it says in red is a refusal.
FAULT = "referentie"
HEAD, FIELD = ".st-key-review_head", ".st-key-way [data-testid=stForm] input"
# Once in so many actions one looks around, page by page, each with the part that has to be there.
EACH, ANY = 6, "every act"
LOOKED_AT = (("Bevindingen", ".st-key-f_details"), ("Review", ".st-key-case"))
MEMORY = 1024.0 * 1024


@dataclass
class Session:
    """One person's browser: where they begin, what they did (a command, how often), and how many
    seconds each action took, by its name and by whether a load was under way."""

    name: str
    case_id: str
    did: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    took: list[tuple[str, bool, float]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    """Measure, print what came of it, and say so by the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--look", type=float, default=LOOK, help="seconds before each action")
    given = parser.parse_args()
    data.OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data.OUT) as folder:
        store = Path(folder) / "store.duckdb"
        fill(store, given.contacts)
        sessions = begun(store, given.sessions)
        memory, processor = asyncio.run(
            run(store, sessions, given.minutes * 60, given.contacts, given.look)
        )
        lines, fine = told(store, sessions, memory)
    before = sum(not during for one in sessions for _, during, _ in one.took)
    each = (
        f"{1000 * processor / max(before, 1):.0f} ms of the server's processor an action, no load"
    )
    print("\n".join([*lines, each]))
    raise SystemExit(not fine)


def fill(store: Path, contacts: int) -> None:
    """A store of this size, judged."""
    files = [str(path) for path in data.first_week(contacts)]
    process(Timing(), "-m", "dq", "--store", str(store), "load", *files)
    process(Timing(), "-m", "dq", "--store", str(store), "check", "--output", f"{store}.csv")


def begun(store: Path, number: int) -> list[Session]:
    """So many sessions, each with a part of the cases for itself."""
    db = opening.connect(store)
    listed = queue.entries(db, "all", "")
    opening.close(db)
    return [
        Session(f"Persoon-{one}", listed[one * len(listed) // number].id) for one in range(number)
    ]


async def run(
    store: Path, sessions: list[Session], seconds: float, contacts: int, look: float
) -> tuple[list[float], float]:
    """Let them work; the server's memory in MB (before anybody came, once all are there, halfway
    and at the end), and its seconds of processor until the load."""
    serve = ["-m", "dq", "--store", str(store), "serve", "--port", str(PORT)]
    with pages.served(serve, PORT) as server:
        async with async_playwright() as playwright:
            chromium = await playwright.chromium.launch(executable_path=pdf.chromium())
            first = await arrive(chromium, "Iemand", sessions[0].case_id)
            await first.close()
            memory = [resident(server.pid)]
            open_ = [await arrive(chromium, one.name, one.case_id) for one in sessions]
            memory.append(resident(server.pid))
            start, idle = time.monotonic(), processor(server.pid)
            loading = [False]
            work = [
                asyncio.create_task(working(page, one, start + seconds, loading, look))
                for page, one in zip(open_, sessions, strict=True)
            ]
            await asyncio.sleep(seconds / 2)
            memory.append(resident(server.pid))
            await asyncio.sleep(seconds / 4)
            memory.append(resident(server.pid))
            busy = processor(server.pid) - idle
            loading[0] = True
            deliver(store, contacts)
            await asyncio.gather(*work)
            await chromium.close()
    return memory, busy


def deliver(store: Path, contacts: int) -> None:
    """Put next week's export into the inbox."""
    inbox = store.parent / "inbox"
    inbox.mkdir(exist_ok=True)
    for path in data.next_week(contacts):
        shutil.copy(path, inbox / path.name)


def resident(pid: int) -> float:
    """The memory that a process has, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / MEMORY
    raise ProcessLookupError(pid)


def processor(pid: int) -> float:
    """The seconds of processor that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def arrive(chromium, name: str, case_id: str) -> Page:
    """A browser of somebody with this name, at a case."""
    here = f"http://127.0.0.1:{PORT}"
    context = await chromium.new_context(viewport={"width": 1280, "height": 900})
    await context.add_cookies([{"name": "kaartenbak_name", "value": name, "url": here}])
    page = await context.new_page()
    await page.goto(f"{here}/review?whose=all&case={case_id}")
    await page.wait_for_selector(".st-key-case", timeout=120_000)
    await page.wait_for_selector(pages.READY, timeout=120_000)
    return page


async def working(page: Page, one: Session, until: float, loading: list[bool], look: float) -> None:
    """Decide on case after case, and look at the findings now and then."""
    pause = random.Random(one.name)
    turn = pause.randrange(EACH)  # people do not all look at the findings at once

    async def done(name: str, act: Callable[[], Awaitable[None]]) -> None:
        start, during = time.monotonic(), loading[0]
        await act()
        one.took.append((name, during, time.monotonic() - start))
        one.did[name] += name != "read"
        await page.wait_for_timeout(pause.uniform(0.5, 1.5) * look * 1000)
        await complaints(page, one, name)

    await page.wait_for_timeout(pause.uniform(0.5, 1.5) * look * 1000)
    while time.monotonic() < until:
        turn += 1
        try:
            if turn % EACH:
                await done(*await next_decision(page, one))
            else:
                for title, part in LOOKED_AT:
                    await done("read", partial(opened, page, title, part))
        except Exception as error:
            one.wrong.append(f"{type(error).__name__}: {str(error).splitlines()[0]}")
            return


async def next_decision(page: Page, one: Session) -> tuple[str, Callable[[], Awaitable[None]]]:
    """What to do about the case on screen: a job title is filled in, the rest is put off."""
    box = page.locator(FIELD)
    label = page.locator(".st-key-way [data-testid=stForm] label")
    if await box.count() and (await label.first.inner_text()).strip() == "Functie":
        await box.first.fill("Planner")
        return "edit", lambda: pressed(page, "Enter")
    await page.keyboard.press("Escape")
    return "dispose", lambda: pressed(page, "3")


async def pressed(page: Page, key: str) -> None:
    """From a key to the next case, at rest."""
    before = await page.locator(HEAD).inner_text()
    await page.keyboard.press(key)
    await page.wait_for_function(
        f"before => document.querySelector('{HEAD}')?.innerText !== before"
        " && document.querySelector('[data-test-script-state=\"notRunning\"]')",
        arg=before,
        timeout=60_000,
    )


async def opened(page: Page, title: str, part: str) -> None:
    """From the menu to a page, until it is at rest and has this part."""
    await page.get_by_role("link", name=title, exact=True).first.click()
    await page.get_by_role("heading", name=title, exact=True, level=1).wait_for()
    await page.wait_for_selector(part, timeout=60_000)
    await page.wait_for_selector(pages.READY, timeout=60_000)


async def complaints(page: Page, one: Session, name: str) -> None:
    """Note what the page says went wrong of the last action, or refused, which is not done then."""
    for text in await page.locator("[data-testid=stAlertContentError]").all_inner_texts():
        said = " ".join(text.split())
        if said in one.refused[-1:]:  # it stands there until the next decision
            continue
        if FAULT in said or name == "read":
            one.wrong.append(said)
        else:
            one.refused.append(said)
            one.did[name] -= 1


def told(store: Path, sessions: list[Session], memory: list[float]) -> tuple[list[str], bool]:
    """What came of it, in lines, and whether nothing went wrong."""
    db = opening.connect(store)
    rows = db.execute(
        "select actor, command, count(*) from change where command in ('dispose', 'edit')"
        " and undone_by is null group by all"
    ).fetchall()
    loads = db.execute("select count(*) from load").fetchall()[0][0]
    opening.close(db)
    stored = Counter({(actor, command): number for actor, command, number in rows})
    done = Counter({(one.name, what): n for one in sessions for what, n in one.did.items()})
    differ = {key: (done[key], stored[key]) for key in done | stored if done[key] != stored[key]}
    wrong = [f"{one.name}: {text}" for one in sessions for text in one.wrong]
    refused = [f"{one.name}: {text}" for one in sessions for text in one.refused]
    each = (memory[1] - memory[0]) / len(sessions)
    grown = (memory[3] - memory[2]) / len(sessions)
    lines = [
        f"{len(sessions)} sessions, {done.total()} decisions, {loads} loads",
        f"lost or doubled (done, stored): {differ or 'none'}",
        f"refused, and said so: {refused or 'nothing'}",
        f"went wrong: {wrong or 'nothing'}",
        f"memory of the server in MB: {', '.join(f'{one:.0f}' for one in memory)};"
        f" {each:.1f} a session, {grown:+.1f} a session from halfway to the load",
    ]
    took = [part for one in sessions for part in one.took]
    for during, when in ((False, "no load"), (True, "while a load came in")):
        for name in ("dispose", "edit", "read", ANY):
            some = sorted(
                seconds for what, then, seconds in took if then == during and name in (what, ANY)
            )
            if some:
                p95 = some[min(len(some) - 1, int(len(some) * 0.95))]
                middle = statistics.median(some)
                lines.append(f"{name}, {when}: {len(some)}, median {middle:.2f} s, p95 {p95:.2f} s")
    return lines, not differ and not wrong


if __name__ == "__main__":
    main()
