"""What Salesforce merged is merged here too, before the export is compared with what was here."""

from typing import Any

import duckdb

from dq import merging, relations, renaming
from dq.intake import merges, threeway, vocabulary
from dq.intake.batch import Batch
from dq.intake.merges import Merged
from dq.ledger import OWN_KEY, Ledger
from dq.merging import Kind
from dq.references import NAMED_BY, NATURAL

# Of a loser: the object, the target's key, the field, its old value and what it was to become.
Pending = tuple[str, str, str, Any, Any]


class Replay:
    """The merges that an export tells of, within its load.

    `told` says what became of each: {kind, id, winner_id, name, winner, how}, where `how` is
    'there' (decided there), 'arrived' (decided here), 'turned' (decided here the other way round)
    or 'other' (decided here to go into another one).
    """

    def __init__(self, db: duckdb.DuckDBPyConnection, batch: Batch, load: int, at: int) -> None:
        self.db, self.batch, self.load = db, batch, load
        # What Salesforce did is no change of somebody here, so its rows are in no history.
        self.ledger = Ledger(db, at)
        self.told: list[dict[str, str]] = []
        self.pending: list[Pending] = []

    def run(self) -> list[str]:
        """Carry out every merge on both sides; the objects whose rows were changed by it."""
        found = merges.found(self.db, self.batch)
        kinds: dict[Kind, list[Merged]] = {}
        for one in found:
            kinds.setdefault(one.kind, []).append(one)
        for kind, listed in kinds.items():
            self._told(kind, listed)
        return list(kinds)

    def _told(self, kind: Kind, listed: list[Merged]) -> None:
        """The merges of one kind: the plain ones together, then the others one by one."""
        names = self._names(kind, [id for one in listed for id in (one.loser, one.winner)])
        how = self._plain(kind, listed)
        for one in listed:
            if one not in how:
                how[one] = self._one(one)
        for one in listed:
            if became := how[one]:
                said = (kind, one.loser, one.winner, names[one.loser], names[one.winner], became)
                keys = ("kind", "id", "winner_id", "name", "winner", "how")
                self.told.append(dict(zip(keys, said, strict=True)))

    def _plain(self, kind: Kind, listed: list[Merged]) -> dict[Merged, str | None]:
        """Carry out at once what does not touch another merge: of two that are here, or as it was
        decided here; and how each is told."""
        losers = {one.loser for one in listed}
        rows = self.db.execute(
            f"""
            select
                told.loser, told.target,
                told.loser in (select id from main.{kind}),
                told.target in (select id from main.{kind}),
                told.loser in (select id from upstream.{kind}),
                coalesce(mine.survivor_id, told.loser) = told.target
            from (
                select told.loser, coalesce(survivor.survivor_id, told.winner) as target
                from (select unnest($losers) as loser, unnest($winners) as winner) as told
                left join survivor on survivor.id = told.winner
            ) as told
            left join survivor as mine on mine.id = told.loser
            """,
            {"losers": [one.loser for one in listed], "winners": [one.winner for one in listed]},
        ).fetchall()
        there, arrived = {}, set()
        for loser, target, here, stays, known, decided in rows:
            if here and stays and target not in losers:
                there[loser] = target
            elif not here and known and decided:
                arrived.add(loser)
        self._join(kind, there)
        plain = [one for one in listed if one.loser in there or one.loser in arrived]
        self._rename_there(kind, plain)
        return {one: "there" if one.loser in there else "arrived" for one in plain}

    def settle(self) -> None:
        """Now that the winners are as exported: what was still to go of a loser goes there with
        the winner, after a choice where Salesforce has something else by now."""
        for kind, id, field, old, ours in self.pending:
            here = self._row("main", kind, id).get(field)
            there = self._row("upstream", kind, id).get(field)
            if ours == here:
                continue
            if here == there:
                self.ledger.update(kind, id, {field: ours})
                if field == "account_id" and ours:
                    relations.make_own(self.ledger, id, ours)
                here = ours
            if there not in (old, here):
                said = (old, there, here)
                threeway.note(self.db, kind, id, field, said, self.load, self.ledger.id)

    def _one(self, one: Merged) -> str | None:
        """Merge, say how it stands to what was decided here."""
        kind, loser, winner = one.kind, one.loser, one.winner
        target = self._stays(winner)
        if self._has("main", kind, loser):
            if target == loser or not self._has("main", kind, target):
                self._known_as(one)
                self._rename_there(kind, [one])
                self._restore(kind, winner, winner)
                return "turned" if target == loser else "there"
            how = "there"
            self._join(kind, {loser: target})
        elif self._has("upstream", kind, loser):
            how = "arrived" if self._stays(loser) == target else "other"
            if how == "other":
                self._restore(kind, loser, self._stays(loser))
        else:
            return None
        if how != "other":
            self._rename_there(kind, [one])
        return how

    def _stays(self, id: str) -> str:
        """The record that has here what this one had."""
        rows = self.db.execute("select survivor_id from survivor where id = ?", [id]).fetchall()
        return rows[0][0] if rows else id

    def _has(self, schema: str, kind: str, id: str) -> bool:
        return bool(self.db.execute(f"select 1 from {schema}.{kind} where id = ?", [id]).fetchall())

    def _known_as(self, one: Merged) -> None:
        """The record that is here is the winner from now on: it is new to us, or was the loser
        here."""
        self.db.execute("delete from merged where id = ?", [one.winner]).fetchall()
        self.db.execute(
            "update package_row set state = 'arrived'"
            " where operation = 'merge' and record_id = ? and state <> 'withdrawn'",
            [one.winner],
        ).fetchall()
        renaming.rename(self.db, one.kind, {one.loser: one.winner})
        self._remember(one.kind, {one.loser: one.winner})
        self.db.execute(f"delete from upstream.{one.kind} where id = ?", [one.winner]).fetchall()
        self.db.execute(
            f"update upstream.{one.kind} set id = ? where id = ?", [one.winner, one.loser]
        ).fetchall()

    def _remember(self, kind: Kind, targets: dict[str, str]) -> None:
        self.db.execute(
            "insert into merged by name select unnest($losers) as id, $kind as record_kind,"
            " unnest($targets) as survivor_id, $at as version",
            {
                "losers": list(targets),
                "targets": list(targets.values()),
                "kind": kind,
                "at": self.ledger.id,
            },
        ).fetchall()

    def _join(self, kind: Kind, targets: dict[str, str]) -> None:
        """What hangs on each loser here hangs on its target, and what is to go of it is kept."""
        if not targets:
            return
        self._own_edits(kind, targets)
        objects = vocabulary.objects()
        for loser in self._named(kind, list(targets)):
            merging.decisions(self.ledger, kind, loser, targets[loser])
            merging.names(self.ledger, kind, loser, targets[loser], objects)
        self._pairs("joined", targets)
        for table, column in NAMED_BY[kind]:
            if table in objects:
                self.db.execute(
                    f"update main.{table} as named"
                    f" set {column} = nullif(joined.there, named.id), version = $at"
                    f" from joined where named.{column} = joined.loser",
                    {"at": self.ledger.id},
                ).fetchall()
        self._once(kind)
        self.db.execute(
            f"delete from main.{kind} where id in (select loser from joined)"
        ).fetchall()
        self.db.execute("drop table temp.joined").fetchall()
        self._remember(kind, targets)

    def _pairs(self, table: str, pairs: dict[str, str]) -> None:
        """A temporary table of pairs: columns loser, there."""
        self.db.execute(
            f"create or replace temp table {table} as"
            " select unnest($losers::varchar[]) as loser, unnest($there::varchar[]) as there",
            {"losers": list(pairs), "there": list(pairs.values())},
        ).fetchall()

    def _named(self, kind: Kind, losers: list[str]) -> list[str]:
        """Those that are named by what is not in any export, such as tiles and decisions."""
        places = [place for place in NAMED_BY[kind] if place[0] not in vocabulary.objects()]
        if kind == "contact":
            places.append(("departure", "id"))
        named = " union ".join(
            f"select {column} as id from main.{table}" for table, column in places
        )
        rows = self.db.execute(
            f"select id from ({named}) where id in (select unnest($losers::varchar[])) order by id",
            {"losers": losers},
        ).fetchall()
        return [id for (id,) in rows]

    def _own_edits(self, kind: Kind, targets: dict[str, str]) -> None:
        """Note the fields of the losers that were changed here and not there yet."""
        here, there = (self._rows(schema, kind, list(targets)) for schema in ("main", "upstream"))
        for loser, row in there.items():
            self.pending += [
                (kind, targets[loser], field, row[field], here[loser][field])
                for field in row
                if field != "id"
                and (kind, field) not in threeway.THEIRS
                and here[loser][field] != row[field]
            ]

    def _once(self, kind: Kind) -> None:
        """What was added here to a loser is not added to its target once more."""
        for table, keys in NATURAL.items():
            if f"{kind}_id" not in keys:
                continue
            same = " and ".join(f"other.{key} = mine.{key}" for key in keys)
            twice = f"""
                mine.{kind}_id in (select there from joined)
                and starts_with(mine.id, '{OWN_KEY}')
                and {same}
                and other.id <> mine.id
                and (other.id < mine.id or not starts_with(other.id, '{OWN_KEY}'))
            """
            if table == "relation":  # of which a pair has one, so that one is active again
                self.db.execute(
                    f"update main.relation as other set active = true, end_date = null"
                    f" from main.relation as mine where {twice}"
                    f" and coalesce(mine.active, true) and not coalesce(other.active, true)"
                ).fetchall()
            else:
                twice += " and coalesce(other.active, true)"
            self.db.execute(
                f"delete from main.{table} as mine using main.{table} as other where {twice}"
            ).fetchall()

    def _restore(self, kind: str, there: str, here: str) -> None:
        """What was taken out here because a pair has it once is back: Salesforce may have kept
        just that one."""
        for table, keys in NATURAL.items():
            rest = [key for key in keys if key != f"{kind}_id"]
            if len(rest) == len(keys):
                continue
            same = " and ".join(f"mine.{key} = known.{key}" for key in rest)
            self.db.execute(
                f"""
                insert into main.{table} by name
                select known.*, $at as version
                from upstream.{table} as known
                where known.{kind}_id = $there
                    and known.id not in (select id from main.{table})
                    and exists (
                        select 1
                        from main.{table} as mine
                        where mine.{kind}_id = $here and {same}
                    )
                """,
                {"at": self.ledger.id, "there": there, "here": here},
            ).fetchall()

    def _rename_there(self, kind: Kind, listed: list[Merged]) -> None:
        """As if the last export had named the winners already."""
        if not listed:
            return
        self._pairs("won", {one.loser: one.winner for one in listed})
        for table, column in NAMED_BY[kind]:
            # Business Central knows nothing of it.
            if table in vocabulary.objects() and table != "bc_contact":
                self.db.execute(
                    f"update upstream.{table} as named set {column} = nullif(won.there, named.id)"
                    f" from won where named.{column} = won.loser"
                ).fetchall()
        self.db.execute(
            f"delete from upstream.{kind} where id in (select loser from won)"
        ).fetchall()
        self.db.execute("drop table temp.won").fetchall()

    def _rows(self, schema: str, kind: Kind, ids: list[str]) -> dict[str, dict[str, Any]]:
        """The records with these ids, by id."""
        result = self.db.execute(
            f"from {schema}.{kind} where id in (select unnest($ids::varchar[]))", {"ids": ids}
        )
        names = [column[0] for column in result.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
        return {row["id"]: row for row in rows}

    def _row(self, schema: str, kind: str, id: str) -> dict[str, Any]:
        result = self.db.execute(f"from {schema}.{kind} where id = ?", [id])
        names = [column[0] for column in result.description or ()]
        rows = result.fetchall()
        return dict(zip(names, rows[0], strict=True)) if rows else {}

    def _names(self, kind: Kind, ids: list[str]) -> dict[str, str]:
        """What the records are called, as the last export has them, else as they are here."""
        known = self._rows("main", kind, ids) | self._rows("upstream", kind, ids)
        parts = ("first_name", "middle_name", "last_name") if kind == "contact" else ("name",)

        def name(id: str) -> str:
            row = known.get(id, {})
            return " ".join(row[part] for part in parts if row.get(part)) or id

        return {id: name(id) for id in ids}
