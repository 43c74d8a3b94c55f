"""Names of Dutch people as often as they occur: given names with call names, surnames, addresses.

The long lists are Faker's nl_NL; the weights of the commonest names follow the surname counts
that the Meertens Institute published (2007), rounded; the rare tail is composed of common parts.
"""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from faker.providers.person.nl_NL import Provider as Faker

WORDS: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text("utf-8")
)
# City: area code and first postcode.
CITIES = {
    city: (area, int(postcode))
    for city, area, postcode in (entry.split("|") for entry in WORDS["cities"])
}


@dataclass(frozen=True)
class Weighted:
    """Values to draw from, with their chances."""

    values: np.ndarray
    chances: np.ndarray

    def draw(self, rng: np.random.Generator, size: int) -> np.ndarray:
        """`size` values, independently."""
        return self.values[rng.choice(len(self.values), size, p=self.chances)]


def weighted(values: list, weights: np.ndarray | list[float]) -> Weighted:
    """Values of any kind with weights that need not add up to one."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    chances = np.asarray(weights, dtype=float)
    return Weighted(column, chances / chances.sum())


def split_surname(full: str) -> tuple[str, str]:
    """The tussenvoegsel ('' where there is none) and the rest."""
    for prefix in WORDS["prefixes"]:
        if full.startswith(prefix + " "):
            return prefix, full[len(prefix) + 1 :]
    return "", full


def ascii_fold(text: str) -> str:
    """The text without accents, as an e-mail address spells it."""
    plain = text.replace("ı", "i").replace("ø", "o").replace("ß", "ss")
    return unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()


def slug(name: str) -> str:
    """The name as an address spells it: no accents, spaces or apostrophes."""
    return "".join(c for c in ascii_fold(name).lower() if c.isalnum())


def local_part(shape: str, first: str, prefix: str, surname: str) -> str:
    """The part before the @ in a company's pattern."""
    last = prefix + surname
    return {
        "first.last": f"{first}.{last}",
        "f.last": f"{first[:1]}.{last}",
        "first": first,
        "flast": f"{first[:1]}{last}",
        "first_last": f"{first}_{last}",
        "last.f": f"{last}.{first[:1]}",
        "lastf": f"{last}{first[:1]}",
        "prefix.last": f"{prefix}.{surname}" if prefix else f"{first[:1]}.{surname}",
        "fprefix.last": f"{first[:1]}{prefix}.{surname}",
    }[shape]


@cache
def given_names(gender: str) -> Weighted:
    """(formal name, call names) pairs; half of the people have one of the traditional names."""
    own = WORDS["male" if gender == "m" else "female"]
    pairs = [(formal, calls.split(",") if calls else [formal]) for formal, _, calls in
             (entry.partition(":") for entry in own)]  # fmt: skip
    known = {formal for formal, _ in pairs}
    listed = Faker.first_names_male if gender == "m" else Faker.first_names_female
    others = [(name, [name]) for name in listed if name not in known]
    zipf = 1 / (np.arange(len(pairs)) + 6)
    return weighted(
        pairs + others,
        np.concatenate([zipf / zipf.sum() * 0.7, np.full(len(others), 0.3 / len(others))]),
    )


@cache
def surnames(rare: bool = True) -> Weighted:
    """(tussenvoegsel, surname) pairs: of 100 people 30 have one of the hundred commonest.

    Faker's list has 32 of them; unless `rare` is off, 33 have one of about six thousand plain
    compositions (Hooghoek) and 5 one of some twenty thousand longer ones (Harbrinkhoek).
    """
    common, weights = [], []
    for entry in WORDS["surnames"]:
        name, _, thousands = entry.rpartition(" ")
        common.append(split_surname(name))
        weights.append(float(thousands))
    # Faker's list has medieval patronymics (Jansdr) and whole titles; those are not on cards.
    listed = [split_surname(name) for name in Faker.last_names if not name.endswith("dr")]
    listed = [pair for pair in dict.fromkeys(listed) if " " not in pair[1] and pair not in common]
    plain, long = _composed() if rare else ([], [])
    shares = [
        np.array(weights) / sum(weights) * 0.30,
        _fading(len(listed), 0.32, 40),
        _fading(len(plain), 0.33, 300),
        _fading(len(long), 0.05, 5000),
    ]
    return weighted(common + listed + plain + long, np.concatenate(shares))


def _fading(count: int, share: float, knee: int) -> np.ndarray:
    weights = 1 / (np.arange(count) + knee)
    return weights / weights.sum() * share


def _composed() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Surnames of two parts, and of three."""
    rng = np.random.default_rng(7)  # the same in every world
    stems, ends = WORDS["stems"], WORDS["endings"]
    plain = [stem + end for stem in stems for end in ends] * 3
    long = [
        stem + middle + end
        for stem in stems
        for middle in ends[:12]
        for end in ends
        if middle != end
    ]
    return _prefixed(rng, plain), _prefixed(rng, long)


def _prefixed(rng: np.random.Generator, composed: list[str]) -> list[tuple[str, str]]:
    prefixes = rng.choice(
        ["", "van", "van de", "van der", "van den", "de", "ter", "te", "ten"],
        len(composed),
        p=[0.62, 0.14, 0.05, 0.06, 0.05, 0.03, 0.02, 0.02, 0.01],
    )
    shuffled = [composed[i] for i in rng.permutation(len(composed))]
    pairs = zip(map(str, prefixes), shuffled, strict=True)
    return list(dict.fromkeys(pairs))
