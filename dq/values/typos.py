"""The domain somebody meant: gmial.com, hotmail.con, bakker.nll, gmailcom."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rapidfuzz.distance import OSA

FILE = Path(__file__).with_name("endings.txt")
DOMAIN = re.compile(r"[\w.-]+")


@cache
def endings() -> frozenset[str]:
    """Every ending (top-level domain) that exists."""
    lines = FILE.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@dataclass(frozen=True)
class Typos:
    """What a domain is compared with.

    `targets` are providers one keystroke away from which means a slip, `known` are domains that
    are right as they are, `common_endings` come with the likeliest first.
    """

    targets: list[str]
    known: list[str]
    common_endings: list[str]
    _right: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_right", frozenset(self.known) | frozenset(self.targets))

    def likely(self, domain: str) -> str | None:
        """The domain that `domain` (lower case) was meant to be; None when it may be right."""
        if domain in self._right or not DOMAIN.fullmatch(domain):
            return None
        dotted = self._dotted(domain)
        if dotted is None:
            return None
        ended = self._ended(dotted)
        meant = self._target(ended) or ended
        return meant if meant != domain else None

    def _dotted(self, domain: str) -> str | None:
        """Put the missing dot back: gmailcom, gmail; None where nothing tells where it was."""
        if "." in domain:
            return domain
        for target in self.targets:
            if domain == target.split(".")[0]:
                return target
        for ending in sorted(self.common_endings, key=len, reverse=True):
            name = domain.removesuffix(ending)
            if name != domain and len(name) > 2:
                return f"{name}.{ending}"
        return None

    def _ended(self, domain: str) -> str:
        """Put the ending right where it does not exist and is a keystroke from a common one."""
        name, _, ending = domain.rpartition(".")
        if ending in endings() or ending.startswith("xn--") or not name or not ending:
            return domain
        for common in self.common_endings:
            if OSA.distance(ending, common, score_cutoff=1) <= 1:
                return f"{name}.{common}"
        return domain

    def _target(self, domain: str) -> str | None:
        """The provider a keystroke away; the first letter is seldom the one that slips."""
        if domain in self._right:
            return None
        ending = domain.rpartition(".")[2]
        for target in self.targets:
            if domain[:1] != target[:1] or OSA.distance(domain, target, score_cutoff=1) > 1:
                continue
            # hotmail.fr and hotmail.nl are two domains; only a shortened .com is a slip.
            same_name = domain.rpartition(".")[0] == target.rpartition(".")[0]
            if same_name and ending not in ("co", "cm", "om"):
                continue
            return target
        return None
