"""What each mechanism of matching brings: python -m bench.matching.ablation [--only NAMES].

Each mechanism of `left_out` is left out by itself, on the sets that it lives on, at several seeds.
Prints per set a row a mechanism: F1 with all of it, the mean of what is lost without it, and at how
many seeds F1 is lower, the same and higher without it.
"""

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from bench import corpora, data, dupehell
from bench.matching import own
from bench.matching.left_out import Mechanism, addresses, names, organisations, weighing, without
from bench.matching.own import Set
from dq.matching.files import match
from dq.matching.recipe import ACCOUNTS, typed

EVERY: tuple[Mechanism, ...] = (
    *addresses.EVERY,
    *names.EVERY,
    *organisations.EVERY,
    *weighing.EVERY,
)
SEEDS = (81, 82, 83, 84)
CARDS, MEMBERS = 10_000, 5_000
LACKING = {
    "no addresses": ("email", "username"),
    "no numbers": ("phone", "mobile"),
    "no accounts": ("account_id", "company_id"),
}


def accounts(seed: int) -> Set:
    """The accounts of a generated CRM."""
    folder = data.first_week(CARDS, seed)[0].parent
    truth = corpora.read(folder / "truth_accounts.csv")
    table = match.records(folder, "account")
    entity = {one: one for one in table["id"].to_pylist()}
    entity |= zip(truth[0].to_pylist(), truth[1].to_pylist(), strict=True)
    return Set(table, ACCOUNTS, entity)


def of_file(records: Path, truth: Path, columns: str) -> Set:
    """The records of a file of one's own; `columns` is what the command line is told."""
    read = corpora.read(truth)
    entity = dict(zip(read[0].to_pylist(), read[1].to_pylist(), strict=True))
    recipe = typed([(kind, name) for kind, name in (c.split("=") for c in columns.split(","))])
    return Set(corpora.read(records).sort_by("id"), recipe, entity)


def others(kind: str) -> Callable[[int], Set]:
    """Records of one kind of dupehell's, of medium difficulty."""
    return lambda seed: of_file(*dupehell.made("medium", kind, seed), dupehell.COLUMNS[kind])


def restaurant(_: int) -> Set:
    """A public set of customers, with no seed."""
    [one] = [one for one in corpora.public() if one.name == "restaurant"]
    return of_file(one.path, one.truth, one.columns or "")


def lacking(*columns: str) -> Callable[[int], Set]:
    """The contacts of a generated CRM with nothing in these columns."""
    return lambda seed: own.without(own.crm(CARDS, seed), *columns)


SETS: dict[str, Callable[[int], Set]] = {
    "contacts": lambda seed: own.crm(CARDS, seed),
    "500 contacts": lambda seed: own.crm(500, seed),
    **{name: lacking(*columns) for name, columns in LACKING.items()},
    "accounts": accounts,
    "customers": lambda seed: own.bought(seed, own.COLUMNS["full"]),
    "customers by name and city": lambda seed: own.bought(seed, own.COLUMNS["name and city"]),
    "customers by name": lambda seed: own.bought(seed, own.COLUMNS["name only"]),
    "members": lambda seed: own.club(MEMBERS, seed, 0.09),
    "restaurant": restaurant,
    **{f"dupehell {kind}s": others(kind) for kind in dupehell.COLUMNS},
}


def measured(
    name: str, chosen: Iterable[Mechanism], seeds: Iterable[int]
) -> tuple[list[float], dict[str, list[float]]]:
    """F1 per seed with all mechanisms, and what each brings."""
    whole: list[float] = []
    brings: dict[str, list[float]] = {one.name: [] for one in chosen}
    for seed in seeds:
        some = SETS[name](seed)
        whole.append(own.measure(some)["f1"])
        for one in chosen:
            with without(one):
                brings[one.name].append(whole[-1] - own.measure(some)["f1"])
    return whole, brings


def table(name: str, whole: list[float], brings: dict[str, list[float]]) -> list[str]:
    """A set's figures as lines of Markdown, what brings most first."""
    seeds = f"{sum(whole) / len(whole):.4f}"
    lines = [f"| {name}: left out | F1 {seeds} | less, same, more |", "| --- | --: | --: |"]
    means = {one: sum(lost) / len(lost) for one, lost in brings.items()}
    for one in sorted(means, key=lambda one: -means[one]):
        signs = [int(round(lost, 6) > 0) - int(round(lost, 6) < 0) for lost in brings[one]]
        said = ", ".join(str(signs.count(sign)) for sign in (1, 0, -1))
        lost = f"{-means[one]:+.4f}" if abs(means[one]) >= 0.00005 else "0"
        lines.append(f"| {one} | {lost} | {said} |")
    return lines


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching.ablation", description=__doc__)
    parser.add_argument("--only", type=lambda text: text.split(";"), help="names between ;")
    parser.add_argument("--sets", type=lambda text: text.split(","), default=list(SETS))
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    options = parser.parse_args()
    for name in options.sets:
        wanted = options.only or [one.name for one in EVERY]
        chosen = [one for one in EVERY if one.name in wanted and name in one.sets]
        if not chosen:
            continue
        try:
            lines = table(name, *measured(name, chosen, options.seeds))
        except FileNotFoundError as error:
            lines = [f"{name} is left out: {error}"]
        print(*lines, "", sep="\n", flush=True)


if __name__ == "__main__":
    main()
