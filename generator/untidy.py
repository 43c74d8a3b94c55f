"""What else is different on an extra card in practice; the rates are those of `practice`."""

import numpy as np

from generator import names
from generator.columns import pick, words
from generator.companies import Companies
from generator.practice import Habits
from generator.typed import UNSEEN, key_slip


def change(
    rng: np.random.Generator,
    companies: Companies,
    card: dict[str, np.ndarray],
    kinds: dict[str, np.ndarray],
    stayed: np.ndarray,
    habits: Habits,
) -> tuple[np.ndarray, np.ndarray]:
    """How first names are mistyped, and which cards have no account; "" = neither.

    Whoever took another last name is renamed here: `kinds` has what happened to names, and to
    addresses, so far.
    """
    nothing = np.full(len(stayed), "", dtype=object)
    if habits.names:
        _rename(rng, card, kinds, stayed)
    first = pick(rng, habits.firsts, len(stayed)) if habits.firsts else nothing.copy()
    first[(kinds["name"] == "name_first_missing") | (kinds["name"] == "name_one_cell")] = ""
    if not habits.account_missing:
        return first, nothing
    # Its address is all that tells for whom somebody without an account works.
    domain = words([(address or "").partition("@")[2] for address in card["email"]])
    known = stayed & (domain == companies.domain[card["company"]])
    missing = known & (rng.random(len(stayed)) < habits.account_missing)
    return first, np.where(missing, "account_missing", "").astype(object)


def _rename(
    rng: np.random.Generator,
    card: dict[str, np.ndarray],
    kinds: dict[str, np.ndarray],
    stayed: np.ndarray,
) -> None:
    """Give another last name to the women whose address still spells the old one."""
    kind = kinds["name"]
    chosen = kind == "name_new_surname"
    slugs = [names.slug(name) for name in card["surname"]]
    spelled = np.array(
        [slug in (address or "") for slug, address in zip(slugs, card["email"], strict=True)], bool
    )
    able = stayed & (card["gender"] == "f") & (card["partner"] == "") & spelled
    kind[chosen & ~able] = ""
    renamed = np.flatnonzero(chosen & able)
    for row, (prefix, surname) in zip(
        renamed, names.surnames().draw(rng, len(renamed)), strict=True
    ):
        card["prefix"][row], card["surname"][row] = prefix, surname


def addresses(
    rng: np.random.Generator, local: np.ndarray, domain: np.ndarray
) -> dict[str, np.ndarray]:
    """By kind the addresses as they are mistyped or pasted."""
    return {
        "email_key": words([key_slip(rng, part) for part in local]) + domain,
        "email_invisible": local + domain + rng.choice(words(UNSEEN), len(local)),
    }


def forget(rng: np.random.Generator, email: np.ndarray, renamed: np.ndarray) -> None:
    """Half of the first cards of whoever has another last name have no address."""
    if len(renamed):
        email[renamed[rng.random(len(renamed)) < 0.5]] = None


def bare(
    rng: np.random.Generator, initials: np.ndarray, given: np.ndarray, share: float
) -> np.ndarray:
    """Write this share of the initials as capitals without dots; which cards with two or more."""
    if not share:
        return np.zeros(len(given), dtype=bool)
    chosen = (given == "initials") & (rng.random(len(given)) < share)
    initials[chosen] = [one.replace(".", "") for one in initials[chosen]]
    return chosen & (np.array([len(one) for one in initials]) > 1)
