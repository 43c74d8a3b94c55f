"""Customers, their departments and staffing agencies: who the contacts work for."""

from dataclasses import dataclass, field

import numpy as np

from generator import ids, names, premises
from generator.columns import only, text, words
from generator.names import WORDS
from generator.practice import PLAIN, Habits

STREETS = ["Industrieweg", "Stationsweg", "Havenkade", "Dorpsstraat", "Parallelweg"]
# Parts of a company's name that its domain leaves out.
UNSAID = ("bv", "nv", "b.v", "n.v", "v.o.f", "groep", "zn")


@dataclass
class Companies:
    """One entry per company; `accounts` is the file's table, one entry per account.

    `first_account` and `account_count` say where a company's accounts are: the company itself,
    then its departments, then, where there is one, the account that was entered twice.
    """

    accounts: dict[str, np.ndarray]
    owner: np.ndarray  # account -> company
    first_account: np.ndarray
    account_count: np.ndarray
    domain: np.ndarray
    agency: np.ndarray
    line: np.ndarray  # the first eight digits of its phone numbers
    city: np.ndarray
    postal_code: np.ndarray
    size: np.ndarray  # chance that a person works here
    copies: list[tuple[int, int]]  # accounts that are one organisation
    neighbours: list[tuple[int, int]] = field(default_factory=list)  # accounts in one building


