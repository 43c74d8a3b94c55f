"""What Salesforce merged is merged here too, before the export is compared with what was here.

Tested in tests/intake/landing/test_merges.py.
"""

from typing import Any

from dq.domain import relations
from dq.intake.landing import Landing, clashes, joined, merges
from dq.intake.landing.merges import Merged
from dq.objects import LEAVING, Mergeable
from dq.store import renaming, rows

# Of a loser: the object, its key and the target's, the field, its old value and what it was to
# become.
Pending = tuple[Mergeable, str, str, str, Any, Any]


class Replay:
    """The merges that an export tells of, within its load.

    `outcomes` says what became of each: {kind, id, winner_id, name, winner, how}, where `how` is
    'there' (decided there), 'arrived' (decided here), 'turned' (decided here the other way round)
    or 'other' (decided here to go into another one).
    """

    def __init__(self, landing: Landing) -> None:
        self.landing, self.db = landing, landing.db
        self.outcomes: list[dict[str, str]] = []
        self.pending: list[Pending] = []

    def run(self) -> list[str]:
        """Carry out every merge on both sides; the objects whose rows were changed by it."""
        found = merges.found(self.landing)
        kinds: dict[Mergeable, list[Merged]] = {}
        for one in found:
            kinds.setdefault(one.kind, []).append(one)
        for kind, listed in kinds.items():
            self._of_kind(kind, listed)
        return list(kinds)

    def _of_kind(self, kind: Mergeable, listed: list[Merged]) -> None:
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
                self.outcomes.append(dict(zip(keys, said, strict=True)))

    def _plain(self, kind: Mergeable, listed: list[Merged]) -> dict[Merged, str | None]:
        """Carry out at once what does not touch another merge: of two that are here, or as it was
        decided here; and how each of these went."""
        losers = {one.loser for one in listed}
        rows = self.db.execute(
            f"""
            select
                asked.loser, asked.target,
                asked.loser in (select id from main.{kind}),
                asked.target in (select id from main.{kind}),
                asked.loser in (select id from upstream.{kind}),
                coalesce(mine.survivor_id, asked.loser) = asked.target
            from (
                select asked.loser, coalesce(survivor.survivor_id, asked.winner) as target
                from (select unnest($losers) as loser, unnest($winners) as winner) as asked
                left join survivor on survivor.id = asked.winner
            ) as asked
            left join survivor as mine on mine.id = asked.loser
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
        joined.rename_there(self.landing, kind, {one.loser: one.winner for one in plain})
        return {one: "there" if one.loser in there else "arrived" for one in plain}

    def settle(self) -> None:
        """Now that the winners are as exported: what was still to go of a loser goes there with
        the winner, after a choice where Salesforce or the winner itself has something else."""
        for kind, loser, id, field, old, ours in self.pending:
            here, there = (
                rows.read(self.db, f"{schema}.{kind}", [id]).get(id, {}).get(field)
                for schema in ("main", "upstream")
            )
            if ours == here:
                continue
            if here != there:
                # The winner was changed too; a username follows from the choice of the address.
                if field != "username":
                    clashes.note(self.landing, kind, loser, field, (old, ours, here))
                continue
            relations.update_with_own(self.landing.ledger, kind, id, {field: ours})
            if there not in (old, ours):
                clashes.note(self.landing, kind, id, field, (old, there, ours))

    def _one(self, one: Merged) -> str | None:
        """Merge, say how it stands to what was decided here."""
        kind, loser, winner = one.kind, one.loser, one.winner
        target = self._stays(winner)
        if self._has("main", kind, loser):
            if target == loser or not self._has("main", kind, target):
                self._known_as(one)
                joined.rename_there(self.landing, kind, {loser: winner})
                joined.restore(self.landing, kind, winner, winner)
                return "turned" if target == loser else "there"
            how = "there"
            self._join(kind, {loser: target})
        elif self._has("upstream", kind, loser):
            how = "arrived" if self._stays(loser) == target else "other"
            if how == "other":
                joined.restore(self.landing, kind, loser, self._stays(loser))
        else:
            return None
        if how != "other":
            joined.rename_there(self.landing, kind, {loser: winner})
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
        self.db.execute("delete from merged where id = ?", [one.winner])
        self.db.execute(
            "update package_row set state = 'arrived'"
            " where operation = 'merge' and record_id = ? and state <> 'withdrawn'",
            [one.winner],
        )
        renaming.rename(self.db, one.kind, {one.loser: one.winner})
        joined.remember(self.landing, one.kind, {one.loser: one.winner})
        self.db.execute(f"delete from upstream.{one.kind} where id = ?", [one.winner])
        self.db.execute(
            f"update upstream.{one.kind} set id = ? where id = ?", [one.winner, one.loser]
        )

    def _join(self, kind: Mergeable, targets: dict[str, str]) -> None:
        """Let the targets have what the losers have here, and keep what is still to go of them."""
        here, there = (
            rows.read(self.db, f"{schema}.{kind}", list(targets)) for schema in ("main", "upstream")
        )
        for loser, row in there.items():
            self.pending += [
                (kind, loser, targets[loser], field, row[field], here[loser][field])
                for field in row
                if field not in ("id", *LEAVING)
                and (kind, field) not in clashes.THEIRS
                and here[loser][field] != row[field]
                and not self._follows(field, row[field], here[loser][field])
            ]
        joined.join(self.landing, kind, targets)

    def _follows(self, field: str, old: Any, ours: Any) -> bool:
        """Whether a record is named here that the one named there was merged into."""
        return field.endswith("_id") and old is not None and self._stays(old) == ours

    def _names(self, kind: Mergeable, ids: list[str]) -> dict[str, str]:
        """What the records are called, as the last export has them, else as they are here."""
        known = rows.read(self.db, f"main.{kind}", ids)
        known |= rows.read(self.db, f"upstream.{kind}", ids)
        parts = ("first_name", "middle_name", "last_name") if kind == "contact" else ("name",)

        def name(id: str) -> str:
            row = known.get(id, {})
            return " ".join(row[part] for part in parts if row.get(part)) or id

        return {id: name(id) for id in ids}
