"""Both engines, one body: the same pairs, scores and groups for the same records."""

import csv
import json
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pytest
import test_golden_accounts
import test_golden_groups
import test_golden_people
from test_golden import PAIRS, card

from dq.judging import duplicates as command
from dq.matching import pipeline
from dq.matching.files import engine_duckdb
from dq.matching.files import match as files
from dq.matching.pairs import budget
from dq.matching.recipe import ACCOUNTS, CONTACTS
from dq.matching.weighing import cluster, learn
from dq.matching.weighing.lessons import Lessons
from dq.values import invisible
from generator import generate, output
from generator.practice import PRACTICE


@dataclass
class Found:
    """What an engine found, by ids: bits and name_only per pair, score and evidence of those that
    it proposes, groups, the weights, the caps."""

    pairs: dict
    proposed: dict
    groups: set
    oversize: list
    model: object
    dropped: object


def evidence(rows):
    return {
        (row["left_id"], row["right_id"]): (row["score"], json.loads(row["evidence"]))
        for row in rows
    }


def in_process(table, recipe, decisions=None, learn=False):
    taught = Lessons.of(table, decisions.same, decisions.different) if learn else None
    result = pipeline.match(table, recipe, decisions=decisions, taught=taught)
    proposed = evidence(command.pair_rows(recipe.record_kind, result).to_pylist())
    for one, two in decisions.different if decisions else ():
        # The command takes these out of its table once it is written.
        proposed.pop((min(one, two), max(one, two)), None)
    ids = result.records.ids.to_pylist()
    left, right = result.pairs.rows
    members = {}
    for row, group in enumerate(result.groups.of.tolist()):
        if group >= 0:
            members.setdefault(group, set()).add(ids[row])
    return Found(
        {
            (ids[one], ids[two]): found
            for one, two, *found in zip(
                left.tolist(),
                right.tolist(),
                result.pairs.bits.tolist(),
                result.pairs.name_only.tolist(),
                strict=True,
            )
        },
        proposed,
        {frozenset(group) for group in members.values()},
        [[ids[row] for row in rows] for rows in result.groups.oversize],
        result.model,
        result.dropped,
    )


def on(spark):
    from dq.matching.spark import engine

    def match(table, recipe, decisions=None, learn=False):
        some = spark.createDataFrame(table)
        with engine.match(some, recipe, decisions=decisions, learn=learn) as result:
            return read(result)

    def read(result):
        members = {}
        for row in result.groups.toArrow().to_pylist():
            members.setdefault(row["group_id"], set()).add(row["record_id"])
        return Found(
            {
                (row["left_id"], row["right_id"]): [row["bits"], row["name_only"]]
                for row in result.pairs.toArrow().to_pylist()
            },
            evidence(result.evidence.toArrow().to_pylist()),
            {frozenset(group) for group in members.values()},
            result.oversize,
            result.model,
            result.dropped,
        )

    return match


