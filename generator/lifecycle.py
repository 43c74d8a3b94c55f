"""What happens to the cards: status and successor, portal users, projects and Business Central."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator import ids
from generator.cards import Cards
from generator.columns import only, text, words
from generator.companies import Companies
from generator.names import WORDS

NAME = ("FirstName", "MiddleName", "LastName")


@dataclass
class World:
    """The tables of an export by object, and who is who; cards are counted from 0."""

    companies: Companies
    cards: Cards
    tables: dict[str, dict[str, np.ndarray]]
    people: int  # the first cards, one per person
    negatives: list[tuple[int, int, str]]
    defects: list[tuple[str, str, str | None]]

    @property
    def contacts(self) -> dict[str, np.ndarray]:
        """The contact table."""
        return self.tables["contacts"]


def run(rng: np.random.Generator, world: World) -> None:
    """Fill in the contact table and make every table that depends on it, without defects."""
    _status(rng, world)
    _usernames(rng, world)
    _dates(rng, world)
    world.tables["accounts"] = world.companies.accounts
    world.tables["relations"] = _relations(rng, world)
    world.tables["projects"], world.tables["approvals"] = _projects(rng, world)
    world.tables["bc_contacts"] = _bc_contacts(rng, world)
    world.tables["portal_users"] = portal_users(world)


def heads(world: World) -> np.ndarray:
    """The first card of each card's company: always in service, so it can succeed leavers."""
    company = world.cards.company
    _, first = np.unique(company, return_index=True)
    return first[np.searchsorted(company[first], company)]


def _status(rng: np.random.Generator, world: World) -> None:
    table, head = world.contacts, heads(world)
    count = len(head)
    draw = rng.random(count)
    old = np.zeros(count, dtype=bool)
    moved = [left for left, _, kind in world.cards.duplicates if kind == "employer_change"]
    old[moved] = rng.random(len(moved)) < 0.6
    follows = head != np.arange(count)
    left = follows & ((draw < 0.08) | old) & (table["FirstName"] != None)  # noqa: E711
    status = np.where(left, "Uit dienst", np.where(follows & (draw > 0.985), "Inactief", "Actief"))
    table["Status"] = status.astype(object)
    table["SuccessorId__c"] = only(left, table["Id"][head])


def _usernames(rng: np.random.Generator, world: World) -> None:
    """A username, equal to the address, for who may have one: the address's first card."""
    table = world.contacts
    email = pd.Series(table["Email"]).str.lower()
    shared = np.zeros(len(email), dtype=bool)
    for left, right, kind in world.negatives:
        if kind in ("shared_mailbox", "shared_address"):
            shared[[left, right]] = True
    free = email.notna().to_numpy() & ~email.duplicated().to_numpy() & ~shared
    wanted = rng.random(len(email)) < 0.6
    wanted[heads(world)] = True
    table["Username"] = only(free & wanted, email.to_numpy(dtype=object))


def _dates(rng: np.random.Generator, world: World) -> None:
    count = len(world.contacts["Id"])
    created = np.datetime64("2016-01-04") + rng.integers(0, 3900, count)
    modified = created + rng.integers(0, 500, count)
    for column, days in (("CreatedDate", created), ("LastModifiedDate", modified)):
        stamps = text(np.minimum(days, np.datetime64("2026-11-06")))
        world.contacts[column] = stamps + "T09:30:00.000+0000"
    for column in ("EmailBouncedDate", "EmailBouncedReason"):
        world.contacts[column] = np.full(count, None, dtype=object)


def _relations(rng: np.random.Generator, world: World) -> dict[str, np.ndarray]:
    """The direct relation of every card, and an indirect one for one card in ten."""
    cards, identity = world.cards, world.contacts["Id"]
    accounts = world.companies.accounts["Id"]
    several = world.companies.account_count[cards.company] > 1
    indirect = np.flatnonzero(several & (rng.random(len(identity)) < 0.3))
    company = cards.company[indirect]
    first, size = world.companies.first_account[company], world.companies.account_count[company]
    shift = 1 + (rng.random(len(company)) * (size - 1)).astype(int)
    second = first + (cards.account[indirect] - first + shift) % size
    account = np.concatenate([accounts[cards.account], accounts[second]])
    count = len(account)
    # Who is at no account has no relation with the own one.
    there = np.ones(count, dtype=bool)
    there[cards.homeless] = False
    table = {
        "Id": ids.salesforce("07k", count),
        "AccountId": account,
        "ContactId": np.concatenate([identity, identity[indirect]]),
        "Roles": rng.choice(words([*WORDS["roles"], ""]), count),
        "IsActive": np.full(count, "true", dtype=object),
        "IsDirect": np.repeat(
            np.array(["true", "false"], dtype=object), [len(identity), len(indirect)]
        ),
        "StartDate": np.full(count, None, dtype=object),
        "EndDate": np.full(count, None, dtype=object),
    }
    return {name: column[there] for name, column in table.items()}


