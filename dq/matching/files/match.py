"""Duplicates in files, without a store: CSV in, a file of pairs and one of groups out."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from dq import scratch
from dq.errors import N_, Invalid
from dq.matching import pipeline
from dq.matching.columns.tables import by_id
from dq.matching.files import exports
from dq.matching.files.headers import mapping, table_of
from dq.matching.files.identity import identified
from dq.matching.files.written import Written, look
from dq.matching.kinds import KINDS
from dq.matching.recipe import ACCOUNTS, CONTACTS, Recipe, typed, with_own
from dq.matching.values.lists import NOTHING, Own
from dq.matching.weighing.lessons import Lessons
from dq.progress import Progress

RECIPES = {"contact": CONTACTS, "account": ACCOUNTS}
PAIRS = ("left_id", "right_id", "score")
GROUPS = ("contact_id", "group_id")
DECIDED = ("left_id", "right_id", "same")
TWO = N_("{one} and {other} are both of {kind}s; leave one of them in the folder.")


def run(
    input: Path,
    columns: str | Sequence[str] | None,
    pairs: Path,
    groups: Path,
    *,
    kind: str = "contact",
    id: str | None = None,
    decisions: Path | None = None,
    own: Own = NOTHING,
    learn: bool = True,
    progress: Progress | None = None,
) -> tuple[int, int]:
    """Match one CSV file (with `columns`) or a folder of exports; return pairs and grouped records.

    `pairs` gets left_id, right_id, score (best first), `groups` contact_id, group_id. A file
    without a column "id" has its line numbers (from 1) for ids, unless `id` names another column.

    :param columns: "kind=Header,kind=Header", or a list of such; kinds are those of `kinds`
    :param kind: which records of a folder: "contact" or "account"
    :param decisions: a CSV file with what people decided, see `decided`
    :param own: what a team knows besides our lists
    :param learn: whether the weights are fitted further on the decisions, where that helps
    :raises Invalid: nothing there that can be read, an unknown kind or header, or none at all, or
        a record without an id of its own
    """
    for path in (input, decisions):
        if path is not None and not path.exists():
            raise Invalid(N_("There is no file or folder {path}."), path=str(path))
    rule = _decisions(decisions) if decisions else None
    if input.is_dir():
        # The table is not kept here, so that it is gone when it has been read.
        read = [records(input, kind, own)]
        recipe = with_own(RECIPES[kind], own)
    else:
        table, recipe = _file(input, columns, id)
        read, recipe = [table], with_own(recipe, own)
        del table
    taught = Lessons.of(read[0], rule.same, rule.different) if rule and learn else None
    result = pipeline.match(read.pop(), recipe, decisions=rule, taught=taught, progress=progress)
    found, grouped = _pairs(result, rule), _groups(result)
    for path, table in ((pairs, found), (groups, grouped)):
        with path.open("wb") as file:  # which says what is wrong more shortly than Arrow
            csv.write_csv(table, file)
    return len(found), len(grouped)


def _decisions(path: Path) -> pipeline.Decisions:
    with scratch.folder() as spare:
        written = look(path, spare, DECIDED)
        return decided(exports.texts(written, {name: name for name in written.headers}), path.name)


def decided(table: pa.Table, name: str) -> pipeline.Decisions:
    """What people decided: columns left_id, right_id and same ("true" or "false"; texts).

    :raises Invalid: a column is missing, or `same` says neither
    """
    if lacking := [one for one in DECIDED if one not in table.column_names]:
        raise Invalid(
            N_("There is no column {column}; the file has: {columns}."),
            column=lacking[0],
            columns=", ".join(table.column_names),
        )
    found: dict[bool, set[tuple[str, str]]] = {True: set(), False: set()}
    for row in table.select(DECIDED).to_pylist():
        said = str(row["same"]).strip().lower()
        if said not in ("true", "false"):
            raise Invalid(N_('In {file}, "same" must be true or false.'), file=name)
        found[said == "true"].add((row["left_id"], row["right_id"]))
    return pipeline.Decisions(frozenset(found[True]), frozenset(found[False]))


def parse(columns: str | Sequence[str] | None, headers: Sequence[str]) -> list[tuple[str, str]]:
    """Kinds and headers from "given_name=FirstName,surname=LastName"."""
    found = _chosen(columns)
    for _, header in found:
        _there(header, headers)
    return found


def _there(header: str, headers: Sequence[str]) -> None:
    """:raises Invalid: the file has no such column"""
    if header not in headers:
        raise Invalid(
            N_("There is no column {column}; the file has: {columns}."),
            column=header,
            columns=", ".join(headers),
        )


def _chosen(columns: str | Sequence[str] | None) -> list[tuple[str, str]]:
    """Kinds and headers, whether or not a file has them."""
    parts = columns.split(",") if isinstance(columns, str) else list(columns or ())
    found: list[tuple[str, str]] = []
    for part in parts:
        if not part.strip():  # a comma at the end
            continue
        kind, _, header = (" ".join(piece.split()) for piece in part.partition("="))
        if kind not in KINDS:
            raise Invalid(
                N_("{kind} is not a kind of column; choose from: {kinds}."),
                kind=kind,
                kinds=", ".join(KINDS),
            )
        found.append((kind, header))
    if not found:
        raise Invalid(N_("Say which columns to compare, for instance surname=LastName."))
    return found


def _file(
    path: Path, columns: str | Sequence[str] | None, id: str | None = None
) -> tuple[pa.Table, Recipe]:
    """The records of a file of one's own by id, and their recipe."""
    wanted = {header for _, header in _chosen(columns)} | ({id} if id else set())
    with scratch.folder() as spare:
        written = look(path, spare, wanted)
        chosen = parse(columns, written.headers)
        if id is not None:
            _there(id, written.headers)
        # Columns are named anew, so that a header "id" or a repeated one cannot clash.
        named = {f"{number} {header}": header for number, (_, header) in enumerate(chosen)}
        recipe = typed([(kind, name) for (kind, _), name in zip(chosen, named, strict=True)])
        found = (name for name in written.headers if name.lower() == "id")
        identity = id or next(found, None)
        if identity is not None:
            table = by_id(exports.texts(written, {"id": identity} | named), ())
            return identified(table, path.name, identity), recipe
        table = exports.texts(written, named)
    ids = pa.array([str(number + 1) for number in range(len(table))], pa.string())
    return table.add_column(0, "id", ids), recipe


