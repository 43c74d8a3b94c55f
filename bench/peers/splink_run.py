"""One run of Splink from files to groups, in the peers' environment.

python splink_run.py --model dutch --input FILE_OR_DIR --max-pairs 1e7 --output DIR writes
`pairs.parquet` (id_l, id_r, weight) and `groups.parquet` (id, cluster) at probability 0.95,
and prints the seconds of each step as JSON.
"""

import argparse
import json
import logging
import time
from pathlib import Path
from typing import Any

import duckdb
from models import MODELS, Model  # ty: ignore[import-not-found]
from splink import DuckDBAPI, Linker, SettingsCreator  # ty: ignore[import-not-found]

KEEP = 0.01  # pairs that Splink thinks less probable than this are not kept


def main() -> None:
    """Parse the command line, run, print where the time went."""
    options = arguments(__doc__)
    logging.getLogger("splink").setLevel(logging.ERROR)
    print(json.dumps(run(MODELS[options.model], options)))


def arguments(description: str | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--model", choices=MODELS, required=True)
    parser.add_argument("--input", type=Path, required=True)
    parser.add_argument("--max-pairs", type=float, default=1e7)
    parser.add_argument("--output", type=Path, required=True)
    return parser.parse_args()


def run(model: Model, options: argparse.Namespace) -> dict[str, float]:
    """Read, train, predict, cluster and write; seconds by step."""
    clock = Clock()
    db = duckdb.connect()
    api = DuckDBAPI(db)
    records = api.register(read(db, model, options.input))
    linker = Linker(records, settings(model), log_level=logging.ERROR)
    clock.lap("read")
    pairs, groups = matched(linker, model, options.max_pairs, clock)
    options.output.mkdir(parents=True, exist_ok=True)
    save(db, pairs, "id_l, id_r, match_weight as weight", options.output / "pairs.parquet")
    save(db, groups, "id, cluster_id as cluster", options.output / "groups.parquet")
    clock.lap("write")
    return clock.laps


def matched(linker: Linker, model: Model, max_pairs: float, clock: "Clock") -> tuple[Any, Any]:
    """The pairs and the groups that Splink finds once it has learned."""
    train(linker, model, max_pairs, clock)
    pairs = linker.inference.predict(threshold_match_probability=KEEP)
    clock.lap("predict")
    groups = linker.clustering.cluster_pairwise_predictions_at_threshold(
        pairs, threshold_match_probability=0.95
    )
    clock.lap("cluster")
    return pairs, groups


def read(db: duckdb.DuckDBPyConnection, model: Model, path: Path) -> Any:
    """The records with the model's columns; a folder is a CRM's accounts and contacts."""
    chosen = ", ".join(f'{sql} as "{name}"' for name, sql in model.columns.items())
    if path.suffix == ".parquet":
        source, key = f"read_parquet('{path}')", "id"
    elif path.is_dir():
        contacts = f"read_csv('{path}/contacts.csv', all_varchar=true)"
        accounts = f"read_csv('{path}/accounts.csv', all_varchar=true)"
        source = f"{contacts} c left join {accounts} a on a.Id = c.AccountId"
        key = "c.Id"
    else:
        source, key = f"read_csv('{path}', all_varchar=true, header=true)", "id"
    return db.sql(f"select {key} as id, {chosen} from {source}").to_arrow_table()


def settings(model: Model) -> SettingsCreator:
    """The model as Splink takes it."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=model.comparisons,
        blocking_rules_to_generate_predictions=model.blocking,
        retain_matching_columns=False,
    )


def train(linker: Linker, model: Model, max_pairs: float, clock: "Clock") -> None:
    """The prior by deterministic rules, u by random sampling, m by EM."""
    training = linker.training
    training.estimate_probability_two_random_records_match(model.certain, recall=model.recall)
    clock.lap("prior")
    training.estimate_u_using_random_sampling(max_pairs=max_pairs)
    clock.lap("u")
    for rule in model.training:
        training.estimate_parameters_using_expectation_maximisation(rule)
    clock.lap("EM")


def save(db: duckdb.DuckDBPyConnection, table: Any, columns: str, path: Path) -> None:
    """Write one of Splink's tables."""
    db.sql(f"select {columns} from {table.physical_name}").write_parquet(str(path))


class Clock:
    """Seconds since the previous lap, by name."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self.last = time.perf_counter()

    def lap(self, name: str) -> None:
        """Note the seconds under `name`."""
        now = time.perf_counter()
        self.laps[name] = round(now - self.last, 2)
        self.last = now


if __name__ == "__main__":
    main()
