"""Members of a club or patients of a practice: people without companies, in one file.

`build(records, seed)` gives a table with `id` and `person` besides what the file has. The rates of
what is different on a second record are by reasoning: it is made at a desk, from a form or a call.

- Names: a slip or a neighbouring key in the first name 6 %, in the last name 10 %, call name for
  formal name 15 %, initials 10 %, swapped 2 %, capitals 3 %.
- Dates of birth: another day, month or year 5 % (of the three parts two are still equal), day and
  month the wrong way round 2 %, missing 8 %.
- Address: moved 15 %; the place spelled otherwise beside the same postcode 6 %, a slip in the
  street 6 %, missing 8 %. Phone: missing 25 %, other 15 %, a digit beside the right one 3 %.
- Address for mail: missing 40 %, other 12 %, a slip 4 %.
- 1.5 % have one damaged letter in every field (a scan), 1 % a sign that nobody sees.
- People who are easily taken for one: twins (address, last name and date of birth in common) .4 %,
  father and son of one name .3 %, partners 4 %.

`others` is how many further records a person has: .09 as a rule, 12 in a file that was sent in
again every month.
"""

import numpy as np

from generator import names
from generator.columns import pick
from generator.typed import key_slip, pasted, slip

COLUMNS = (
    *("first_name", "last_name", "birth_date", "street", "postcode", "place", "phone", "email"),
)
NAMES = {
    **{"first_slip": 0.03, "first_key": 0.03, "last_slip": 0.05, "last_key": 0.05},
    **{"call": 0.15, "initials": 0.10, "swapped": 0.02, "capitals": 0.03, "unseen": 0.01},
    **{"damaged": 0.015},
}
DATES = {"date_part": 0.05, "date_turned": 0.02, "date_missing": 0.08}
HOMES = {"moved": 0.15, "place_otherwise": 0.06, "street_slip": 0.06, "home_missing": 0.08}
PHONES = {"phone_missing": 0.25, "phone_other": 0.15, "phone_digit": 0.03}
EMAILS = {"email_missing": 0.40, "email_other": 0.12, "email_slip": 0.04}
RELATED = {"twins": 0.004, "father_son": 0.003, "partners": 0.04}
STREETS = ("Kerkstraat", "Molenweg", "Dorpsstraat", "Lindelaan", "Beatrixstraat", "Eikenlaan")
# How places are written besides.
OTHERWISE = {
    **{"'s-Hertogenbosch": "Den Bosch", "Den Haag": "'s-Gravenhage"},
    **{"Alphen aan den Rijn": "Alphen a/d Rijn"},
}

Person = dict[str, str | None]


def build(records: int, seed: int, others: float = 0.09) -> dict[str, list[str | None]]:
    """A file of so many records, with `id` and `person` beside it; the same seed, the same file.

    :param others: how many further records a person has, on average
    """
    rng = np.random.default_rng(seed)
    count = max(round(records / (1 + others)), 2)
    people = _people(rng, count)
    whose = [*range(count), *rng.integers(0, count, records - count).tolist()]
    rows = [dict(one) for one in people]
    kinds = {
        name: pick(rng, shares, records)
        for name, shares in (
            ("name", NAMES), ("date", DATES), ("home", HOMES), ("phone", PHONES), ("email", EMAILS)
        )
    }  # fmt: skip
    for number in range(count, records):
        row = dict(people[whose[number]])
        _again(rng, row, {name: str(kind[number]) for name, kind in kinds.items()})
        rows.append(row)
    order = rng.permutation(records)
    table: dict[str, list[str | None]] = {
        name: [rows[at][name] for at in order] for name in COLUMNS
    }
    table["id"] = [f"m{place:07}" for place in range(records)]
    table["person"] = [f"p{whose[at]:07}" for at in order]
    return table


def _people(rng: np.random.Generator, count: int) -> list[Person]:
    people: list[Person] = [_person(rng) for _ in range(count)]
    free = iter(rng.permutation(count))
    for kind, share in RELATED.items():
        for _ in range(int(count * share / 2)):
            left, right = people[int(next(free))], people[int(next(free))]
            for name in ("last_name", "surname", "street", "postcode", "place"):
                right[name] = left[name]
            if kind == "twins":
                right["birth_date"] = left["birth_date"]
            if kind == "father_son":
                for name in ("gender", "first_name", "call", "initials"):
                    right[name] = left[name]
    for one in people:
        number = int(rng.integers(1, 99)) if rng.random() < 0.5 else ""
        first, last = names.slug(str(one["first_name"])), names.slug(str(one["surname"]))
        one["email"] = f"{first}.{last}{number}@{_pick(rng, names.WORDS['free_mail'])}"
        if rng.random() < 0.35:
            one["email"] = None
    return people


