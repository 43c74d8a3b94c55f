"""How a card's cells are typed: names, tussenvoegsels and phone numbers in many notations."""

import numpy as np

from generator import names
from generator.columns import words

SHORT = {
    **{"van der": "v.d.", "van den": "v.d.", "van de": "v.d."},
    **{"van": "v.", "ter": "t.", "de": "d."},
}
THREE_DIGITS = {area for area, _ in names.CITIES.values() if len(area) == 3}


def slip(rng: np.random.Generator, text: str) -> str:
    """One typing error: a letter dropped, doubled or two swapped."""
    if len(text) < 3:
        return text + text[-1:]
    place, kind = int(rng.integers(1, len(text) - 1)), int(rng.integers(3))
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + text[place] + text[place:]
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return swapped if swapped != text else text[:place] + text[place + 1 :]


def render(rng: np.random.Generator, c: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The cells as they were typed."""
    slips = rng.integers(0, 2**32, len(c["call"]))
    rendered = [
        _name(*values)
        for values in zip(
            *(c[k] for k in ("call", "formal", "initials", "prefix", "surname", "partner")),
            *(c[k] for k in ("given", "prefix_style", "name_change")),
            slips,
            strict=True,
        )
    ]
    first, middle, last = (np.array(column, dtype=object) for column in zip(*rendered, strict=True))
    dear = np.where(c["gender"] == "m", "Dhr.", "Mevr.").astype(object)
    dear[rng.random(len(dear)) < 0.2] = None
    return {
        "Salutation": dear,
        "FirstName": first,
        "MiddleName": middle,
        "LastName": last,
        "Title": c["title"],
        "Email": c["email"],
        "Phone": _notation(rng, c["phone"]),
        "MobilePhone": _notation(rng, c["mobile"]),
        "MailingPostalCode": c["postal_code"],
        "MailingCity": c["city"],
    }


def _name(
    call: str, formal: str, initials: str, prefix: str, surname: str, partner: str,
    given: str, style: str, change: str, slip_seed: int,
) -> tuple[str | None, str | None, str]:  # fmt: skip
    """First, middle and last name as one person would type them."""
    first: str | None = {"call": call, "formal": formal, "initials": initials}[given]
    if change == "name_typo":
        surname = slip(np.random.default_rng(slip_seed), surname)
    last = f"{surname}-{partner}" if partner else surname
    middle: str | None = None
    if prefix:
        if style == "middle":
            middle = prefix
        elif style == "first":
            first = f"{first} {prefix}"
        elif style == "comma":
            last = f"{last}, {prefix}"
        elif style == "joined":
            last = prefix.replace(" ", "").capitalize() + last.lower()
        else:
            shown = {"last": prefix, "short": SHORT.get(prefix, prefix), "capital": prefix.title()}
            last = f"{shown[style]} {last}"
    if change == "name_swapped":
        first, last = last, str(first)
    elif change == "name_first_missing":
        first = None
    elif change == "name_accents":
        first, last = names.ascii_fold(str(first)), names.ascii_fold(last)
    elif change == "name_capitals":
        first, last = str(first).upper(), last.upper()
    return first, middle, last


def _notation(rng: np.random.Generator, digits: np.ndarray) -> np.ndarray:
    """Ten digits as people write them: bare, with a dash, international, in groups."""
    style = rng.integers(0, 6, len(digits))
    return words([_written(d, s) for d, s in zip(digits, style, strict=True)])


def _written(digits: str | None, style: int) -> str | None:
    if digits is None or style == 0:
        return digits
    cut = 2 if digits.startswith("06") else (3 if digits[:3] in THREE_DIGITS else 4)
    area, rest = digits[:cut], digits[cut:]
    if style == 1:
        return f"{area}-{rest}"
    if style == 2:
        return f"+31{digits[1:]}"
    if style == 3:
        return f"+31 {area[1:]} {rest[:4]} {rest[4:]}"
    if style == 4:
        return f"0031{digits[1:]}"
    return f"{area} {rest[:2]} {rest[2:4]} {rest[4:]}"
