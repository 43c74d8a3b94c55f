"""Every number of the report is that of the store, read slowly and directly."""

from datetime import date

import pytest
import reported

from dq.checks import all_checks
from dq.commands import set
from dq.errors import Invalid, NotFound
from dq.handover.report import phrases
from dq.handover.report.contents import belonging
from dq.judging import judge
from dq.outgoing import ready
from dq.queries.review import overview, scores
from dq.words.voice import Voice


def states(db, base, keep=lambda row: True):
    return [reported.slow_state(row, base) for row in reported.table(db, "finding") if keep(row)]


def test_every_state_is_counted_as_in_the_store(firm):
    found = reported.read(firm)
    wanted = reported.slow_count(states(firm, 1))
    assert vars(found.total) == wanted
    assert all(wanted[name] for name in ("open", "new", "solved", "accepted", "later"))
    assert wanted["under_way"]


def test_every_check_is_counted_as_in_the_store(firm):
    found = {one.check.id: vars(one.count) for one in reported.read(firm).checks}
    assert found == {
        id: reported.slow_count(states(firm, 1, lambda row, id=id: row["check_id"] == id))
        for id in all_checks()
    }


def test_the_numbers_are_those_of_the_overview(firm):
    found = reported.read(firm)
    tiles = overview.tiles(firm)
    assert {one.check.id: (one.count.open, one.change) for one in found.checks} == {
        id: (tile.open, tile.change) for id, tile in tiles.items()
    }
    since = overview.since(firm)
    total = found.total
    assert (since.new, since.solved, since.returned, since.under_way) == (
        *(total.new, total.solved, total.returned, total.under_way),
    )


def test_every_owner_has_what_the_store_says(firm):
    found = reported.read(firm)
    rows = reported.table(firm, "finding")
    names = {reported.slow_owner(firm, row) for row in rows} | {"Tom"}
    assert {one.name for one in found.owners} <= names
    for one in found.owners:
        of = states(firm, 1, lambda row, name=one.name: reported.slow_owner(firm, row) == name)
        assert vars(one.count) == reported.slow_count(of)
        assert one.cases == len(reported.slow_cases(firm, one.name))
    assert sum(one.cases for one in found.owners) == len(found.cases)


def test_the_scores_are_those_of_the_store(firm):
    trend = scores.trend(firm)
    standing = reported.read(firm).standing
    assert (standing.overall.before, standing.overall.value) == tuple(value for _, value in trend)
    found = {one.dimension: (one.value, one.before) for one in scores.scores(firm)}
    told = {name: (one.value, one.before) for name, one in standing.dimensions.items()}
    assert told == found
    assert standing.trend == tuple(trend)


def slow_score(db, load_id, grouping, member):
    """The mean over the dimensions of what is not lost, by the rows that were counted."""
    weights = scores.weights(db)
    shares = []
    for row in reported.table(db, "tally"):
        if (row["load_id"], row["grouping"], row["member"]) == (load_id, grouping, member):
            lost = sum(row[f"{name}s"] * weight / 100 for name, weight in weights.items())
            shares.append(1 - lost / row["asked"])
    return sum(shares) / len(shares)


def test_every_owner_has_their_own_score(firm):
    for one in reported.read(firm).owners:
        if one.name == "Tom":
            assert one.score is None  # owns nothing
        else:
            assert one.score == pytest.approx(slow_score(firm, 2, "owner", one.name))
    bas = reported.read(firm, owner="bas peters").standing
    assert bas.overall.value == pytest.approx(slow_score(firm, 2, "owner", "Bas Peters"))
    assert bas.overall.before == pytest.approx(slow_score(firm, 1, "owner", "Bas Peters"))
    assert bas.duration is None
    assert reported.read(firm, owner="Tom").standing.overall is None


def test_how_long_findings_stay_open_is_that_of_the_store(firm):
    [row] = [row for row in reported.table(firm, "duration") if row["load_id"] == 2]
    found = reported.read(firm).standing.duration
    assert (found.open_days, found.solved_days) == (row["open_days"], row["solved_days"])


@pytest.mark.parametrize(
    ("since", "base"),
    [
        (None, 1),
        (date(2026, 11, 16), 1),
        (date(2026, 11, 22), 1),
        (date(2026, 11, 23), 2),
        (date(2026, 11, 15), 0),
    ],
    ids=["export before", "its day", "a day after it", "the newest", "before all"],
)
def test_what_is_new_is_so_since_the_export_of_that_day(firm, since, base):
    found = reported.read(firm, since=since)
    assert found.period.base == base
    assert vars(found.total) == reported.slow_count(states(firm, base))


def test_without_an_export_of_that_day_no_change_is_claimed(firm):
    found = reported.read(firm, since=date(2026, 11, 15))
    assert {one.change for one in found.checks} == {None}
    assert found.standing.overall.before is None


@pytest.mark.parametrize("owner", ["Bas Peters", "  bas  PETERS "], ids=["as spelled", "otherwise"])
def test_one_owner_alone(firm, owner):
    found = reported.read(firm, owner=owner)
    of = states(firm, 1, lambda row: reported.slow_owner(firm, row) == "Bas Peters")
    assert found.owner == "Bas Peters"
    assert vars(found.total) == reported.slow_count(of)
    assert {one.owner for one in found.found} == {"Bas Peters"}
    assert sorted(one.id for one in found.cases) == reported.slow_cases(firm, "Bas Peters")