@pytest.fixture(scope="module", params=["duckdb", "spark"])
def match(request):
    return in_process if request.param == "duckdb" else on(request.getfixturevalue("spark"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Exports of a small generated company register."""
    path = tmp_path_factory.mktemp("exports")
    output.write(generate(1_500, 3), path)
    return path


@pytest.fixture(scope="module")
def golden(match, register, table):
    cards = [
        card(pair, side, number) for number, pair in enumerate(PAIRS) for side in ("left", "right")
    ]
    return match(table(sorted(register + cards, key=lambda row: row["id"])), CONTACTS)


def decision(found, number):
    pair = f"{number:03}left", f"{number:03}right"
    if any(set(pair) <= group for group in found.groups):
        return "same"
    return "perhaps" if found.pairs.get(pair, (0, False))[1] else "different"


def test_golden_pairs_are_decided_as_expected(golden):
    wrong = [
        (pair["why"], pair["expected"], found)
        for number, pair in enumerate(PAIRS)
        if (found := decision(golden, number)) != pair["expected"]
        and (pair["expected"], found) != ("different", "perhaps")
    ]
    assert not wrong


def equal(one, two):
    assert one.pairs.keys() == two.pairs.keys()
    assert [one.pairs[pair][1] for pair in one.pairs] == [two.pairs[pair][1] for pair in one.pairs]
    bits = [one.pairs[pair][0] for pair in one.pairs]
    assert bits == pytest.approx([two.pairs[pair][0] for pair in one.pairs], abs=1e-5)
    assert np.abs(one.model.points - two.model.points).max() < 1e-6
    assert one.groups == two.groups
    explained(one.proposed, two.proposed)
    assert one.oversize == two.oversize
    assert one.dropped == two.dropped


def explained(one, two):
    """The same pairs proposed, for the same reasons: points to the hundredth that is written."""
    assert one.keys() == two.keys()
    for pair, (score, items) in one.items():
        other, others = two[pair]
        assert score == pytest.approx(other, abs=1e-6)
        points = [{item["field"]: item["points"] for item in side} for side in (items, others)]
        assert points[0] == pytest.approx(points[1], abs=0.011), pair
        levels = [{(item["field"], item["level"]) for item in side} for side in (items, others)]
        assert levels[0] == levels[1], pair


def test_decisions_go_before_what_was_found(match, register, table, monkeypatch):
    """Two twins, of whom one is decided to be two; and two strangers decided to be one."""
    monkeypatch.setattr(budget, "PAIRS_PER_SECOND", 0)  # so that these are not compared
    twins = [row | {"id": f"{row['id']}x"} for row in register[:2]]
    people = table(register + twins)
    strangers = register[5]["id"], register[800]["id"]
    undecided = match(people.sort_by("id"), CONTACTS)
    assert strangers not in undecided.pairs
    assert frozenset(("b0000", "b0000x")) in undecided.groups
    decisions = pipeline.Decisions(
        # The other way round, as people give them, and of a card that is gone.
        same=frozenset({strangers[::-1], ("b0001", "gone")}),
        different=frozenset({("b0000x", "b0000")}),
    )
    found = match(people.sort_by("id"), CONTACTS, decisions)
    assert frozenset(strangers) in found.groups
    assert strangers in found.proposed
    assert not any({"b0000", "b0000x"} <= group for group in found.groups)
    assert ("b0000", "b0000x") not in found.proposed
    assert frozenset(("b0001", "b0001x")) in found.groups


def test_every_proposed_pair_has_its_evidence(match, register, table):
    twin = register[0] | {"id": "b0000x"}
    found = match(table([*register, twin]).sort_by("id"), CONTACTS)
    score, items = found.proposed["b0000", "b0000x"]
    assert score > 0.9
    assert {"field": "email", "level": "exact"}.items() <= items[0].items()
    assert [abs(item["points"]) for item in items] == sorted(
        (abs(item["points"]) for item in items), reverse=True
    )


def test_accounts_are_equal_on_both_engines(folder, spark):
    accounts = files.records(folder, "account")
    found = in_process(accounts, ACCOUNTS)
    assert found.pairs
    equal(found, on(spark)(accounts, ACCOUNTS))


@pytest.mark.parametrize("golden", [test_golden_accounts, test_golden_groups, test_golden_people])
def test_golden_pairs_of_files_are_decided_alike(spark, golden):
    accounts = golden.table()
    found = in_process(accounts, golden.RECIPE)
    assert not golden.wrong(found.groups)
    equal(found, on(spark)(accounts, golden.RECIPE))


def sandbox(contacts):
    """The first cards with one address, and most of them with one surname."""
    cells = contacts.select(["email", "last_name"]).to_pydict()
    cells["email"][:80] = ["crm@sandbox.example"] * 80
    # Two domains in use that are alike, and one that is a slip of either.
    for place in range(100, 140):
        cells["email"][place] = f"jan@alfa{place % 2 + 1}.example"
        cells["last_name"][place] = "Harbrinkhoek"
    cells["email"][140], cells["last_name"][140] = "jan@alfa3.example", "Harbrinkhoek"
    cells["last_name"][:45] = ["Jansen"] * 45
    for name, values in cells.items():
        place = contacts.column_names.index(name)
        contacts = contacts.set_column(place, name, pa.array(values, pa.string()))
    return contacts


def test_contacts_are_equal_whatever_is_huge_oversize_or_sampled(folder, spark, monkeypatch):
    from dq.matching.spark import blocking

    monkeypatch.setattr(budget, "PAIRS_PER_SECOND", 0)
    monkeypatch.setattr(blocking, "HUGE", 25)
    monkeypatch.setattr(cluster, "LARGEST", 3)
    monkeypatch.setattr(learn, "TAUGHT", 1_000)
    contacts = sandbox(files.records(folder, "contact"))
    found = in_process(contacts, CONTACTS)
    assert found.groups
    assert found.oversize
    assert found.dropped.records
    assert len(found.pairs) > 1_000
    equal(found, on(spark)(contacts, CONTACTS))


def test_what_decisions_teach_is_equal_on_both_engines(tmp_path, spark):
    world = generate(3_000, 4, habits=PRACTICE)
    output.write(world, tmp_path)
    contacts = files.records(tmp_path, "contact")
    ids = world.contacts["Id"]
    decisions = pipeline.Decisions(
        same=frozenset((ids[left], ids[right]) for left, right, _ in world.cards.duplicates[::2]),
        different=frozenset((ids[left], ids[right]) for left, right, _ in world.negatives),
    )
    found = in_process(contacts, CONTACTS, decisions, learn=True)
    assert found.model.check.used
    other = on(spark)(contacts, CONTACTS, decisions, learn=True)
    assert other.model.check.decided == found.model.check.decided
    assert other.model.check.after.loss == pytest.approx(found.model.check.after.loss, abs=1e-6)
    assert np.abs(
        other.model.adjustment.points - found.model.adjustment.points
    ).max() < 1e-5  # fmt: skip
    equal(found, other)


def test_decisions_are_equal_on_both_engines(folder, spark):
    contacts = files.records(folder, "contact")
    plain = in_process(contacts, CONTACTS)
    ids = contacts["id"].to_pylist()
    grouped = sorted(min(group) for group in plain.groups)
    groups = sorted(sorted(group) for group in plain.groups)
    alone = sorted(pair for pair, (_, perhaps) in plain.pairs.items() if perhaps)
    decisions = pipeline.Decisions(
        # Names alone, whole groups, cards that have nothing in common, and one that is both.
        same=frozenset(
            [*alone[:3], tuple(grouped[:2]), (ids[0], ids[-1]), (ids[7], ids[-7])]
            + [tuple(groups[5][:2])]
        ),
        different=frozenset(tuple(group[:2]) for group in groups[5:12]),
    )
    found = in_process(contacts, CONTACTS, decisions)
    assert found.groups != plain.groups
    assert (ids[0], ids[-1]) in found.pairs
    equal(found, on(spark)(contacts, CONTACTS, decisions))


def test_both_engines_have_the_same_general_cards(spark, tmp_path):
    from dq.matching.spark import files as on_a_cluster

    (tmp_path / "accounts.csv").write_text("id,name\n001A,Kadé BV\n")
    cards = ["Kadé", "KADÉ BV planning", "Planning Kadé BV", "Ka", "", "Dam"]
    rows = [f"{place},,{name},001A" for place, name in enumerate(cards)]
    rows += ["6,Jan,Kadé,001A", "7,,Kadé,001B"]
    text = "\n".join(["id,first_name,last_name,account_id", *rows])
    (tmp_path / "contacts.csv").write_text(f"{text}\n")
    here = files.records(tmp_path, "contact")
    there = on_a_cluster.records(spark, str(tmp_path), "contact")[0].toArrow()
    apart = [
        dict(zip(*(one[name].to_pylist() for name in ("id", "apart")), strict=True))
        for one in (here, there)
    ]
    assert apart[0] == apart[1]
    assert [id for id, which in sorted(apart[0].items()) if which == "general"] == ["0", "1"]


def signed(path):
    """Exports in which each sign that nobody sees is in every cell, where it begins, ends or in it;
    alone, and after what may keep it: a letter read twice, a heart, a flag, a Persian letter."""
    signs = sorted(invisible.EVERY)
    bare = [
        "{}text{}s{}",
        "{}",
        "Ã{}â{}",
        "{}\u20e31{}\u20e3",
        "❤{}",
        "🏴{}",
        "می{}خ",
        " {} x {}",
        "#N/{}A",
    ]
    beside = [(word, sign) for word in bare for sign in (*signs[::97], *invisible.JOINERS)]
    cells = [(word, sign) for word in ("{}word", "wo{}rd", "word{}") for sign in signs] + beside
    for kind, columns in engine_duckdb.TABLES.items():
        with (path / f"{kind}s.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(columns)
            for number, (word, sign) in enumerate(cells):
                text = word.replace("{}", sign)
                row = dict.fromkeys(columns, text) | {"id": f"{number:05}{text}"}
                row["account_id"] = f"{number + number % 2:05}{text}" if number % 3 else text
                row["parent_id"] = None if number % 2 else f"{number + 1:05}{text}"
                row["email"] = None if number % 5 == 0 else f"{text}@{text}.example"
                row["kind"] = None if number % 7 else text
                row["first_name"] = None if number % 11 == 0 else text
                writer.writerow([row[name] for name in columns])


@pytest.mark.parametrize("kind", ["contact", "account"])
def test_signs_that_nobody_sees_are_taken_out_alike(kind, spark, tmp_path):
    from dq.matching.spark import files as on_a_cluster

    signed(tmp_path)
    here = files.records(tmp_path, kind)
    there = on_a_cluster.records(spark, str(tmp_path), kind)[0].toArrow().sort_by("id")
    assert len(here) > 10_000
    assert set(here.column_names) == set(there.column_names)
    for name in here.column_names:
        pairs = zip(here[name].to_pylist(), there[name].to_pylist(), strict=True)
        assert [pair for pair in pairs if pair[0] != pair[1]] == [], name


def rows(path):
    parts = sorted(path.glob("part-*.csv")) if path.is_dir() else [path]
    return [row for part in parts for row in csv.DictReader(part.read_text("utf-8").splitlines())]


def test_a_folder_of_exports_gives_the_same_files(folder, spark, tmp_path):
    from dq.matching.spark import engine

    names = "pairs", "groups"
    one = [tmp_path / f"{name}.csv" for name in names]
    two = [tmp_path / f"{name}_parts.csv" for name in names]
    decided = tmp_path / "decided.csv"
    files.run(folder, None, *one)
    first = rows(one[0])[0]
    decided.write_text(f"left_id,right_id,same\n{first['right_id']},{first['left_id']},false\n")
    counts = files.run(folder, None, *one, decisions=decided)
    assert first not in rows(one[0])
    why = tmp_path / "why.csv"
    assert engine.within(spark, folder, *two, decisions=decided, evidence=why) == counts
    told = evidence(rows(why))
    assert {(row["left_id"], row["right_id"]) for row in rows(one[0])} <= told.keys()
    assert all(items for _, items in told.values())
    for left, right in zip(one, two, strict=True):
        assert sorted(map(rounded, rows(left))) == sorted(map(rounded, rows(right)))
    assert counts[0] > 0


def rounded(row):
    return [round(float(value), 6) if name == "score" else value for name, value in row.items()]


def test_an_output_that_exists_is_refused(folder, tmp_path):
    pytest.importorskip("pyspark")
    from dq.errors import Invalid
    from dq.matching.spark import engine

    with pytest.raises(Invalid):
        engine.run(folder, tmp_path, tmp_path / "groups.csv")


def test_no_records_give_no_pairs(match, table):
    found = match(table([]), CONTACTS)
    assert (found.pairs, found.groups) == ({}, set())


def test_a_recipe_without_companies_is_equal_too(spark, register, table):
    from dq.matching.recipe import typed

    people = table(register[:300] + [row | {"id": f"{row['id']}x"} for row in register[:20]])
    people = people.select(["id", "first_name", "last_name", "email", "phone"]).sort_by("id")
    recipe = typed([("given_name", "first_name"), ("surname", "last_name"), ("email", "email")])
    found = in_process(people, recipe)
    assert len(found.groups) == 20
    equal(found, on(spark)(people, recipe))


def test_a_batch_is_read_as_a_part_of_the_whole(spark, register, table):
    """Statistics come from all records, so the size of a batch makes no difference."""
    everybody = table(register)
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "97")
    try:
        small = on(spark)(everybody, CONTACTS)
    finally:
        spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "50000")
    equal(in_process(everybody, CONTACTS), small)


def test_nothing_is_kept_of_a_run_that_is_over(spark, register, table):
    from dq.matching.spark import engine

    kept = spark._jsparkSession.sharedState().cacheManager()
    people = spark.createDataFrame(table(register[:60]))
    with engine.match(people, CONTACTS) as result:
        assert result.groups.count() == 0
        assert not kept.isEmpty()
    assert kept.isEmpty()
    with pytest.raises(KeyError), engine.match(people, CONTACTS):
        raise KeyError
    assert kept.isEmpty()
