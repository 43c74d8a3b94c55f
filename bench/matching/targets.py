"""The table of targets: floors, goals and moonshots beside what was measured.

Tested in tests/bench/test_targets.py.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TARGETS = Path(__file__).with_suffix(".toml")
OURS = "Kaartenbak"

Figures = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """What is aimed for of one figure. A share of pairs wrongly merged is to be small; one of right
    scores at least the goal, and not so much (`most`) that the score says too little."""

    name: str
    of: str
    floor: float
    goal: float
    what: str = "f1"
    moonshot: float | None = None
    most: float | None = None

    @property
    def small(self) -> bool:
        """Whether less is better."""
        return self.what.startswith("merged")

    def reached(self, value: float) -> str:
        """How far a measured value is: "below", "floor", "goal" or "moonshot"."""
        found = "below"
        for step in ("floor", "goal", "moonshot"):
            wanted = getattr(self, step)
            if wanted is not None and (value <= wanted if self.small else value >= wanted):
                found = step
        return found


def targets() -> list[Target]:
    """Every target, in the order of the table."""
    return [Target(**one) for one in tomllib.loads(TARGETS.read_text("utf-8"))["target"]]


def measured(target: Target, results: list[Figures], own: Figures) -> float | None:
    """The figure that a target speaks of; None where it was not measured."""
    kind, _, name = target.of.partition(" ")
    if kind in ("small", "accounts"):
        found = [one["f1"] for one in own.get(kind, {}).get(name, [])]
        return sum(found) / len(found) if found else None
    tools = [
        one["tools"][OURS]
        for one in results
        if one["corpus"].startswith(target.of) and OURS in one["tools"]
    ]
    if not tools:
        return None
    what, *rest = target.what.split()
    if what == "least":
        return min(one["default"]["f1"] for one in tools)
    if what == "band":
        return _right(_largest(results, target.of), *map(float, rest))
    if what == "merged":
        kinds = _largest(results, target.of)[0]["kinds"]["negatives"]
        return kinds[rest[0]][0] if rest[0] in kinds else None
    return sum(one["default"]["f1"] for one in tools) / len(tools)


def _largest(results: list[Figures], of: str) -> list[Figures]:
    """Our figures on the sets of this name with most records."""
    some = [one for one in results if one["corpus"].startswith(of) and OURS in one["tools"]]
    most = max(one["records"] for one in some)
    return [one["tools"][OURS] for one in some if one["records"] == most]


def _right(tools: list[Figures], low: float, high: float) -> float | None:
    """The share of right pairs between two certainties."""
    inside = [
        (pairs, right)
        for one in tools
        for start, stop, pairs, right in one["bands"]
        if start >= low and stop <= high
    ]
    total = sum(pairs for pairs, _ in inside)
    return sum(pairs * right for pairs, right in inside) / total if total else None


def rows(results: list[Figures], own: Figures) -> list[list[str]]:
    """The table's rows: name, floor, goal, moonshot, measured, and how far that is."""
    found = []
    for target in targets():
        value = measured(target, results, own)
        goal = _figure(target.goal, target)
        if target.most is not None:
            goal += f" to {_figure(target.most, target)}"
        row = [target.name, _figure(target.floor, target), goal, _figure(target.moonshot, target)]
        reached = target.reached(value) if value is not None else "not measured"
        found.append([*row, f"**{_figure(value, target)}**" if value is not None else "", reached])
    return found


def _figure(value: float | None, target: Target) -> str:
    if value is None:
        return ""
    return f"{100 * value:.1f} %" if target.small else f"{value:.4f}".rstrip("0").rstrip(".")
