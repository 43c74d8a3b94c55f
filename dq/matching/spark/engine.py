"""The engine for files of any size: the recipe of `pipeline` on Spark, local or a cluster.

Same input, same pairs, scores and groups as in process; docs/operations.md says when to use it.

Tested in tests/matching/test_engines.py.
"""

from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pyspark.sql import DataFrame, Observation, SparkSession
from pyspark.sql import functions as f

from dq.errors import N_, Invalid
from dq.matching import pipeline
from dq.matching.pairs.block import Dropped
from dq.matching.recipe import Recipe
from dq.matching.spark import (
    blocking,
    companies,
    decided,
    files,
    grouping,
    ids,
    rows,
    scoring,
    session,
    statistics,
)
from dq.matching.values.lists import NOTHING, Own
from dq.matching.weighing import lessons, weigh
from dq.matching.weighing.scored_pairs import THRESHOLD
from dq.progress import Progress


@dataclass(frozen=True)
class Result:
    """All of a run, as tables of the session.

    `pairs` has left_id, right_id, bits, score (0..1) and name_only (nothing but the name speaks for
    it) of every pair compared; `proposed` has those over the threshold or inside one group that
    nobody decided to be different, without bits; `evidence` has their left_id, right_id, score and
    evidence (JSON, as of `ScoredPairs`). `groups` has record_id and group_id. `oversize` are
    components too big to resolve, as lists of ids. The tables are in the memory of the session
    until the end of the block that `match` is asked for in.
    """

    pairs: DataFrame
    proposed: DataFrame
    evidence: DataFrame
    groups: DataFrame
    oversize: list[list[str]]
    model: weigh.Model
    dropped: Dropped


def run(
    input: Path | str,
    pairs: Path | str,
    groups: Path | str,
    *,
    kind: str = "contact",
    columns: str | Sequence[str] | None = None,
    decisions: Path | str | None = None,
    evidence: Path | str | None = None,
    own: Own = NOTHING,
    learn: bool = True,
    master: str = "local[*]",
    progress: Progress | None = None,
) -> tuple[int, int]:
    """Match exports and write two folders; return the number of pairs and of grouped records.

    `pairs` gets left_id, right_id, score (best first), `groups` contact_id, group_id: folders of
    CSV, or of Parquet where the name ends in ".parquet". `evidence`, where named, gets
    `Result.evidence`.

    :param input: a folder with contacts and accounts, or with `columns` one file; any path or URL
        that Spark reads
    :param decisions: a file or folder with what people decided, see `matching.files.decided`
    :param own: what a team knows besides our lists
    :param learn: whether the weights are fitted further on the decisions, where that helps
    :param master: where Spark runs: "local[2]", "spark://host:7077", "yarn"
    :raises Invalid: nothing to read there, or an output exists already
    """
    for path in (pairs, groups, evidence):
        if path is not None and Path(path).exists():
            raise Invalid(N_("{file} exists already; name a new folder."), file=str(path))
    if progress is not None:
        progress(0.0, N_("Starting Spark"))
    with session.opened(master) as spark:
        return within(
            spark,
            input,
            pairs,
            groups,
            kind=kind,
            columns=columns,
            decisions=decisions,
            evidence=evidence,
            own=own,
            learn=learn,
            progress=progress,
        )


def within(
    spark: SparkSession,
    input: Path | str,
    pairs: Path | str,
    groups: Path | str,
    *,
    kind: str = "contact",
    columns: str | Sequence[str] | None = None,
    decisions: Path | str | None = None,
    evidence: Path | str | None = None,
    own: Own = NOTHING,
    learn: bool = True,
    progress: Progress | None = None,
) -> tuple[int, int]:
    """As `run`, in a session that there is already."""
    table, recipe = files.records(spark, str(input), kind, columns, own)
    rule = files.decisions(spark, str(decisions)) if decisions is not None else None
    with match(table, recipe, decisions=rule, learn=learn, progress=progress) as result:
        likely = result.proposed.where(f"score >= {THRESHOLD} and not name_only").drop("name_only")
        best_first = f.desc("score"), "left_id", "right_id"
        paired = _write(likely.orderBy(*best_first), str(pairs))
        grouped = result.groups.withColumnRenamed("record_id", "contact_id")
        members = _write(grouped.orderBy("group_id", "contact_id"), str(groups))
        if evidence is not None:
            _write(result.evidence.orderBy(*best_first), str(evidence))
    if progress is not None:
        progress(1.0, N_("Done"))
    return paired, members