def build(rng: np.random.Generator, contacts: int, habits: Habits = PLAIN) -> Companies:
    """Invent the companies of a CRM with this many contacts: about one for every twelve."""
    count = max(contacts // 12, 20)
    agency = rng.random(count) < 0.10
    titles = _titles(rng, count, agency)
    size = rng.lognormal(0, 1.25, count).clip(0.05, 60)
    departments = np.where(size > 2.2, rng.integers(2, 9, count), 0)
    departments[agency] = 0
    copied = rng.random(count) < 0.015 + habits.copies
    account_count = 1 + departments + copied
    first_account = np.concatenate([[0], np.cumsum(account_count)[:-1]])
    city = rng.integers(0, len(names.CITIES), count)
    areas = np.array([area for area, _ in names.CITIES.values()], dtype=object)[city]
    low = np.array([low for _, low in names.CITIES.values()])[city]
    four_digits = low + rng.integers(0, 90, count)
    letters = np.array(list("ABCDEGHJKLMNPRSTVWXZ"), dtype=object)
    postal = text(four_digits) + " " + letters[rng.integers(0, 20, count)]
    place = np.array(list(names.CITIES), dtype=object)[city]
    if habits.towns:
        titles = premises.towns(rng, titles, place, agency, habits.towns)
    companies = Companies(
        accounts={},
        owner=np.repeat(np.arange(count), account_count),
        first_account=first_account,
        account_count=account_count,
        domain=_domains(titles),
        agency=agency,
        line=_lines(rng, areas),
        city=place,
        postal_code=postal + letters[rng.integers(0, 20, count)],
        size=size / size.sum(),
        copies=[],
    )
    _accounts(
        rng, companies, titles, departments, copied, premises.ADDING if habits.copies else 0.0
    )
    premises.furnish(rng, companies, habits)
    return companies


def _lines(rng: np.random.Generator, areas: np.ndarray) -> np.ndarray:
    numbers = rng.integers(20_000, 80_000, len(areas)).astype(str)
    return np.array([(a + n)[:8] for a, n in zip(areas, numbers, strict=True)], dtype=object)


def _titles(rng: np.random.Generator, count: int, agency: np.ndarray) -> np.ndarray:
    pairs = names.surnames(rare=False).draw(rng, count)
    family = np.array([f"{p} {s}".strip() for p, s in pairs], dtype=object)
    family = np.array([name[0].upper() + name[1:] for name in family], dtype=object)
    branch = rng.choice(words(WORDS["branches"]), count)
    word = rng.choice(words(WORDS["company_words"]), count)
    flex = rng.choice(words(WORDS["agency_words"]), count)
    legal = rng.choice(words(WORDS["legal_forms"]), count)
    shape = rng.integers(0, 6, count)
    other = np.array([s for _, s in names.surnames(rare=False).draw(rng, count)], dtype=object)
    titles = []
    for i in range(count):
        if agency[i]:
            title = f"{word[i] if shape[i] < 3 else family[i]} {flex[i]}"
        elif shape[i] == 0:
            title = f"{family[i]} & {other[i]} {branch[i]}"
        elif shape[i] == 1:
            title = f"{word[i]} {branch[i]} {other[i]}"
        elif shape[i] == 2:
            title = f"{family[i]} & Zn. {branch[i]}"
        else:
            title = f"{family[i]} {branch[i]}"
        titles.append(f"{title} {legal[i]}".strip())
    return np.array(titles, dtype=object)


def _domains(titles: np.ndarray) -> np.ndarray:
    """A domain of its own for each company."""
    taken: dict[str, int] = {}
    domains = []
    for title in titles:
        parts = names.ascii_fold(title).lower().replace("&", "en").split()
        parts = [part for part in parts if part.strip(".") not in UNSAID]
        slug = "".join(c for c in "".join(parts) if c.isalnum())[:40]
        taken[slug] = taken.get(slug, 0) + 1
        domains.append(f"{slug}{taken[slug] if taken[slug] > 1 else ''}.example")
    return np.array(domains, dtype=object)


def _accounts(
    rng: np.random.Generator,
    companies: Companies,
    titles: np.ndarray,
    departments: np.ndarray,
    copied: np.ndarray,
    added: float,
) -> None:
    """Fill the account table: the company, its departments, its accidental second account.

    :param added: the share of the second accounts that have a word more in their name
    """
    owner, first = companies.owner, companies.first_account
    total = len(owner)
    identity = ids.salesforce("001", total)
    place = np.arange(total) - first[owner]
    is_department = (place > 0) & (place <= departments[owner])
    is_copy = place > departments[owner]
    title = titles[owner]
    picks = words(WORDS["departments"])[(place + owner) % len(WORDS["departments"])]
    title = np.where(is_department, title + " - " + picks, title)
    for i in np.flatnonzero(is_copy):
        another = premises.another_title if added and rng.random() < added else another_title
        title[i] = another(rng, str(title[i]))
        companies.copies.append((int(first[owner[i]]), int(i)))
    kvk = text(rng.permutation(len(titles)) + 10_000_000)[owner]
    unknown = is_department | (is_copy & (rng.random(total) < 0.5))
    kind = np.where(companies.agency[owner], "Flexbureau", "Klant")
    street = rng.choice(words(STREETS), len(titles)) + " "
    street = street + text(rng.integers(1, 200, len(titles)))
    companies.accounts = {
        "Id": identity,
        "Name": title,
        "ParentId": only(is_department, identity[first[owner]]),
        "Type": np.where(is_department, "Afdeling", kind).astype(object),
        "Phone": (companies.line + "00")[owner],
        "Website": "www." + companies.domain[owner],
        "BillingStreet": street[owner],
        "BillingPostalCode": companies.postal_code[owner],
        "BillingCity": companies.city[owner],
        "KvKNumber__c": only(~unknown, kvk),
    }


def another_title(rng: np.random.Generator, title: str) -> str:
    """The same organisation as somebody else would type its name."""
    bare = title
    for form in ("B.V.", "BV", "N.V.", "V.O.F.", "Groep"):
        bare = bare.removesuffix(f" {form}")
    choices = [
        bare,
        f"{bare} BV",
        f"{bare} b.v.",
        title.upper(),
        title.replace("&", "en") if "&" in title else f"{bare} Nederland B.V.",
        names.ascii_fold(title).replace(".", ""),
        _slip(rng, bare),
    ]
    others = [choice for choice in choices if choice != title]
    return others[int(rng.integers(len(others)))]


def _slip(rng: np.random.Generator, text: str) -> str:
    place = int(rng.integers(1, len(text) - 1))
    return text[:place] + text[place + 1 :]
