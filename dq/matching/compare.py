"""Comparing: at which level each field of each pair agrees, and how common the shared value is."""

from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from dq.matching import compare_names, compare_texts
from dq.matching.recipe import Field, Recipe
from dq.matching.records import Email, Phone, Records

NAMES = ("given_name", "surname")


@dataclass(frozen=True)
class Compared:
    """Levels and term frequencies of many pairs: one row per field, one column per pair.

    `levels` (int8) counts from 1 in the order of `recipe.LEVELS`, 0 = missing. `rarity` (float32)
    is log2 of how much rarer the shared value is than values of the field usually are, 0 where
    the pair shares no value.
    """

    fields: tuple[str, ...]
    kinds: tuple[str, ...]
    levels: np.ndarray
    rarity: np.ndarray


def compared_fields(recipe: Recipe) -> list[tuple[str, str]]:
    """Name and kind of what is compared: the recipe's fields and what follows from the names."""
    fields = [(f.name, str(f.kind)) for f in recipe.fields]
    if recipe.has("surname"):
        fields.append(("generation", "generation"))
        if recipe.has("given_name"):
            fields.append(("order", "order"))
    return fields


def compare(records: Records, left: np.ndarray, right: np.ndarray) -> Compared:
    """Compare rows `left` with rows `right`, pair by pair."""
    fields = compared_fields(records.recipe)
    levels = np.zeros((len(fields), len(left)), np.int8)
    rarity = np.zeros((len(fields), len(left)), np.float32)
    place = {name: row for row, (name, _) in enumerate(fields)}
    cells = np.zeros(len(left), np.int8)
    if records.names is not None:
        found = compare_names.compare(records.names, left, right)
        for kind, row in _name_rows(records.recipe, place).items():
            levels[row], rarity[row] = found[kind]
        cells = found["cells"][0]
    for one in records.recipe.fields:
        if one.kind in NAMES:
            continue
        row = place[one.name]
        levels[row], rarity[row] = _compare_field(records, one, left, right)
    _settle(fields, levels, cells)
    return Compared(
        tuple(name for name, _ in fields), tuple(kind for _, kind in fields), levels, rarity
    )


def _name_rows(recipe: Recipe, place: dict[str, int]) -> dict[str, int]:
    rows = {f.kind: place[f.name] for f in recipe.fields if f.kind in NAMES}
    return rows | {kind: place[kind] for kind in ("generation", "order") if kind in place}


