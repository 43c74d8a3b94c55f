"""What is different on an extra card: somebody typed the person again from memory."""

import numpy as np

from generator import names, people, untidy
from generator.columns import pick, text, words
from generator.companies import Companies
from generator.names import WORDS
from generator.practice import Habits
from generator.typed import slip

# What an extra card has differently; the shares of each row add up to at most one.
EMAIL_CHANGES = {
    **{
        "email_missing": 0.20,
        "email_other": 0.20,
        "email_private": 0.08,
        "email_domain_typo": 0.04,
    },
    **{"email_plus": 0.03, "email_typo": 0.05, "email_case": 0.07},
}
MOBILE_CHANGES = {"mobile_missing": 0.25, "mobile_other": 0.12}
PHONE_CHANGES = {"phone_missing": 0.25, "phone_switchboard": 0.15}
TITLE_CHANGES = {"title_missing": 0.12, "title_other": 0.22}
NAME_CHANGES = {
    **{"name_typo": 0.08, "name_swapped": 0.04, "name_first_missing": 0.04, "name_accents": 0.06},
    **{"name_capitals": 0.04, "name_married": 0.05},
}


def change(
    rng: np.random.Generator,
    companies: Companies,
    card: dict[str, np.ndarray],
    relation: np.ndarray,
    habits: Habits,
) -> dict[str, np.ndarray]:
    """Change the extra cards' values in place.

    `card` has the person's values, `relation` where the card is; returns per aspect what was
    changed ('' = nothing). Who changed employer is changed in nothing else but the name.
    """
    _move(rng, companies, card, relation)
    stayed = relation != "employer_change"
    kinds = {
        "email": _email(rng, card, stayed, habits),
        "mobile": _mobile(rng, card, stayed),
        "phone": _phone(rng, companies, card, stayed),
        "title": _title(rng, card),
        "name": _name(rng, card, habits),
    }
    kinds["first"], kinds["account"] = untidy.change(rng, companies, card, kinds, stayed, habits)
    return kinds


def _email(
    rng: np.random.Generator, card: dict[str, np.ndarray], stayed: np.ndarray, habits: Habits
) -> np.ndarray:
    count = len(stayed)
    kind = np.where(stayed, pick(rng, EMAIL_CHANGES | habits.emails, count), "")
    local = words([address.partition("@")[0] for address in card["email"]])
    domain = words(["@" + address.partition("@")[2] for address in card["email"]])
    first, last = slugs(card["call"]), slugs(card["surname"])
    private = first + last + text(rng.integers(1, 99, count)) + "@"
    tag = rng.choice(words(["+crm", "+werk", "+klant"]), count)
    changed = {
        "email_missing": np.full(count, None, dtype=object),
        "email_other": np.where(local == first, first + "." + last, first) + domain,
        "email_private": private + rng.choice(words(WORDS["free_mail"]), count),
        "email_domain_typo": private + rng.choice(words(WORDS["typo_mail"]), count),
        "email_plus": local + tag + domain,
        "email_typo": words([slip(rng, part) for part in local]) + domain,
        "email_case": words([part.title() for part in local]) + domain,
    }
    if habits.emails:
        changed |= untidy.addresses(rng, local, domain)
    for name, values in changed.items():
        card["email"][kind == name] = values[kind == name]
    return kind


def _mobile(
    rng: np.random.Generator, card: dict[str, np.ndarray], stayed: np.ndarray
) -> np.ndarray:
    kind = np.where(stayed, pick(rng, MOBILE_CHANGES, len(stayed)), "")
    card["mobile"][kind == "mobile_missing"] = None
    other = kind == "mobile_other"
    card["mobile"][other] = people.mobiles(rng, int(other.sum()))
    return kind


def _phone(
    rng: np.random.Generator,
    companies: Companies,
    card: dict[str, np.ndarray],
    stayed: np.ndarray,
) -> np.ndarray:
    kind = np.where(stayed, pick(rng, PHONE_CHANGES, len(stayed)), "")
    card["phone"][kind == "phone_missing"] = None
    switchboard = kind == "phone_switchboard"
    card["phone"][switchboard] = companies.line[card["company"][switchboard]] + "00"
    return kind


def _title(rng: np.random.Generator, card: dict[str, np.ndarray]) -> np.ndarray:
    kind = pick(rng, TITLE_CHANGES, len(card["title"]))
    card["title"][kind == "title_missing"] = None
    other = kind == "title_other"
    card["title"][other] = rng.choice(words(WORDS["titles"]), int(other.sum()))
    return kind


def _name(rng: np.random.Generator, card: dict[str, np.ndarray], habits: Habits) -> np.ndarray:
    """What is to be typed differently; only a partner's name is written here."""
    kind = pick(rng, NAME_CHANGES | habits.names, len(card["call"]))
    able = (card["gender"] == "f") & (card["partner"] == "")
    kind[(kind == "name_married") & ~able] = ""
    married = kind == "name_married"
    drawn = names.surnames().draw(rng, int(married.sum()))
    card["partner"][married] = [surname for _, surname in drawn]
    written = card["call"] + card["surname"]
    plain = words([names.ascii_fold(name) for name in written])
    kind[(kind == "name_accents") & (plain == written)] = ""
    return kind


def _move(
    rng: np.random.Generator,
    companies: Companies,
    card: dict[str, np.ndarray],
    relation: np.ndarray,
) -> None:
    """Put the extra cards at another department or employer, where their kind says so."""
    several = companies.account_count[card["company"]] > 1
    relation[(relation == "two_departments") & ~several] = "same_account"
    elsewhere = relation == "two_departments"
    company = card["company"][elsewhere]
    first, size = companies.first_account[company], companies.account_count[company]
    shift = 1 + (rng.random(len(company)) * (size - 1)).astype(int)
    card["account"][elsewhere] = first + (card["account"][elsewhere] - first + shift) % size
    moved = relation == "employer_change"
    new = rng.choice(len(companies.size), int(moved.sum()), p=companies.size)
    new = np.where(new == card["company"][moved], (new + 1) % len(companies.size), new)
    card["company"][moved] = new
    card["account"][moved] = people.place(rng, companies, new)
    first, last = slugs(card["call"][moved]), slugs(card["surname"][moved])
    card["email"][moved] = first + "." + last + "@" + companies.domain[new]
    card["phone"][moved] = companies.line[new] + "00"
    card["postal_code"][moved] = companies.postal_code[new]
    card["city"][moved] = companies.city[new]


def private_proof(
    rng: np.random.Generator,
    columns: dict[str, np.ndarray],
    count: int,
    repeated: np.ndarray,
    relation: np.ndarray,
) -> None:
    """Prove one change of employer in five by a private address instead of the mobile number."""
    proven = np.flatnonzero((relation == "employer_change") & (rng.random(len(relation)) < 0.2))
    # A person can move twice; the old card can have only one private address.
    first, once = np.unique(repeated[proven], return_index=True)
    proven = proven[once]
    number = text(rng.integers(1, 99, len(proven)))
    local = slugs(columns["call"][first]) + slugs(columns["surname"][first]) + number
    private = local + "@" + rng.choice(words(WORDS["free_mail"]), len(proven))
    for name, values in {"email": private, "mobile": None}.items():
        columns[name][count + proven] = values
    columns["email"][first] = columns["email"][count + proven]
    for name in ("postal_code", "city"):
        columns[name][count + proven] = columns[name][first]


def slugs(column: np.ndarray) -> np.ndarray:
    """The names as addresses spell them."""
    return words([names.slug(name) for name in column])
