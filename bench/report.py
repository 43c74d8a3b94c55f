"""The measured speed as text: docs/performance.md."""

import platform
import statistics
from pathlib import Path

import numpy as np

from bench.pages import PAGES
from bench.searching import as_rows
from bench.speed import Figures

INTRODUCTION = """# Speed

Written by `make bench`: `python -m bench` with 100,000 and 1,000,000 generated contacts
(`python -m generator --seed 1`), with their accounts, relations, projects, approvals,
portal users and Business Central contacts. Every figure is the median over rounds of whole
processes, from start to exit, in which the compared sides took turns. The ratio is to the floor:
DuckDB's bare `read_csv` + `create table` of the same files in the same run, or an empty Streamlit
app in a browser started for that one page.

Machine: {machine}.
"Processor" is the time of all cores together, which other work disturbs less than the clock.
"""
WORK = {
    "floor": ("the floor: DuckDB reads the same files", ""),
    "load": ("load into an empty store", "3 x the floor"),
    "next week": ("load a week later (1 % changed, 1 % gone)", ""),
    "same again": ("load the same files again", ""),
    "facts": ("validate all e-mail addresses and phone numbers, first time", "12 s at 100,000"),
    "facts again": ("the same, nothing new", ""),
    "match": ("find the likely duplicates", ""),
    "checks": ("all checks, findings with their history, scores", "2 s at 100,000"),
}


def text(measured: dict[int, Figures]) -> str:
    """The page for the figures by number of contacts."""
    parts = [INTRODUCTION.format(machine=machine())]
    for contacts, figures in sorted(measured.items()):
        rounds = f"{figures['rounds']['count']:.0f} round(s)"
        parts += ["", f"## {contacts:,} contacts, {rounds}", "", _work(figures)]
        if "page empty" in figures:
            parts += ["", _pages(figures)]
        if "review" in figures:
            parts += ["", _review(figures["review"])]
        parts += ["", _slowest(figures), "", _search(figures)]
    return "\n".join(part.rstrip("\n") for part in parts) + "\n"


def machine() -> str:
    """Processor, cores, memory and Python of this machine."""
    facts = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    names = [line.partition(":")[2].strip() for line in facts.splitlines() if "model name" in line]
    memory = ""
    if Path("/proc/meminfo").exists():
        kilobytes = int(Path("/proc/meminfo").read_text().split()[1])
        memory = f", {kilobytes / 1024**2:.0f} GB"
    cores = f"{len(names) or '?'} cores"
    processor = names[0] if names else platform.machine()
    return f"{processor}, {cores}{memory}, Python {platform.python_version()}"


def _work(figures: Figures) -> str:
    lines = [
        "| step | process, s | processor, s | the work itself, s | ratio | target |",
        "|---|---|---|---|---|---|",
    ]
    for name, (title, target) in WORK.items():
        found = figures[name]
        own = f"{found['own']:.2f}" if "own" in found else ""
        loads = name in ("load", "next week", "same again")
        ratio = f"{found['seconds'] / figures['floor']['seconds']:.2f}" if loads else ""
        times = f"{found['seconds']:.2f} | {found['cpu']:.2f} | {own}"
        lines.append(f"| {title} | {times} | {ratio} | {target} |")
    return "\n".join(lines)


def _pages(figures: Figures) -> str:
    empty = figures["page empty"]["seconds"]
    lines = [
        "| page in a cold browser | s | ratio (target 1.2) |",
        "|---|---|---|",
        f"| an empty Streamlit app | {empty:.2f} | 1 |",
    ]
    for page in PAGES:
        seconds = figures[f"page {page}"]["seconds"]
        lines.append(f"| {page or 'overview'} | {seconds:.2f} | {seconds / empty:.2f} |")
    lines += ["", "| in an open browser | s | target |", "|---|---|---|"]
    lines.append(f"| switch to another page | {figures['page switch']['seconds']:.2f} | 0.5 |")
    lines.append(f"| click on a filter | {figures['page filter']['seconds']:.2f} | 0.5 |")
    for name, where in (("search", "on its page"), ("bar", "in the bar of another page")):
        typed = figures[f"page {name}"]["seconds"]
        lines.append(f"| search {where}, from the last key to the last hit | {typed:.2f} | 0.3 |")
    return "\n".join(lines)


def _review(figures: dict[str, list[float]]) -> str:
    every = [one for name, taken in figures.items() if name != "empty" for one in taken]
    lines = [
        "| from a key of the review to the next case, drawn and with its focus | median, ms"
        " | p95, ms (target 200) | decisions |",
        "|---|---|---|---|",
        _key("an empty fragment that a key draws anew, in turn with it", figures["empty"]),
        _key("all kinds", every),
    ]
    slowest = sorted(figures.items(), key=lambda found: -statistics.median(found[1]))
    lines += [_key(name, taken) for name, taken in slowest if name != "empty"]
    return "\n".join(lines)


def _key(name: str, seconds: list[float]) -> str:
    middle, high = (1000 * float(np.percentile(seconds, share)) for share in (50, 95))
    return f"| {name} | {middle:.0f} | {high:.0f} | {len(seconds)} |"


def _slowest(figures: Figures) -> str:
    each = figures["checks one by one"]
    slowest = sorted(each.items(), key=lambda found: -found[1])[:5]
    named = ", ".join(f"{name} {seconds:.2f}" for name, seconds in slowest)
    return f"All check queries together {sum(each.values()):.2f} s; the slowest: {named}."


def _search(figures: Figures) -> str:
    warm = figures["search"]["warm"]["seconds"]
    told = (
        f"A search in process, with the cards of its hits (target: p99 under 50 ms); reading all"
        f" cards into memory takes {warm:.1f} s after a start, beside the first pages."
    )
    return "\n".join([told, "", *as_rows(figures["search"])])
