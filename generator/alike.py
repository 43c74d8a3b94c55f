"""Colleagues whose names are one letter apart, and how each has an address of the own name.

The kinds and their rates are in `practice`.
"""

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from generator import names
from generator.companies import Companies
from generator.names import local_part, slug

if TYPE_CHECKING:
    from generator.people import People

# Kinds in which both have one last name.
FAMILY = ("own_first_name", "initial_after", "numbered_mistyped", "junior")
VOWELS = "aeiou"


def confuse(rng: np.random.Generator, p: "People", left: int, right: int, kind: str) -> None:
    """Give `right` a name that is easily taken for that of `left`."""
    if kind == "junior" and p.gender[left] == "f":
        formal, calls = names.given_names("m").draw(rng, 1)[0]
        p.gender[left], p.formal[left], p.call[left] = "m", formal, calls[0]
        p.initials[left] = formal[0] + "."
    for column in (p.gender, p.formal, p.call, p.initials):
        column[right] = column[left]
    p.partner[left] = p.partner[right] = ""
    p.prefix[right], p.surname[right] = p.prefix[left], p.surname[left]
    if kind == "own_surname":
        p.surname[right] = near_surname(rng, p.surname[left])
    elif kind == "own_first_name":
        _first_names(rng, p, left, right)
    elif kind == "initial_after":
        _initials(rng, p, left, right)
    elif kind == "junior":
        p.surname[right] = f"{p.surname[left]} jr."


def _first_names(rng: np.random.Generator, p: "People", left: int, right: int) -> None:
    """Two first names of one gender that are one letter apart, such as Anna and Anja."""
    pairs = near_calls(p.gender[left])
    one, two = pairs[int(rng.integers(len(pairs)))]
    for person, name in ((left, one), (right, two)):
        p.formal[person] = p.call[person] = name
        p.initials[person] = name[0] + "."


def _initials(rng: np.random.Generator, p: "People", left: int, right: int) -> None:
    """Another first name that begins with another letter."""
    while p.call[right][0] == p.call[left][0] or p.formal[right][0] == p.formal[left][0]:
        p.gender[right] = "mf"[int(rng.integers(2))]
        formal, calls = names.given_names(p.gender[right]).draw(rng, 1)[0]
        p.formal[right], p.call[right] = formal, calls[0]
        p.initials[right] = formal[0] + "."


def readdress(rng: np.random.Generator, companies: Companies, p: "People") -> None:
    """Addresses that belong to the kind: the letter behind the last name, a mistyped domain."""
    for left, right, kind in p.negatives:
        if kind == "initial_after":
            for one in (left, right):
                last = slug(p.prefix[one]), slug(p.surname[one])
                local = local_part("last.f", slug(p.call[one]), *last)
                p.email[one] = f"{local}@{companies.domain[p.company[one]]}"
        elif kind == "numbered_mistyped":
            local = p.email[left].partition("@")[0].rstrip("0123456789")
            domain = companies.domain[p.company[left]]
            place = int(rng.integers(1, domain.index(".")))
            p.email[left] = f"{local}1@{domain}"
            p.email[right] = f"{local}2@{domain[:place]}{domain[place + 1 :]}"


def near_surname(rng: np.random.Generator, name: str) -> str:
    """A last name one letter apart: one that there is, or the same with another vowel."""
    others = _near_surnames().get(name, [])
    if others and rng.random() < 0.7:
        return others[int(rng.integers(len(others)))]
    places = [place for place, letter in enumerate(name) if place and letter in VOWELS]
    if not places:
        return name + "s"
    place = places[int(rng.integers(len(places)))]
    vowel = VOWELS.replace(name[place], "")[int(rng.integers(4))]
    return name[:place] + vowel + name[place + 1 :]


@cache
def _near_surnames() -> dict[str, list[str]]:
    known = {surname for _, surname in names.surnames().values}
    found: dict[str, list[str]] = defaultdict(list)
    for one, two in _one_apart(known):
        found[one].append(two)
        found[two].append(one)
    return {name: sorted(others) for name, others in found.items()}


@cache
def near_calls(gender: str) -> list[tuple[str, str]]:
    """First names one letter apart that are not call names of one formal name."""
    formal: dict[str, set[str]] = defaultdict(set)
    for name, calls in names.given_names(gender).values:
        for call in calls:
            formal[call].add(name)
    return sorted(
        (one, two) for one, two in _one_apart(set(formal)) if not formal[one] & formal[two]
    )


def _one_apart(known: set[str]) -> set[tuple[str, str]]:
    """Pairs in which one letter, not the first, is another one or more."""
    holes: dict[str, set[str]] = defaultdict(set)
    found = set()
    for name in known:
        for place in range(1, len(name)):
            holes[f"{name[:place]}\0{name[place + 1 :]}"].add(name)
            less = name[:place] + name[place + 1 :]
            if less in known:
                found.add((min(name, less), max(name, less)))
    for together in holes.values():
        several = sorted(together)
        found |= {(one, two) for one in several for two in several if one < two}
    return found
