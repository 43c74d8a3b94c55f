"""Sets of our own that are matched in process: python -m bench.matching.own [--only NAMES].

Small CRMs, six seeds a size; CRMs that lack something (`SPECIAL`); customers by all their columns,
by name and place, and by the name alone; members of a club, once as usual and once sent in again
and again. Every set is matched at the product's own threshold. Prints the figures and keeps them
for the report and its targets.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench import corpora, customers, data, quality
from bench.corpora import OUT
from bench.matching import assess
from bench.matching.tools import Answer
from dq.matching import pipeline
from dq.matching.files import match
from dq.matching.recipe import ACCOUNTS, CONTACTS, Recipe, typed
from generator import members

RESULTS = OUT / "own.json"
SIZES = (500, 2_000, 5_000)
SEEDS = (11, 12, 13, 14, 15, 16)
SPECIAL_SIZE = 5_000
MEMBERS = typed(
    [
        *(("given_name", "first_name"), ("surname", "last_name"), ("date", "birth_date")),
        *(("address", "street"), ("postcode", "postcode"), ("place", "place")),
        *(("phone", "phone"), ("email", "email")),
    ]
)
COLUMNS: dict[str, Recipe] = {
    "full": ACCOUNTS,
    "name and city": typed([("company", "name"), ("place", "city")]),
    "name only": typed([("company", "name")]),
}
UPPER = ("first_name", "last_name", "email", "title", "city", "salutation")

Figures = dict[str, Any]


@dataclass(frozen=True)
class Set:
    """Records with their recipe, and who is who by id; `planted` pairs are of a generated CRM."""

    table: pa.Table
    recipe: Recipe
    entity: dict[str, str]
    planted: dict[str, assess.Planted] | None = None


def crm(contacts: int, seed: int, extra: float | None = None) -> Set:
    """The contacts of a generated CRM."""
    folder = data.first_week(contacts, seed, extra)[0].parent
    truth = corpora.read(folder / "truth_contacts.csv")
    ids = truth[0].combine_chunks()
    planted = {
        name: assess.Planted(folder / f"truth_{name}.csv", ids)
        for name in ("duplicates", "negatives")
    }
    table = match.records(folder, "contact")
    return Set(table, CONTACTS, dict(zip(*_lists(truth), strict=True)), planted)


def _lists(truth: pa.Table) -> tuple[list[str], list[str]]:
    return truth[0].to_pylist(), truth[1].to_pylist()


def without(some: Set, *columns: str) -> Set:
    """The same records with nothing in these columns.

    Who changed employer was one person by the mobile number, the private address or the postcode;
    where that is gone there are two.
    """
    table = some.table
    for name in columns:
        place = table.column_names.index(name)
        table = table.set_column(place, name, pa.nulls(len(table), pa.string()))
    return Set(table, some.recipe, _proven(some, table), some.planted)


def _proven(some: Set, table: pa.Table) -> dict[str, str]:
    """Who is who, as far as cards at two employers have something in common."""
    entity, planted = dict(some.entity), (some.planted or {})["duplicates"]
    told = ["id", "mobile", "email", "postal_code"]
    cells = {row["id"]: row for row in table.select(told).to_pylist()}
    ids = list(some.entity)
    moved = planted.kind == "employer_change"
    for left, right in zip(planted.left[moved], planted.right[moved], strict=True):
        one, two = (cells[ids[row]] for row in (left, right))
        numbers = {"".join(filter(str.isdigit, row["mobile"] or ""))[-9:] for row in (one, two)}
        same = any(one[name] and one[name] == two[name] for name in ("email", "postal_code"))
        if not same and (len(numbers) > 1 or numbers == {""}):
            entity[two["id"]] = f"{two['id']} elsewhere"
    return entity


def upper(some: Set) -> Set:
    """The same records in capitals."""
    table = some.table
    for name in UPPER:
        place, column = table.column_names.index(name), table[name]
        texts = column.cast(pa.string())
        table = table.set_column(place, name, pc.call_function("utf8_upper", [texts]))
    return Set(table, some.recipe, some.entity, some.planted)


SPECIAL: dict[str, Callable[[int], Set]] = {
    "as it is": lambda seed: crm(SPECIAL_SIZE, seed),
    "no e-mail addresses": lambda seed: without(crm(SPECIAL_SIZE, seed), "email", "username"),
    "no phone numbers": lambda seed: without(crm(SPECIAL_SIZE, seed), "phone", "mobile"),
    "no accounts": lambda seed: without(crm(SPECIAL_SIZE, seed), "account_id", "company_id"),
    "all in capitals": lambda seed: upper(crm(SPECIAL_SIZE, seed)),
    "no doubles": lambda seed: crm(SPECIAL_SIZE, seed, 0.0),
}


def club(records: int, seed: int, others: float) -> Set:
    """Members of a club; see `generator.members`."""
    made = members.build(records, seed, others)
    person = dict(zip(map(str, made["id"]), map(str, made.pop("person")), strict=True))
    table = pa.table({name: pa.array(column, pa.string()) for name, column in made.items()})
    return Set(table, MEMBERS, person)


def bought(seed: int, recipe: Recipe) -> Set:
    """Customers, by the columns of a recipe."""
    made = customers.register(seed)
    table = customers.table(made, seed)
    return Set(table, recipe, {key: str(owner) for key, owner in made.owner.items()})


def measure(some: Set) -> Figures:
    """Quality of the groups, pairs wrongly merged, bands of certainty, and kinds of pairs."""
    result = pipeline.match(some.table, some.recipe)
    ids = result.records.ids.to_pylist()
    _, entity = np.unique([some.entity[one] for one in ids], return_inverse=True)
    groups = result.groups.of
    found = np.where(groups >= 0, groups, np.arange(len(ids)) + len(ids))
    measured = quality.of_groups(found, entity)
    likely = result.pairs.likely
    left, right = (side[likely] for side in result.pairs.rows)
    answer = Answer(left, right, result.pairs.bits[likely].astype(float), found)
    figures: Figures = assess.figures(measured) | {
        "records": len(ids),
        "true_pairs": quality.pairs(np.bincount(entity)),
        "found_pairs": quality.pairs(np.unique(found, return_counts=True)[1]),
        "bands": assess.bands(answer, entity),
    }
    if some.planted:
        # Planted pairs are rows of the truth, which has another order.
        place = {one: row for row, one in enumerate(ids)}
        rows = found[[place[one] for one in some.entity]]
        figures["kinds"] = {name: one.together(rows) for name, one in some.planted.items()}
    return figures


def small() -> Figures:
    """Per size the figures of each seed."""
    return {
        str(size): [told(f"dutch {size} seed {seed}", crm(size, seed)) for seed in SEEDS]
        for size in SIZES
    }


def special() -> Figures:
    """Per set that lacks something the figures of two seeds."""
    return {
        name: [told(f"{name}, seed {seed}", make(seed)) for seed in SEEDS[:2]]
        for name, make in SPECIAL.items()
    }


def by_columns() -> Figures:
    """Per choice of columns the figures of three registers of customers."""
    return {
        name: [told(f"customers {name} {seed}", bought(seed, recipe)) for seed in (51, 52, 53)]
        for name, recipe in COLUMNS.items()
    }


def typed_files() -> Figures:
    """Members: as usual, and with twelve further records a person."""
    return {
        name: [told(f"{name} {seed}", club(size, seed, others)) for seed in SEEDS[:2]]
        for name, size, others in (("members", 5_000, 0.09), ("members again", 3_000, 12.0))
    }


SETS = {"small": small, "special": special, "accounts": by_columns, "typed": typed_files}


def told(name: str, some: Set) -> Figures:
    """The figures of a set, which are printed as well."""
    figures = measure(some)
    shown = " ".join(f"{figures[one]:.4f}" for one in ("precision", "recall", "f1"))
    print(f"{name:32} {figures['records']:8,} {shown}", flush=True)
    return figures


def together(measured: list[Figures], name: str) -> dict[str, list[float]]:
    """Per planted kind the share in one group, of all these sets together, and how many pairs."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0])
    for one in measured:
        for kind, (share, pairs) in one.get("kinds", {}).get(name, {}).items():
            sums[kind][0] += share * pairs
            sums[kind][1] += pairs
    return {kind: [right / pairs, pairs] for kind, (right, pairs) in sums.items()}


def kept() -> Figures:
    """What was measured so far, by kind of set."""
    return json.loads(RESULTS.read_text()) if RESULTS.exists() else {}


def keep(names: Iterable[str] = SETS) -> None:
    """Measure these, and keep it beside what was measured before."""
    OUT.mkdir(parents=True, exist_ok=True)
    known = kept()
    for name in names:
        known[name] = SETS[name]()
        RESULTS.write_text(json.dumps(known, indent=1))


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching.own", description=__doc__)
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(SETS))
    keep(parser.parse_args().only)


if __name__ == "__main__":
    main()