def test_who_was_given_a_case_has_it_and_the_owner_not(firm):
    tom = reported.read(firm, owner="tom")
    assert [one.id for one in tom.cases] == ["contact~003C"]
    assert tom.cases[0].due == date(2999, 1, 1)
    assert "contact~003C" not in {one.id for one in reported.read(firm, owner="Bas Peters").cases}


@pytest.mark.parametrize("owner", ["Piet", "", "  "])
def test_of_somebody_unknown_there_is_no_report(firm, owner):
    with pytest.raises(NotFound):
        reported.read(firm, owner=owner)


def test_an_owner_spelled_in_two_ways_is_one(firm):
    reported.owned(firm, ["Karin de Wit", "KARIN  de wit", "Karin de Wit"])
    firm.execute("update tally set member = 'KARIN de wit' where member = 'Bas Peters'")
    [karin] = [one for one in reported.read(firm).owners if one.name != "Tom"]
    assert (karin.name, karin.score) == ("Karin de Wit", None)


def test_what_nobody_owns_is_named_last(firm):
    reported.owned(firm, [None, "Zoë Zwart", None])
    found = reported.read(firm)
    assert [one.name for one in found.owners][-1] == belonging.NOBODY
    assert sum(one.count.open for one in found.owners) == found.total.open


def test_every_decision_that_stands_is_there_with_who(firm):
    found = {(one.kind, one.actor, one.names) for one in reported.read(firm).decisions}
    assert found == {
        ("accepted", "Vera", ("Johanna van der Bergh",)),
        ("later", "Tom", ("Johana van der Bergh",)),
        ("given", "Vera", ("Piet Vertrokken",)),
        ("apart", "Vera", ("Fatima Yildiz", "*Ster* :red[Rood] <b>Vet</b>")),
        ("fixed", "", ("Fatima Yildiz",)),
    }


def test_a_decision_says_why_until_when_and_of_what(firm):
    by_kind = {one.kind: one for one in reported.read(firm).decisions}
    assert by_kind["accepted"].reason == "hoort zo"
    assert by_kind["accepted"].check_id == "duplicate_person"
    assert (by_kind["given"].to, by_kind["given"].until) == ("Tom", date(2999, 1, 1))
    assert by_kind["fixed"].command == "edit"


def test_what_was_decided_before_that_day_is_not_in_it(firm):
    assert reported.read(firm, since=date(2998, 1, 1)).decisions == ()


def test_the_decisions_of_one_owner(firm):
    kinds = {one.kind for one in reported.read(firm, owner="Karin de Wit").decisions}
    assert kinds == {"accepted", "later", "apart"}


def test_what_is_carried_over_is_what_a_package_would_have(firm):
    found = reported.read(firm).carried
    there = ready.read(firm)
    assert found.total == there.rows > 0
    assert [(file.name, rows) for file, rows in found.files] == [
        (part.file.name, len(part.lines)) for part in there.parts
    ]
    wanted = {
        (part.file.name, line.record_id, name, line.old.get(name), value)
        for part in there.parts
        for line in part.lines
        for name, value in line.fields.items()
    }
    assert {
        (one.file.name, one.record_id, one.field, one.before, one.after) for one in found.rows
    } == wanted
    assert {one.owner for one in found.rows} == {"Bas Peters"}


def test_one_owner_carries_over_what_is_theirs(firm):
    assert reported.read(firm, owner="Bas Peters").carried.total == 1
    karin = reported.read(firm, owner="Karin de Wit").carried
    assert (karin.total, dict(karin.stays)) == (0, {})


def test_a_check_that_failed_is_named_and_in_no_number(firm):
    firm.execute("update measure set open = null where check_id = 'username_clash' and load_id = 2")
    found = reported.read(firm)
    assert [check.id for check in found.failed] == ["username_clash"]
    assert "username_clash" not in {one.check.id for one in found.checks}
    of = states(firm, 1, lambda row: row["check_id"] != "username_clash")
    assert vars(found.total) == reported.slow_count(of)


def test_a_check_that_is_off_is_named_and_in_no_number(firm):
    set.run(firm, set.Set("check_leaver_still_approves", "off"), "Vera")
    judge.refresh(firm)
    found = reported.read(firm)
    assert [check.id for check in found.off] == ["leaver_still_approves"]
    of = states(firm, 1, lambda row: row["check_id"] != "leaver_still_approves")
    assert vars(found.total) == reported.slow_count(of)
    assert phrases.unsaid(found, Voice("en")) == ["Off, and in no count: Left, but still approves."]


def test_the_age_is_that_of_the_newest_export(firm):
    assert reported.read(firm).age == (date.today() - date(2026, 11, 23)).days


def test_without_a_load_there_is_nothing_to_report(db):
    with pytest.raises(Invalid, match="no export was loaded"):
        reported.read(db)


def test_a_first_export_has_nothing_to_compare_with(firm):
    for name in ("measure", "tally"):
        firm.execute(f"delete from {name} where load_id = 1")
    firm.execute("delete from load where id = 1")
    found = reported.read(firm)
    assert (found.period.before, found.period.since) == (None, None)
    assert vars(found.total) == reported.slow_count(states(firm, 0))