def _compare_field(
    records: Records, one: Field, left: np.ndarray, right: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    if one.kind == "email":
        return _emails(records.email(one.name), left, right)
    if one.kind in ("phone", "mobile"):
        return _phones(records.phone(one.name), left, right)
    column = records.text(one.name)
    levels = compare_texts.BY_KIND[one.kind](column, left, right)
    if one.kind == "account":
        levels = _accounts(records, levels, left, right)
    rarity = np.zeros(len(left), np.float32)
    exact = levels == 1
    if one.kind not in ("account", "salutation"):
        rarity[exact] = column.rarity[column.codes[left[exact]]]
    return levels, rarity


def _emails(email: Email, left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Levels of `recipe.LEVELS["email"]`."""
    one, two = email.whole.codes[left], email.whole.codes[right]
    known = (one >= 0) & (two >= 0)
    levels = np.where(known, 8, 0).astype(np.int8)
    box = email.mailbox[left] | email.mailbox[right]
    domain = email.domain.codes
    same_domain = known & (domain[left] == domain[right])
    same_local = known & (email.local.codes[left] == email.local.codes[right])
    levels[same_domain] = 7
    same_stem = email.stem.codes[left] == email.stem.codes[right]
    levels[same_domain & same_stem & ~box] = 6
    levels[same_local & ~same_domain & ~box] = 4
    # jan+crm@ reads the mailbox of jan@; two different tags were made to tell apart.
    tagged = email.base.codes != email.local.codes
    same_base = email.base.codes[left] == email.base.codes[right]
    levels[same_domain & same_base & (tagged[left] != tagged[right]) & ~box] = 3
    maybe = np.flatnonzero((levels == 7) & ~box)
    levels[maybe[_typo(email.local.texts, email.local.codes, left[maybe], right[maybe])]] = 3
    maybe = np.flatnonzero(levels == 4)
    close = compare_texts.distance(email.domain, left[maybe], right[maybe], 2) <= 2
    levels[maybe[close]] = 3
    maybe = np.flatnonzero((levels == 8) & ~box)
    slips = compare_texts.distance(email.whole, left[maybe], right[maybe], 2)
    levels[maybe[slips <= 2]] = 3
    same = known & (one == two)
    levels[same] = np.where(box[same], 2, 1)
    rarity = np.zeros(len(left), np.float32)
    counts = email.whole.frequencies
    if len(counts):
        rarity[same] = -np.log2(np.maximum(counts[one[same]], 2) / 2.0)
    elsewhere = levels == 4
    if elsewhere.any():
        common = np.minimum(email.local.rarity, 0.0)
        rarity[elsewhere] = common[email.local.codes[left[elsewhere]]]
    return levels, rarity


def _typo(texts: np.ndarray, codes: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Which local parts are one slip of the finger apart; the first letter must be the same."""
    one, two = codes[left], codes[right]
    first = np.array([text[:1] for text in texts] + [""])
    lengths = np.array([len(text) for text in texts] + [0])
    maybe = np.flatnonzero(
        (first[one] == first[two])
        & (np.abs(lengths[one] - lengths[two]) <= 1)
        & (np.minimum(lengths[one], lengths[two]) >= 5)
    )
    distance = process.cpdist(
        texts[one[maybe]].tolist(), texts[two[maybe]].tolist(), scorer=OSA.distance, score_cutoff=1
    )
    result = np.zeros(len(left), bool)
    result[maybe] = np.asarray(distance) <= 1
    return result


def _phones(phone: Phone, left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Levels of `recipe.LEVELS["phone"]`."""
    one, two = phone.number[left], phone.number[right]
    known = (one > 0) & (two > 0)
    levels = np.where(known, 4, 0).astype(np.int8)
    same = known & (one == two)
    others = np.flatnonzero(known & ~same)
    levels[others[_one_digit_off(one[others], two[others])]] = 3
    levels[same] = np.where(phone.shared[left[same]], 2, 1)
    rarity = np.zeros(len(left), np.float32)
    rarity[same] = -np.log2(np.maximum(phone.frequencies[left[same]], 2) / 2.0)
    return levels, rarity


def _one_digit_off(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Whether numbers differ in one digit, or in two neighbours that changed places."""
    result = np.zeros(len(one), bool)
    # Nearly all such pairs are equal in their first four or their last five digits.
    maybe = np.flatnonzero((one // 100_000 == two // 100_000) | (one % 100_000 == two % 100_000))
    result[maybe] = _digits_off(one[maybe], two[maybe])
    return result


def _digits_off(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    result = np.zeros(len(one), bool)
    difference = np.abs(one - two)
    step = 1
    for _ in range(9):
        # One digit: the difference is d * 10^k; neighbours: d * 9 * 10^k.
        digits, remainder = np.divmod(difference, step)
        exact = (remainder == 0) & (digits > 0)
        high_same = one // (step * 10) == two // (step * 10)
        result |= exact & high_same & (digits < 10)
        a, b = one // step % 100, two // step % 100
        turned = (a % 10 == b // 10) & (a // 10 == b % 10)
        result |= exact & (one // (step * 100) == two // (step * 100)) & turned
        step *= 10
    return result


def _accounts(
    records: Records, levels: np.ndarray, left: np.ndarray, right: np.ndarray
) -> np.ndarray:
    company = records.stratum
    together = (company[left] == company[right]) & (company[left] >= 0)
    return np.where(levels == 0, 0, np.where(levels == 1, 1, np.where(together, 2, 3))).astype(
        np.int8
    )


def _settle(fields: list[tuple[str, str]], levels: np.ndarray, cells: np.ndarray) -> None:
    """What one field says about the meaning of another's level."""
    rows = {kind: row for row, (_, kind) in enumerate(fields)}
    if "email" in rows and "given_name" in rows:
        email, given = levels[rows["email"]], levels[rows["given_name"]]
        # p.vries@ and j.vries@ are two people, not a typing error.
        email[(email == 3) & (given >= 6)] = 7
        # A first name that both cards have from one and the same address is no second witness.
        once = (email == 1) | (email == 2)
        given[once] = cells[once]
    if "email" in rows and "surname" in rows:
        email, surname = levels[rows["email"]], levels[rows["surname"]]
        # The same mailbox name elsewhere repeats the name when the names agree.
        email[(email == 4) & (surname > 0) & (surname < 4)] = 5
    if "postcode" in rows and "place" in rows:
        place, postcode = levels[rows["place"]], levels[rows["postcode"]]
        place[(postcode == 1) & (place == 1)] = 0
