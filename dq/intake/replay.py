"""What Salesforce merged is merged here too, before the export is compared with what was here."""

from typing import Any

import duckdb

from dq import merging, relations, renaming
from dq.intake import merges, threeway, vocabulary
from dq.intake.batch import Batch
from dq.intake.merges import Merged
from dq.ledger import OWN_KEY, Ledger
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
        for one in found:
            names = self._name(one.kind, one.loser), self._name(one.kind, one.winner)
            how = self._one(one)
            if how:
                keys = ("kind", "id", "winner_id", "name", "winner", "how")
                values = (one.kind, one.loser, one.winner, *names, how)
                self.told.append(dict(zip(keys, values, strict=True)))
        return list(dict.fromkeys(one.kind for one in found))

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
                how = "turned" if target == loser else "there"
                self._known_as(one)
                self._rename_there(one)
                self._restore(kind, winner, winner)
                return how
            else:
                how = "there"
                self._join(one, target)
        elif self._has("upstream", kind, loser):
            how = "arrived" if self._stays(loser) == target else "other"
            if how == "other":
                self._restore(kind, loser, self._stays(loser))
        else:
            return None
        if how != "other":
            self._rename_there(one)
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
        self._remember(one, one.winner)
        self.db.execute(f"delete from upstream.{one.kind} where id = ?", [one.winner]).fetchall()
        self.db.execute(
            f"update upstream.{one.kind} set id = ? where id = ?", [one.winner, one.loser]
        ).fetchall()

    def _remember(self, one: Merged, target: str) -> None:
        values = {"id": one.loser, "record_kind": one.kind, "survivor_id": target}
        self.ledger.insert("merged", values)

    def _join(self, one: Merged, target: str) -> None:
        """What hangs on the loser here hangs on the target, and what is to go of it is kept."""
        kind, loser = one.kind, one.loser
        self.pending += self._own_edits(kind, loser, target)
        merging.decisions(self.ledger, kind, loser, target)
        merging.names(self.ledger, kind, loser, target, vocabulary.objects())
        for table, column in NAMED_BY[kind]:
            if table in vocabulary.objects():
                self.db.execute(
                    f"update main.{table} set {column} = nullif($target, id), version = $at"
                    f" where {column} = $loser",
                    {"target": target, "at": self.ledger.id, "loser": loser},
                ).fetchall()
        self._once(kind, target)
        self.db.execute(f"delete from main.{kind} where id = ?", [loser]).fetchall()
        self._remember(one, target)

    def _own_edits(
        self, kind: str, loser: str, target: str
    ) -> list[tuple[str, str, str, Any, Any]]:
        """The fields of the loser that were changed here and not there yet."""
        here, there = (self._row(schema, kind, loser) for schema in ("main", "upstream"))
        return [
            (kind, target, field, there[field], here[field])
            for field in there
            if field != "id"
            and (kind, field) not in threeway.THEIRS
            and here[field] != there[field]
        ]

    def _once(self, kind: str, target: str) -> None:
        """What was added here to the loser is not added to the target once more."""
        for table, keys in NATURAL.items():
            if f"{kind}_id" not in keys:
                continue
            same = " and ".join(f"other.{key} = mine.{key}" for key in keys)
            twice = f"""
                mine.{kind}_id = $target
                and starts_with(mine.id, '{OWN_KEY}')
                and {same}
                and other.id <> mine.id
                and (other.id < mine.id or not starts_with(other.id, '{OWN_KEY}'))
            """
            if table == "relation":  # of which a pair has one, so that one is active again
                self.db.execute(
                    f"update main.relation as other set active = true, end_date = null"
                    f" from main.relation as mine where {twice}"
                    f" and coalesce(mine.active, true) and not coalesce(other.active, true)",
                    {"target": target},
                ).fetchall()
            else:
                twice += " and coalesce(other.active, true)"
            self.db.execute(
                f"delete from main.{table} as mine using main.{table} as other where {twice}",
                {"target": target},
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

    def _rename_there(self, one: Merged) -> None:
        """As if the last export had named the winner already."""
        for table, column in NAMED_BY[one.kind]:
            # Business Central knows nothing of it.
            if table in vocabulary.objects() and table != "bc_contact":
                self.db.execute(
                    f"update upstream.{table} set {column} = nullif($winner, id)"
                    f" where {column} = $loser",
                    {"winner": one.winner, "loser": one.loser},
                ).fetchall()
        self.db.execute(f"delete from upstream.{one.kind} where id = ?", [one.loser]).fetchall()

    def _row(self, schema: str, kind: str, id: str) -> dict[str, Any]:
        result = self.db.execute(f"from {schema}.{kind} where id = ?", [id])
        names = [column[0] for column in result.description or ()]
        rows = result.fetchall()
        return dict(zip(names, rows[0], strict=True)) if rows else {}

    def _name(self, kind: str, id: str) -> str:
        row = self._row("upstream", kind, id) or self._row("main", kind, id)
        parts = ("first_name", "middle_name", "last_name") if kind == "contact" else ("name",)
        return " ".join(row[part] for part in parts if row.get(part)) or id
