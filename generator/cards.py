"""The cards: one per person, and the extra ones that somebody typed again with differences."""

from dataclasses import dataclass

import numpy as np

from generator import retyped, typed, untidy
from generator.columns import pick
from generator.companies import Companies
from generator.people import People
from generator.practice import PLAIN, Habits

EXTRA = 0.08  # share of all cards that are extra
RELATION = {"same_account": 0.50, "two_departments": 0.25, "employer_change": 0.25}
GIVEN = {"call": 0.74, "formal": 0.11, "initials": 0.15}
BASE_PREFIX = {"middle": 0.75, "last": 0.22, "comma": 0.03}
EXTRA_PREFIX = {
    **{"middle": 0.55, "last": 0.22, "comma": 0.03},
    **{"short": 0.09, "joined": 0.03, "capital": 0.05, "first": 0.03},
}
# Shares of the first cards that are filled; titles and e-mail addresses are always.
FILLED = {"mobile": 0.62, "phone": 0.85, "postal_code": 0.80}


ATTRIBUTES = (
    *("account", "company", "gender", "formal", "call", "initials", "prefix", "surname"),
    *("partner", "title", "email", "mobile", "phone", "postal_code", "city"),
)


@dataclass
class Cards:
    """The contact file's table before ids, with who each card is and how it was changed."""

    person: np.ndarray
    table: dict[str, np.ndarray]
    company: np.ndarray
    account: np.ndarray
    duplicates: list[tuple[int, int, str]]  # first card, extra card, kind; several kinds per pair
    homeless: np.ndarray  # cards that have no account


def build(
    rng: np.random.Generator,
    companies: Companies,
    p: People,
    extra: int,
    habits: Habits = PLAIN,
) -> Cards:
    """A card for every person, followed by `extra` more of some of them."""
    count = len(p)
    repeated = _repeated(rng, count, extra)
    person = np.concatenate([np.arange(count), repeated])
    columns = {name: getattr(p, name)[person] for name in ATTRIBUTES}
    given, prefix = _styles(rng, count, repeated, habits)
    relation = pick(rng, RELATION, extra)
    _fill(rng, columns, p, repeated[relation == "employer_change"], habits)
    extras = {name: column[count:] for name, column in columns.items()}  # views: writes go through
    kinds = retyped.change(rng, companies, extras, relation, habits)
    retyped.private_proof(rng, columns, count, repeated, relation)
    untidy.forget(rng, columns["email"], repeated[kinds["name"] == "name_new_surname"])
    bare = untidy.bare(rng, columns["initials"], given, habits.bare_initials)
    kinds["first"][given[count:] == "initials"] = ""
    kinds |= {"relation": relation, "initials": np.where(bare[count:], "initials_bare", "")}
    shown = np.where(given == "call", columns["call"], columns["initials"])
    shown = np.where(given == "formal", columns["formal"], shown)
    kinds["given"] = np.where(shown[count:] == shown[repeated], "", "name_" + given[count:])
    same = (prefix[count:] == prefix[repeated]) | (columns["prefix"][count:] == "")
    kinds["prefix"] = np.where(same, "", "name_prefix")
    nothing = np.full(count, "", dtype=object)
    change, first = (np.concatenate([nothing, kinds[name]]) for name in ("name", "first"))
    columns |= {"given": given, "prefix_style": prefix, "name_change": change}
    columns |= {"first_change": first}
    return Cards(
        person=person,
        table=typed.render(rng, columns),
        homeless=count + np.flatnonzero(kinds["account"] != ""),
        company=columns["company"],
        account=columns["account"],
        duplicates=[
            (int(repeated[i]), count + int(i), str(kind[i]))
            for kind in kinds.values()
            for i in np.flatnonzero(kind != "")
        ],
    )


def _styles(
    rng: np.random.Generator, count: int, repeated: np.ndarray, habits: Habits
) -> tuple[np.ndarray, np.ndarray]:
    """How each card writes the given name and the tussenvoegsel."""
    extra = len(repeated)
    given = pick(rng, GIVEN, count + extra)
    # Most people type the name that everybody uses.
    given[count:] = np.where(rng.random(extra) < 0.55, given[repeated], given[count:])
    prefix = pick(rng, BASE_PREFIX, count)
    return given, np.concatenate([prefix, pick(rng, EXTRA_PREFIX | habits.prefixes, extra)])


def _repeated(rng: np.random.Generator, people_count: int, extra: int) -> np.ndarray:
    """The persons of the extra cards; one in seven is the person's third card or more."""
    once = rng.choice(people_count, extra - extra // 7, replace=False)
    return np.concatenate([once, rng.choice(once, extra // 7)])


def _fill(
    rng: np.random.Generator,
    columns: dict[str, np.ndarray],
    p: People,
    moved: np.ndarray,
    habits: Habits,
) -> None:
    """Leave cells of the first cards empty, but not what makes a planted pair what it is."""
    needed = {
        "mobile": [*moved, *p.confusable("mobile_passed_on")],
        "phone": p.confusable("colleague_shared_phone", "father_son", "couple"),
        "postal_code": p.confusable("couple"),
        "email": [*moved, *p.confusable(*p.by_address)],
        "title": [],
    }
    for name, share in (FILLED | habits.filled).items():
        empty = rng.random(len(p)) > share
        empty[needed[name]] = False
        columns[name][: len(p)][empty] = None
        if name == "postal_code":
            columns["city"][: len(p)][empty] = None
