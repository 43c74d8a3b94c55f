"""The tools that are compared: how each is run, and how its answer is read."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from bench import corpora
from bench.corpora import OUT, ROOT, Corpus

PEERS = OUT / "peers"
SCRIPTS = ROOT / "bench" / "peers"
# A tool that takes longer (seconds) is left out.
LONGEST = 900


@dataclass(frozen=True)
class Answer:
    """What a tool found: pairs of rows with their weight (log2 odds), and each row's group."""

    left: np.ndarray
    right: np.ndarray
    weight: np.ndarray
    found: np.ndarray


@dataclass(frozen=True)
class Tool:
    """A way to find duplicates: a command for a corpus and a folder, and a reader of the folder."""

    name: str
    command: Callable[[Corpus, Path], list[str]]
    answer: Callable[[Path, pa.Array], Answer]


@dataclass(frozen=True)
class Run:
    """One run from process start to process end; `laps` are the seconds of its steps, if told.

    `processor` is the time that the cores spent on it, which other work on the machine hardly
    changes.
    """

    seconds: float
    processor: float
    megabytes: float
    laps: dict[str, float]


class Failed(Exception):
    """A tool did not come to an answer."""


def run(tool: Tool, corpus: Corpus, folder: Path) -> Run:
    """Run a tool once; its answer is in `folder` afterwards.

    :raises Failed: with what the tool said
    """
    folder.mkdir(parents=True, exist_ok=True)
    report = folder / "run.json"
    timed = [sys.executable, "-m", "bench.timed", str(report)]
    command = [*timed, *tool.command(corpus, folder)]
    code, said, complaint = _run(command, f"{tool.name} on {corpus.name}")
    if code:
        raise Failed(f"{tool.name} failed on {corpus.name}:\n{complaint[-2000:]}")
    measured = json.loads(report.read_text())
    return Run(**measured, laps=_laps(said))


def _run(command: list[str], what: str) -> tuple[int, str, str]:
    """The exit status and what was said and complained; with all that it started it is ended when
    it takes too long.

    :raises Failed: it took too long
    """
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, text=True, start_new_session=True, stdout=pipe, stderr=pipe
    ) as started:
        try:
            said, complaint = started.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired as error:
            os.killpg(started.pid, signal.SIGKILL)
            raise Failed(f"{what} took more than {LONGEST} s") from error
        return started.returncode, said, complaint


def _laps(output: str) -> dict[str, float]:
    lines = [line for line in output.splitlines() if line.startswith("{")]
    return json.loads(lines[-1]) if lines else {}


def kaartenbak(corpus: Corpus, folder: Path, kind: str = "contact") -> list[str]:
    """The product's own command line, with its own defaults."""
    columns = ["--columns", corpus.columns] if corpus.columns else ["--kind", kind]
    files = ["--pairs", str(folder / "pairs.csv"), "--groups", str(folder / "groups.csv")]
    return [sys.executable, "-m", "dq", "duplicates", "--input", str(corpus.path), *columns, *files]


def kaartenbak_accounts(corpus: Corpus, folder: Path) -> list[str]:
    """The same for the accounts of a CRM."""
    return kaartenbak(corpus, folder, "account")


def kaartenbak_steps(corpus: Corpus, folder: Path) -> list[str]:
    """The same work inside a script that tells the seconds of each step."""
    return [sys.executable, "-m", "bench.matching.laps", str(corpus.path)]


def kaartenbak_answer(folder: Path, ids: pa.Array) -> Answer:
    """The pairs and groups that the command line wrote."""
    pairs = corpora.read(folder / "pairs.csv")
    groups = corpora.read(folder / "groups.csv")
    probability = np.clip(pairs["score"].cast(pa.float64()).to_numpy(), 1e-12, 1 - 1e-12)
    weight = np.log2(probability / (1 - probability))
    return _answer(ids, (pairs["left_id"], pairs["right_id"], weight), groups)


def splink(max_pairs: float) -> Callable[[Corpus, Path], list[str]]:
    """Splink with u estimated from `max_pairs` random pairs."""

    def command(corpus: Corpus, folder: Path) -> list[str]:
        script = [str(PEERS / "bin" / "python"), str(SCRIPTS / "splink_run.py")]
        options = ["--model", corpus.model, "--input", str(corpus.path)]
        return [*script, *options, "--max-pairs", str(max_pairs), "--output", str(folder)]

    return command


def splink_answer(folder: Path, ids: pa.Array) -> Answer:
    """The pairs and groups that Splink's script wrote."""
    pairs = parquet.read_table(folder / "pairs.parquet")
    weight = pairs["weight"].to_numpy()
    groups = parquet.read_table(folder / "groups.parquet")
    return _answer(ids, (pairs["id_l"], pairs["id_r"], weight), groups)


def _answer(
    ids: pa.Array, pairs: tuple[pa.ChunkedArray, pa.ChunkedArray, np.ndarray], groups: pa.Table
) -> Answer:
    """Ids as row numbers; pairs and members that are not among `ids` are of another kind."""
    left, right = rows(pairs[0], ids), rows(pairs[1], ids)
    known = (left >= 0) & (right >= 0)
    member = rows(groups[0], ids)
    label = groups[1].combine_chunks().dictionary_encode().indices.to_numpy()
    found = np.arange(len(ids)) + len(groups)
    found[member[member >= 0]] = label[member >= 0]
    return Answer(left[known], right[known], pairs[2][known], found)


def rows(values: pa.ChunkedArray, ids: pa.Array) -> np.ndarray:
    """The row of each id; -1 where it is not one of `ids`."""
    found = pc.call_function(
        "index_in", [values.cast(pa.string())], pc.SetLookupOptions(value_set=ids)
    ).fill_null(-1)
    return found.to_numpy().astype(np.int64)


KAARTENBAK = Tool("Kaartenbak", kaartenbak, kaartenbak_answer)
STEPS = Tool("Kaartenbak steps", kaartenbak_steps, kaartenbak_answer)
ACCOUNTS = Tool("Kaartenbak accounts", kaartenbak_accounts, kaartenbak_answer)
SPLINK = Tool("Splink", splink(1e7), splink_answer)
SPLINK_QUICK = Tool("Splink 1e6", splink(1e6), splink_answer)
