"""Doubles among organisations by their names alone: python -m bench.accounts.

The customers of a CRM of 100,000 contacts, invented anew for each seed; 2.8 % were entered twice.
Prints per seed the F1 of pairs for the name in small letters, for the name without legal form,
accents and "&", for what RapidFuzz finds alike, and for Kaartenbak at its own default; and of all
seeds together what share of each kind of second spelling Kaartenbak finds. The shares of the kinds
are such that the three floors come near those of a CRM that is kept apart: .32, .91 and .79.
"""

import argparse
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa
from rapidfuzz import fuzz

from dq.matching import pipeline
from dq.matching.recipe import Recipe, typed
from dq.matching.values import organisations
from generator.names import ascii_fold, surnames
from generator.typed import key_slip

WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
CUSTOMERS = 8_300
COPIED = 0.028
# Other customers whose names are nearly the same: another branch, place or number.
RELATED = 0.019

# Names that are drawn a second time and stay: two customers that are called the same.
NAMESAKES = 0.003

Pair = tuple[str, str]


@dataclass
class Register:
    """Organisations by id: their names, who is who, and how each copy differs."""

    names: dict[str, str]
    owner: dict[str, int]
    kinds: dict[Pair, str]


class Inventor:
    """Invents names of organisations, and other ways to write them."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.families = surnames()

    def pick(self, name: str) -> str:
        """One word of a list."""
        return str(self.rng.choice(np.array(WORDS[name], dtype=object)))

    def chance(self, share: float) -> bool:
        """True in this share of all calls."""
        return bool(self.rng.random() < share)

    def family(self) -> str:
        """A surname as it begins a company's name."""
        prefix, name = self.families.draw(self.rng, 1)[0]
        full = f"{prefix} {name}".strip()
        return full[0].upper() + full[1:]

    def name(self) -> str:
        """What an organisation calls itself, without its legal form."""
        coined = self.pick("coined") + self.pick("endings")
        shape = self.rng.random()
        if shape < 0.40:
            return f"{self.family()} {self.pick('branches')}"
        if shape < 0.50:
            return f"{self.family()} & {self.family()} {self.pick('branches')}"
        if shape < 0.56:
            return f"{self.family()} & Zn. {self.pick('branches')}"
        if shape < 0.66:
            return f"{self.pick('trades')} {self.family()}"
        if shape < 0.69:
            return f"Gebr. {self.family()} {self.pick('branches')}"
        if shape < 0.77:
            return f"{coined} {self.pick('branches')}"
        if shape < 0.83:
            return f"{self.pick('coined')}{self.pick('coined').lower()}{self.pick('endings')}"
        if shape < 0.88:
            letters = "".join(self.rng.choice(list("ABCDEFGHKLMNPRSTVW"), 3))
            return f"{letters} {self.pick('branches')}"
        if shape < 0.93:
            return f"{self.pick('trades')} {self.pick('places')} {self.pick('endings').title()}"
        given, place = self.families.draw(self.rng, 1)[0][1], self.pick("places")
        return self.pick("bodies").format(place=place, coined=coined, given=given)

    def relative(self, name: str) -> str:
        """Another customer with nearly the same name."""
        shape = self.rng.integers(4)
        if shape == 0:
            return f"{name} {self.pick('places')}"
        if shape == 1:
            return f"{name} {self.rng.integers(2, 5)}"
        return " ".join([*name.split()[:-1], self.pick("branches")])

    def full(self, name: str) -> str:
        """The name with a legal form, where it takes one."""
        if name.startswith(("Gemeente", "Stichting", "Vereniging", "Coöperatie", "Waterschap")):
            return name
        return f"{name} {self.pick('legal_forms')}".strip()

    def copies(self, name: str, full: str) -> dict[str, Callable[[], str]]:
        """By kind, other ways to write a name; "" or the same where it does not apply."""
        return {
            "case": lambda: full.upper() if self.chance(0.6) else full.lower(),
            "legal form": lambda: f"{name} {self.pick('legal_forms')}".strip(),
            "signs": lambda: ascii_fold(full).replace("&", "en").replace(".", ""),
            "added": lambda: f"{name} {self.rng.choice(['Nederland', 'Groep', 'Holding'])} B.V.",
            "slip": lambda: self.slip(name),
            "two slips": lambda: self.slip(self.slip(name)),
            "joined": lambda: self.joined(name),
            "short": lambda: self.shortened(full),
            "turned": lambda: " ".join([name.split()[-1], *name.split()[:-1]]),
            "plural": lambda: self.plural(name),
            "holding": lambda: f"{name} {self.rng.choice(['Holding', 'Beheer', 'Groep'])} B.V.",
            "old": lambda: f"{full} (oud)" if self.chance(0.6) else f"ZZZ {full}",
            "key": lambda: key_slip(self.rng, name),
        }

    def slip(self, name: str) -> str:
        """A letter left out, doubled, turned round or replaced by one beside it."""
        at = int(self.rng.integers(1, len(name) - 1))
        kind = self.rng.random()
        if kind < 0.4:
            return name[:at] + name[at + 1 :]
        if kind < 0.6:
            return name[:at] + name[at] + name[at:]
        if kind < 0.8:
            return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]
        return name[:at] + str(self.rng.choice(list("aeinrstlo"))) + name[at + 1 :]

    def joined(self, name: str) -> str:
        """Two words written as one, or with a hyphen."""
        words = name.split()
        if len(words) < 2:
            return name[:4] + " " + name[4:].title()
        at = int(self.rng.integers(len(words) - 1))
        sign = "-" if self.chance(0.4) else ""
        second = words[at + 1] if sign else words[at + 1].lower()
        return " ".join([*words[:at], words[at] + sign + second, *words[at + 2 :]])

    def shortened(self, full: str) -> str:
        """A word cut short, or written in full."""
        pairs = [tuple(entry.split("|")) for entry in WORDS["short"]]
        fit = [(long, cut) for long, cut in pairs if long in full]
        if not fit:
            return ""
        long, cut = fit[int(self.rng.integers(len(fit)))]
        return full.replace(long, cut)

    def plural(self, name: str) -> str:
        """One of its branches, or several."""
        for one, more in (("werken", "werk"), ("en", ""), ("iek", "ieken"), ("ij", "ijen")):
            if name.endswith(one) and len(name.split()) > 1:
                return name.removesuffix(one) + more
        return ""


