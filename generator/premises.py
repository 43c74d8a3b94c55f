"""Customers as they are in practice: in one building, called after their town, entered twice.

The rates are those of `practice`.
"""

from typing import TYPE_CHECKING

import numpy as np

from generator import names
from generator.columns import words
from generator.names import WORDS
from generator.practice import Habits

if TYPE_CHECKING:
    from generator.companies import Companies

# What somebody adds to a customer's name who does not see that it is there, or sees it too late.
ADDED = ("Holding B.V.", "Beheer B.V.", "Groep", "(oud)", "- NIET GEBRUIKEN", "Nederland")
# The share of second accounts that have such a word in their name.
ADDING = 0.55
# Shares of second accounts that lack, or have otherwise, what the first has.
LACKING = {"Phone": 0.35, "Website": 0.45, "BillingStreet": 0.3, "BillingPostalCode": 0.3}
MOVED = 0.15


def towns(
    rng: np.random.Generator, titles: np.ndarray, city: np.ndarray, agency: np.ndarray, share: float
) -> np.ndarray:
    """Call this share of the companies after their town, each by another name."""
    chosen = np.flatnonzero((rng.random(len(titles)) < share) & ~agency)
    titles, taken = titles.copy(), set(titles)
    kinds = words([*WORDS["town_trades"], *WORDS["town_bodies"]])
    for row in chosen:
        name = f"{kinds[int(rng.integers(len(kinds)))]} {city[row]}"
        if name not in taken:
            taken.add(name)
            titles[row] = name
    return titles


def furnish(rng: np.random.Generator, companies: "Companies", habits: Habits) -> None:
    """Let companies share a building, and spoil the second accounts."""
    if habits.buildings:
        _neighbours(rng, companies, habits.buildings)
    if habits.copies:
        for first, second in companies.copies:
            _spoil(rng, companies.accounts, first, second)


def _neighbours(rng: np.random.Generator, companies: "Companies", share: float) -> None:
    """Move this share of the companies into the building of another."""
    count = len(companies.size)
    order = rng.permutation(count)[: 2 * round(count * share)]
    for host, guest in zip(order[::2], order[1::2], strict=True):
        for column in (companies.city, companies.postal_code):
            column[guest] = column[host]
        rows = np.flatnonzero(companies.owner == guest)
        first = companies.first_account[host]
        for name in ("BillingStreet", "BillingPostalCode", "BillingCity"):
            companies.accounts[name][rows] = companies.accounts[name][first]
        companies.neighbours.append((int(first), int(companies.first_account[guest])))


def another_title(rng: np.random.Generator, title: str) -> str:
    """A customer's name with a word added, or with one letter beside the right one."""
    bare = title
    for form in ("B.V.", "BV", "N.V.", "V.O.F.", "Groep"):
        bare = bare.removesuffix(f" {form}")
    return f"{bare} {ADDED[int(rng.integers(len(ADDED)))]}"


def _spoil(
    rng: np.random.Generator, accounts: dict[str, np.ndarray], first: int, second: int
) -> None:
    for name, share in LACKING.items():
        if rng.random() < share:
            accounts[name][second] = None
    if rng.random() < MOVED:
        city = list(names.CITIES)[int(rng.integers(len(names.CITIES)))]
        low = names.CITIES[city][1] + int(rng.integers(90))
        accounts["BillingStreet"][second] = f"Nieuweweg {int(rng.integers(1, 200))}"
        accounts["BillingPostalCode"][second] = f"{low} AB"
        accounts["BillingCity"][second] = city
    elif accounts["BillingStreet"][second] is None and rng.random() < 0.5:
        accounts["BillingCity"][second] = None
