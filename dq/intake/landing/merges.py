"""What was merged in Salesforce: as MasterRecordId says, else as what the others left shows."""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from dq.intake.cells import deleted
from dq.intake.cells.stage import fields
from dq.intake.landing import Landing, compare
from dq.intake.sheet import Sheet
from dq.objects import Mergeable
from dq.reading.vocabulary import MASTER

# What makes two records one for people, where nothing else tells which took the other in.
ALIKE: dict[Mergeable, tuple[tuple[str, ...], str]] = {
    "contact": (
        ("first_name", "last_name", "email"),
        "letters(concat(first_name, last_name)) || ' ' || folded(email)",
    ),
    "account": (("name", "postal_code"), "letters(name) || ' ' || folded(postal_code)"),
}


@dataclass(frozen=True)
class Merged:
    """Salesforce merged the loser into the winner, which is there now."""

    kind: Mergeable
    loser: str
    winner: str


def found(landing: Landing) -> list[Merged]:
    """The merges of records that are known here, accounts first; the batch is not written yet."""
    listed = []
    kinds: tuple[Mergeable, ...] = ("account", "contact")
    for kind in kinds:
        sheets = landing.batch.of(kind)
        if sheets:
            stated = _stated(landing.db, kind, sheets)
            shown = _shown(landing, kind, stated)
            listed += [Merged(kind, *pair) for pair in sorted((stated | shown).items())]
    return listed


def _stated(db: duckdb.DuckDBPyConnection, kind: Mergeable, sheets: list[Sheet]) -> dict[str, str]:
    """Loser and winner by MasterRecordId: the last of a chain, if it is alive."""
    query = deleted.listing(sheets)
    if query is None:
        return {}
    masters = dict(db.execute(f"select id, master_id from ({query})").fetchall())
    known = _there(db, f"select id from upstream.{kind} union select id from main.{kind}", masters)
    winners = {id: _last(masters, id) for id in known if masters[id]}
    alive = " union ".join(f"select id from {sheet.stage}" for sheet in sheets)
    if not all(sheet.complete for sheet in sheets):
        alive += f" union select id from upstream.{kind}"
    living = set(_there(db, alive, winners.values())) - set(masters)
    return {loser: winner for loser, winner in winners.items() if winner in living}


def _there(db: duckdb.DuckDBPyConnection, query: str, ids: Iterable[str]) -> list[str]:
    rows = db.execute(
        f"select distinct id from ({query}) where id in (select unnest($ids::varchar[]))",
        {"ids": list(ids)},
    ).fetchall()
    return [id for (id,) in rows]


def _last(masters: dict[str, str | None], id: str) -> str:
    """Where a chain of masters ends; one that bites its tail ends anywhere."""
    seen = {id}
    while (master := masters.get(id)) and master not in seen:
        seen.add(master)
        id = master
    return id


def _shown(landing: Landing, kind: Mergeable, stated: dict[str, str]) -> dict[str, str]:
    """The same without MasterRecordId, of what is gone: by the relations that went on to another,
    by a merge here, either way round, else by the one record that says the same."""
    db, sheets = landing.db, landing.batch.of(kind)
    masters = all(sheet.place(MASTER) for sheet in sheets)
    if masters or not sheets[0].counts.gone or not all(sheet.complete for sheet in sheets):
        return {}
    vanished = landing.keep(
        "vanished",
        f"""
        select known.id
        from upstream.{kind} as known
        where {compare.absent(sheets)} and known.id not in (select unnest($stated::varchar[]))
        """,
        {"stated": list(stated)},
    )
    pairs = dict(db.execute(_alike(kind, sheets, vanished)).fetchall())
    for way in (("id", "survivor_id"), ("survivor_id", "id")):
        pairs |= dict(db.execute(_decided(kind, vanished, *way)).fetchall())
    for sheet in landing.batch.of("relation"):
        if f"{kind}_id" in sheet.columns and sheet.counts.changed:
            pairs |= dict(db.execute(_moved(kind, sheet, vanished)).fetchall())
    return pairs


def _decided(kind: Mergeable, vanished: str, gone: str, there: str) -> str:
    """What was merged here, of which Salesforce has only one: `gone` and `there` are the columns of
    view survivor for the one that is gone and the one that it has."""
    return f"""
        select survivor.{gone}, min(survivor.{there})
        from survivor
        join merged on merged.id = survivor.id
        where merged.record_kind = '{kind}'
            and survivor.{gone} in (from {vanished})
            and survivor.{there} not in (from {vanished})
            and survivor.{there} in (select id from upstream.{kind})
        group by survivor.{gone}
    """


def _moved(kind: Mergeable, sheet: Sheet, vanished: str) -> str:
    """Only a merge gives a relation another contact, or one beside the own account another account.

    Source: Salesforce, AccountContactRelation: both are set once.
    """
    beside = "and not coalesce(known.direct, false)" if kind == "account" else ""
    return f"""
        select known.{kind}_id, min(staged.{kind}_id)
        from {sheet.difference} as staged
        join upstream.relation as known on known.id = staged.id
        where not staged.new
            {beside}
            and known.{kind}_id in (from {vanished})
            and staged.{kind}_id not in (from {vanished})
        group by known.{kind}_id
        having count(distinct staged.{kind}_id) = 1
    """


def _alike(kind: Mergeable, sheets: list[Sheet], vanished: str) -> str:
    """One that is gone and the one that says the same: there already, or since this export."""
    asked, said = ALIKE[kind]
    news = [
        f"select id, {said} as says from {sheet.difference} where flaw is null"
        for sheet in sheets
        if set(asked) <= set(fields(sheet)) and (sheet.counts.new or sheet.counts.changed)
    ]
    return f"""
        with gone as (
            select id, {said} as says from upstream.{kind} where id in (from {vanished})
        ), there as (
            select id, {said} as says from upstream.{kind} where id not in (from {vanished})
            {"".join(f" union {one}" for one in news)}
        )
        select gone.id, min(there.id)
        from gone
        join there using (says)
        group by gone.id
        having count(distinct there.id) = 1
    """
