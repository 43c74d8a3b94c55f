"""How a card's cells are typed: names, tussenvoegsels and phone numbers in many notations."""

import numpy as np

from generator import names
from generator.columns import words

SHORT = {
    **{"van der": "v.d.", "van den": "v.d.", "van de": "v.d."},
    **{"van": "v.", "ter": "t.", "de": "d."},
}
# The keys beside each letter.
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
BESIDE = {
    letter: row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    for row in ROWS
    for place, letter in enumerate(row)
}
# Letters of the Cyrillic alphabet that look like ours.
ALIKE = dict(
    zip(
        "aeopcxyAEOPCXHKMTB",
        "\u0430\u0435\u043e\u0440\u0441\u0445\u0443"
        "\u0410\u0415\u041e\u0420\u0421\u0425\u041d\u041a\u041c\u0422\u0412",
        strict=True,
    )
)
# What is copied from a web site and seen by nobody: no width, a soft hyphen, a byte order mark.
UNSEEN = ("\u200b", "\u00ad", "\ufeff")
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


def key_slip(rng: np.random.Generator, text: str) -> str:
    """One letter is the one beside it on the keyboard; the first letter seldom is."""
    low = 1 if len(text) > 1 and rng.random() < 0.9 else 0
    place = int(rng.integers(low, len(text)))
    beside = BESIDE.get(text[place].lower(), "e")
    key = beside[int(rng.integers(len(beside)))]
    return text[:place] + (key.upper() if text[place].isupper() else key) + text[place + 1 :]


def pasted(rng: np.random.Generator, text: str, kind: str) -> str:
    """With a sign that nobody sees, or with a letter of another alphabet that looks the same."""
    if kind == "name_lookalike":
        places = [place for place, letter in enumerate(text) if letter in ALIKE]
        if places:
            place = places[int(rng.integers(len(places)))]
            return text[:place] + ALIKE[text[place]] + text[place + 1 :]
    sign = UNSEEN[int(rng.integers(len(UNSEEN)))]
    place = int(rng.integers(1, len(text) + 1))
    return text[:place] + sign + text[place:]


def render(rng: np.random.Generator, c: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The cells as they were typed."""
    slips = rng.integers(0, 2**32, len(c["call"]))
    rendered = [
        _name(*values)
        for values in zip(
            *(c[k] for k in ("call", "formal", "initials", "prefix", "surname", "partner")),
            *(c[k] for k in ("given", "prefix_style", "name_change", "first_change")),
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
    given: str, style: str, change: str, first_change: str, slip_seed: int,
) -> tuple[str | None, str | None, str]:  # fmt: skip
    """First, middle and last name as one person would type them."""
    first: str | None = {"call": call, "formal": formal, "initials": initials}[given]
    if change in ("name_typo", "name_key"):
        mistype = slip if change == "name_typo" else key_slip
        surname = mistype(np.random.default_rng(slip_seed), surname)
    if first_change and given != "initials":
        mistype = slip if first_change == "first_slip" else key_slip
        first = mistype(np.random.default_rng(slip_seed + 1), str(first))
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
        elif style == "glued":
            last = prefix.title().replace(" ", "") + last
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
    elif change == "name_one_cell":
        first, middle, last = None, None, " ".join(filter(None, (first, middle, last)))
    elif change in ("name_invisible", "name_lookalike"):
        last = pasted(np.random.default_rng(slip_seed), last, change)
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