def _person(rng: np.random.Generator) -> Person:
    gender = "mf"[int(rng.integers(2))]
    formal, calls = names.given_names(gender).draw(rng, 1)[0]
    prefix, surname = names.surnames().draw(rng, 1)[0]
    born = np.datetime64("1940-01-01") + int(rng.integers(0, 25_000))
    call = _pick(rng, calls)
    return {
        **{"gender": gender, "formal": formal, "call": call, "surname": surname},
        "first_name": formal if rng.random() < 0.4 else call,
        "initials": formal[0] + ".",
        "last_name": f"{prefix} {surname}".strip(),
        "birth_date": str(born),
        **_home(rng),
        "phone": _phone(rng),
        "email": None,
    }


def _home(rng: np.random.Generator) -> Person:
    place = _pick(rng, list(names.CITIES))
    letters = "".join(rng.choice(list("ABCDEGHJKLMNPRSTVWXZ"), 2))
    return {
        "street": f"{_pick(rng, STREETS)} {int(rng.integers(1, 180))}",
        "postcode": f"{names.CITIES[place][1] + int(rng.integers(90))} {letters}",
        "place": place,
    }


def _phone(rng: np.random.Generator) -> str:
    return "06" + str(rng.integers(10_000_000, 60_000_000))


def _pick(rng: np.random.Generator, values) -> str:
    return str(values[int(rng.integers(len(values)))])


def _again(rng: np.random.Generator, row: Person, kinds: dict[str, str]) -> None:
    """Type a person again, in place."""
    _date(rng, row, kinds["date"])
    _address(rng, row, kinds["home"])
    if kinds["phone"]:
        number = str(row["phone"])
        place = int(rng.integers(2, 10))
        near = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        row["phone"] = {"phone_missing": None, "phone_other": _phone(rng)}.get(kinds["phone"], near)
    if row["email"] and kinds["email"]:
        local, _, domain = row["email"].partition("@")
        other = f"{names.slug(str(row['call']))}{int(rng.integers(99))}@"
        row["email"] = {
            "email_missing": None,
            "email_other": other + _pick(rng, names.WORDS["free_mail"]),
        }.get(kinds["email"], f"{slip(rng, local)}@{domain}")
    _name(rng, row, kinds["name"])


def _date(rng: np.random.Generator, row: Person, kind: str) -> None:
    year, month, day = str(row["birth_date"]).split("-")
    if kind == "date_missing":
        row["birth_date"] = None
    elif kind == "date_turned" and int(day) <= 12:
        row["birth_date"] = f"{year}-{day}-{month}"
    elif kind == "date_part":
        parts = [str(int(year) + 1), f"{int(month) % 12 + 1:02}", f"{int(day) % 28 + 1:02}"]
        place = int(rng.integers(3))
        mixed = [year, month, day]
        mixed[place] = parts[place]
        row["birth_date"] = "-".join(mixed)


def _address(rng: np.random.Generator, row: Person, kind: str) -> None:
    if kind == "moved":
        row |= _home(rng)
    elif kind == "place_otherwise":
        place = str(row["place"])
        row["place"] = OTHERWISE.get(place) or slip(rng, place)
    elif kind == "street_slip":
        row["street"] = key_slip(rng, str(row["street"]))
    elif kind == "home_missing":
        row |= {"street": None, "postcode": None, "place": None}


def _name(rng: np.random.Generator, row: Person, kind: str) -> None:
    first, last = str(row["first_name"]), str(row["last_name"])
    if kind in ("first_slip", "first_key"):
        row["first_name"] = (slip if kind == "first_slip" else key_slip)(rng, first)
    elif kind in ("last_slip", "last_key"):
        row["last_name"] = (slip if kind == "last_slip" else key_slip)(rng, last)
    elif kind == "call":
        row["first_name"] = row["formal"] if first == row["call"] else row["call"]
    elif kind == "initials":
        row["first_name"] = row["initials"]
    elif kind == "swapped":
        row["first_name"], row["last_name"] = last, first
    elif kind == "capitals":
        row["first_name"], row["last_name"] = first.upper(), last.upper()
    elif kind == "unseen":
        row["last_name"] = pasted(rng, last, "name_invisible")
    elif kind == "damaged":
        for name in COLUMNS:
            if row[name]:
                row[name] = _damaged(rng, str(row[name]))


def _damaged(rng: np.random.Generator, value: str) -> str:
    """One letter or digit is another one."""
    place = int(rng.choice([at for at, sign in enumerate(value) if sign.isalnum()]))
    if value[place].isdigit():
        return value[:place] + str((int(value[place]) + 3) % 10) + value[place + 1 :]
    return value[:place] + "aeiou"[int(rng.integers(5))] + value[place + 1 :]