SHARES = {
    "case": 0.15, "legal form": 0.563, "signs": 0.18, "added": 0.01, "slip": 0.075,
    "two slips": 0.005, "joined": 0.007, "short": 0.006, "turned": 0.002, "plural": 0.002,
}  # fmt: skip


def invent(seed: int, shares: dict[str, float], customers: int = CUSTOMERS) -> Register:
    """A register with copies of these kinds."""
    inventor = Inventor(seed)
    names: list[str] = []
    taken: set[str] = set()
    while len(names) < customers:
        name = inventor.name()
        if name not in taken or inventor.chance(NAMESAKES):
            names.append(name)
            taken.add(name)
    for at in inventor.rng.choice(customers, round(customers * RELATED), replace=False):
        names.append(inventor.relative(names[at]))
    made = Register({}, {}, {})
    fulls = [inventor.full(name) for name in names]
    for owner, full in enumerate(fulls):
        made.names[f"a{owner:06}"], made.owner[f"a{owner:06}"] = full, owner
    wanted = np.array(list(shares.values())) / sum(shares.values())
    for owner in inventor.rng.choice(len(names), round(len(names) * COPIED), replace=False):
        while True:
            kind = str(inventor.rng.choice(list(shares), p=wanted))
            copy = inventor.copies(names[owner], fulls[owner])[kind]().strip()
            if copy and copy != fulls[owner]:
                break
            owner = int(inventor.rng.integers(len(names)))
        key = f"b{owner:06}"
        made.names[key], made.owner[key] = copy, int(owner)
        made.kinds[(f"a{owner:06}", key)] = kind
    return made


def together(groups: Iterable[Iterable[str]]) -> set[Pair]:
    """All pairs of one group."""
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def grouped(keys: dict[str, object]) -> set[Pair]:
    """All pairs of ids with one key."""
    groups: dict[object, list[str]] = defaultdict(list)
    for name, key in keys.items():
        groups[key].append(name)
    return together(groups.values())


def alike(names: dict[str, str], least: float = 93.0) -> set[Pair]:
    """Pairs that begin with the same three letters and are alike to RapidFuzz."""
    plain = {key: organisations.company(name) for key, name in names.items()}
    blocks: dict[str, list[str]] = defaultdict(list)
    for key, name in plain.items():
        blocks[name[:3]].append(key)
    return {
        pair for pair in together(blocks.values())
        if fuzz.ratio(plain[pair[0]], plain[pair[1]]) >= least
    }  # fmt: skip


def matched(names: dict[str, str], recipe: Recipe | None = None) -> set[Pair]:
    """The pairs in Kaartenbak's groups."""
    table = pa.table({"id": list(names), "name": list(names.values())})
    result = pipeline.match(table, recipe or typed([("company", "name")]))
    ids, groups = result.records.ids.to_pylist(), result.groups.of.tolist()
    return grouped({key: group for key, group in zip(ids, groups, strict=True) if group >= 0})


def score(found: set[Pair], truth: set[Pair]) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    right = len(found & truth)
    precision, recall = right / max(len(found), 1), right / max(len(truth), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main() -> None:
    """Measure each seed and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.accounts", description=__doc__)
    parser.add_argument("--seeds", default="1,2,3,4,5,6,7,8")
    parser.add_argument("--even", action="store_true", help="as many copies of each kind")
    options = parser.parse_args()
    shares = dict.fromkeys(SHARES, 1.0) if options.even else SHARES
    hits, all_of = Counter(), Counter()
    print("seed  pairs  small letters  bare name  RapidFuzz  Kaartenbak (precision, recall, F1)")
    for seed in map(int, options.seeds.split(",")):
        register = invent(seed, shares)
        truth = grouped(dict(register.owner))
        found = matched(register.names)
        small = score(grouped({k: n.lower() for k, n in register.names.items()}), truth)
        bare = score(
            grouped({k: organisations.company(n) for k, n in register.names.items()}), truth
        )
        near = score(alike(register.names), truth)
        ours = score(found, truth)
        print(
            f"{seed:4}  {len(truth):5}  {small[2]:13.3f}  {bare[2]:9.3f}  {near[2]:9.3f}"
            f"  {ours[0]:.3f} {ours[1]:.3f} {ours[2]:.4f}",
            f" (P/R {bare[0]:.3f} {bare[1]:.3f}, {near[0]:.3f} {near[1]:.3f})",
            flush=True,
        )
        all_of.update(register.kinds.values())
        hits.update(kind for pair, kind in register.kinds.items() if pair in found)
    for kind, number in all_of.most_common():
        print(f"{kind:12} {hits[kind]:5} of {number:5}  {hits[kind] / number:.3f}")


if __name__ == "__main__":
    main()