def records(folder: Path, kind: str, own: Own = NOTHING) -> pa.Table:
    """The records of one kind ("contact" or "account") in a folder of exports, by id.

    :raises Invalid: they are not there, or twice, or cannot be read
    """
    with scratch.folder() as spare:
        files: dict[str, Written] = {}
        for path in sorted(folder.glob("*.csv")):
            table = table_of(path.stem)
            if table not in ("account", kind):  # accounts need no contacts
                continue
            if table in files:
                raise Invalid(TWO, kind=table, one=files[table].name, other=path.name)
            files[table] = look(path, spare)
        if kind not in files:
            raise Invalid(N_("There is no {kind}s.csv in {folder}."), kind=kind, folder=str(folder))
        columns = {table: mapping(file.headers, table, file.name) for table, file in files.items()}
        return exports.records(files, columns, kind, own)


def _pairs(result: pipeline.Result, rule: pipeline.Decisions | None) -> pa.Table:
    pairs = result.pairs
    left, right = pairs.rows
    likely = pairs.likely
    if rule is not None:
        likely = likely & ~pipeline.Judge(result.records, result.model, rule).barred(pairs.rows)
    rows = np.flatnonzero(likely)
    rows = rows[np.lexsort((right[rows], left[rows], -pairs.bits[rows]))]
    return pa.table(
        {
            "left_id": result.records.ids.take(pa.array(left[rows])),
            "right_id": result.records.ids.take(pa.array(right[rows])),
            "score": pa.array(pairs.score[rows].astype(np.float64)),
        }
    )


def _groups(result: pipeline.Result) -> pa.Table:
    rows = np.flatnonzero(result.groups.of >= 0)
    rows = rows[np.argsort(result.groups.of[rows], kind="stable")]
    return pa.table(
        {
            "contact_id": result.records.ids.take(pa.array(rows)),
            "group_id": result.records.ids.take(pa.array(result.groups.of[rows])),
        }
    )