def _projects(
    rng: np.random.Generator, world: World
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Projects at the accounts of cards, each approved by users of the same company."""
    table, cards = world.contacts, world.cards
    count = max(len(table["Id"]) // 6, 10)
    of = rng.integers(0, len(table["Id"]), count)
    closed = rng.random(count) < 0.3
    start = np.datetime64("2024-01-01") + rng.integers(0, 1000, count)
    end = np.minimum(start + rng.integers(60, 400, count), np.datetime64("2026-10-30"))
    word = rng.choice(words(WORDS["project_words"]), count)
    projects = {
        "Id": ids.salesforce("a0P", count),
        "Name": word + " " + cards_city(world, of) + " " + text(np.arange(count) + 1001),
        "AccountId": world.companies.accounts["Id"][cards.account[of]],
        "Status": np.where(closed, "Afgesloten", "Actief").astype(object),
        "StartDate": text(start),
        "EndDate": only(closed, text(end)),
    }
    able = np.flatnonzero((table["Status"] == "Actief") & (table["Username"] != None))  # noqa: E711
    able = able[np.argsort(cards.company[able], kind="stable")]
    project = np.repeat(np.arange(count), rng.integers(1, 4, count))
    company = cards.company[of][project]
    low = np.searchsorted(cards.company[able], company)
    high = np.searchsorted(cards.company[able], company, side="right")
    approver = able[
        (low + rng.random(len(project)) * (high - low)).astype(int).clip(0, len(able) - 1)
    ]
    known = high > low
    # Nobody can approve at a company without users, and on a running project somebody does.
    idle = np.setdiff1d(np.arange(count), project[known])
    projects["Status"][idle] = "Afgesloten"
    projects["EndDate"][idle] = text(end)[idle]
    kinds = np.array(["Uren", "Deelovereenkomst", "Factuur"], dtype=object)
    order = np.arange(len(project)) - np.searchsorted(project, project)
    active = (rng.random(int(known.sum())) < 0.9) | (order[known] == 0)
    approvals = {
        "Id": ids.salesforce("a0Q", int(known.sum())),
        "ProjectId": projects["Id"][project[known]],
        "ContactId": table["Id"][approver[known]],
        "Kind": kinds[order[known] % 3],
        "IsActive": np.where(active, "true", "false").astype(object),
    }
    return projects, approvals


def cards_city(world: World, cards: np.ndarray) -> np.ndarray:
    """The place of each card's company."""
    return world.companies.city[world.cards.company[cards]]


def _bc_contacts(rng: np.random.Generator, world: World) -> dict[str, np.ndarray]:
    """Seven people in ten are in Business Central as well; leavers are blocked there."""
    table = world.contacts
    known = np.flatnonzero(rng.random(world.people) < 0.7)
    names = [
        " ".join(part for part in parts if part)
        for parts in zip(
            *(table[c][known] for c in ("FirstName", "MiddleName", "LastName")), strict=True
        )
    ]
    left = table["Status"][known] == "Uit dienst"
    return {
        "No": np.array([f"CT{n:07d}" for n in range(1, len(known) + 1)], dtype=object),
        "SalesforceId": table["Id"][known],
        "Name": np.array(names, dtype=object),
        "Email": table["Email"][known],
        "CompanyNo": np.array([f"K{n:06d}" for n in world.cards.company[known]], dtype=object),
        "Blocked": np.where(left, "true", "false").astype(object),
    }


def portal_users(world: World) -> dict[str, np.ndarray]:
    """A portal user for every card with a username, as the contact table now stands."""
    table = world.contacts
    has = np.flatnonzero(table["Username"] != None)  # noqa: E711
    active = np.where(table["Status"][has] == "Actief", "true", "false").astype(object)
    return {
        "Id": ids.salesforce("005", len(table["Id"]))[has],  # a user keeps its id
        "Username": table["Username"][has],
        "ContactId": table["Id"][has],
        "Email": table["Email"][has],
        "IsActive": active,
        "FirstName": table["FirstName"][has],
        "LastName": table["LastName"][has],
        # In the weeks before the export, and without drawing: users are made again with defects.
        "LastLoginDate": text(np.datetime64("2026-10-30") - has % 100) + "T08:15:00.000+0000",
    }