def _write(table: DataFrame, path: str) -> int:
    """Write a table; returns how many rows it has, which are counted as they pass."""
    seen = Observation()
    writer = table.observe(seen, f.count(f.lit(1)).alias("rows")).write
    if path.endswith(".parquet"):
        writer.parquet(path)
    else:
        # A quote inside a cell is doubled, as every other reader of CSV expects.
        writer.csv(path, header=True, escape='"')
    return seen.get["rows"]


@contextmanager
def match(
    table: DataFrame,
    recipe: Recipe,
    *,
    decisions: pipeline.Decisions | None = None,
    learn: bool = False,
    progress: Progress | None = None,
) -> Generator[Result]:
    """Find the duplicates among the rows of `table` (column `id`, unique, and the recipe's).

    :param learn: fit the weights further on the decisions, where that helps
    """
    with ExitStack() as until:
        yield _match(table, recipe, decisions, learn, progress, until)


def _match(
    table: DataFrame,
    recipe: Recipe,
    decisions: pipeline.Decisions | None,
    learn: bool,
    progress: Progress | None,
    until: ExitStack,
) -> Result:
    """See `match`; all that is kept is let go at the end of `until`."""
    tell = progress or (lambda fraction, message: None)
    spark = table.sparkSession
    tell(0.1, N_("Reading names and addresses"))
    numbered, size = rows.numbered(table, until)
    keys, domains = companies.of(numbered, recipe)
    population = statistics.known(numbered, recipe, keys, domains)
    tell(0.3, N_("Looking for pairs that may be the same"))
    shipped = spark.sparkContext.broadcast(population)
    until.callback(shipped.destroy)
    paired = blocking.candidates(numbered, recipe, max(size, 2), lambda: shipped.value, until)
    tell(0.5, N_("Weighing the evidence"))
    model = scoring.learned(spark, numbered, paired, recipe, _codes(keys), population)
    taught = decided.lessons(spark, numbered, decisions) if learn else None
    model = lessons.refined(model, taught, recipe, population)

    def score(some: DataFrame) -> DataFrame:
        return scoring.scored(numbered, some, recipe, model, lambda: shipped.value)

    tell(0.7, N_("Comparing pairs"))
    ruling = decided.ruling(spark, numbered, decisions)
    missed = ruling.missed(paired.pairs)
    scored = rows.kept(_with_decided(score(paired.pairs), missed, score), until)
    found, oversize = grouping.groups(spark, scored, score, ruling.overrule, until)
    proposed = rows.kept(ruling.allowed(_proposed(scored, found)), until)
    why = scoring.explained(numbered, proposed, recipe, model, lambda: shipped.value)
    return Result(
        ids.of_pairs(numbered, scored, "bits", "score", "name_only"),
        ids.of_pairs(numbered, proposed, "score", "name_only"),
        ids.of_pairs(numbered, proposed.join(why, ["left", "right"]), "score", "evidence"),
        ids.of_groups(numbered, found),
        ids.of_rows(numbered, oversize),
        model,
        paired.dropped,
    )


def _codes(keys: np.ndarray) -> np.ndarray:
    """Companies as numbers from 0; -1 = unknown."""
    values, codes = np.unique(keys, return_inverse=True)
    return codes - 1 if len(values) and values[0] == 0 else codes


def _with_decided(scored: DataFrame, missed: DataFrame | None, score: grouping.Step) -> DataFrame:
    """The scored pairs and those that blocking missed and people decided to be one."""
    if missed is None:
        return scored
    return scored.unionByName(score(missed).withColumn("name_only", f.lit(False)))


def _proposed(scored: DataFrame, found: DataFrame) -> DataFrame:
    """The pairs over the threshold or inside one group, with score and name_only."""
    left = found.select(f.col("row").alias("left"), f.col("group").alias("left_group"))
    right = found.select(f.col("row").alias("right"), f.col("group").alias("right_group"))
    grouped = scored.join(left, "left", "left").join(right, "right", "left")
    likely = f"(score >= {THRESHOLD} and not name_only) or left_group = right_group"
    score = f.col("score").cast("double").alias("score")
    return grouped.where(likely).select("left", "right", score, "name_only")
