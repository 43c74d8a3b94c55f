"""What an export says of what was made here: under which key it arrived.

Tested in tests/handover/test_round_trip.py.
"""

from collections.abc import Iterable
from typing import Any

from dq.intake.cells.stage import fields
from dq.intake.landing import Landing, clashes, direct
from dq.intake.sheet import Sheet
from dq.objects import MADE_HERE, NATURAL, OWN_KEY
from dq.store import renaming, rows
from dq.store.ledger import Row

# What makes a card the same where several have its address, or none has one.
WHOLE = "concat_ws(' ', letters(concat(first_name, last_name)), folded(email), account_id)"


def note(landing: Landing, sheet: Sheet, rows: str) -> None:
    """Note which of `rows` (columns id) are new, before they are written."""
    name = sheet.object
    if name in MADE_HERE:
        landing.db.execute(
            f"""
            insert into {landing.arrived}
            select '{name}', staged.id,
                exists (select 1 from main.{name} as kept where kept.id = staged.id)
            from {rows} as staged
            """
        )


class Arrivals:
    """The records that were made here, as this export has them."""

    def __init__(self, landing: Landing) -> None:
        self.landing, self.db, self.batch = landing, landing.db, landing.batch

    def run(self) -> None:
        """Give everything its key, the people first: the others are known by them."""
        for name in MADE_HERE:
            if name in self.batch.objects:
                self._settled(name)
                self._adopt(name, self._pairs(name))
                self._taken_back(name)
        if "relation" in self.batch.objects:
            direct.relations(self.landing)
        direct.flags(self.landing)
        if "portal_user" in self.batch.objects:
            self._logins()

    def _settled(self, name: str) -> None:
        """What was made there from here, and taken out here before any export had it, stays out."""
        self.db.execute(
            f"""
            delete from main.{name}
            where id in (
                select arrived.id
                from {self.landing.arrived} as arrived
                join package_row on package_row.new_id = arrived.id
                where arrived.object = '{name}' and not arrived.there
            )
            """
        )

    def _pairs(self, name: str) -> list[tuple[str, str]]:
        """Our key and theirs of each record that is in both."""
        if name == "contact":
            return self._people()
        same = " and ".join(f"theirs.{field} = mine.{field}" for field in NATURAL[name])
        # A pair has one relation: what was added here is what one there has become of late, as
        # accounts were merged.
        became = f"starts_with(mine.id, '{OWN_KEY}')" if name == "relation" else "false"
        return self.db.execute(
            f"""
            select mine.id, theirs.id
            from main.{name} as mine
            join upstream.{name} as theirs on {same}
            left join main.{name} as kept on kept.id = theirs.id
            left join {self.landing.arrived} as arrived
                on arrived.object = '{name}' and arrived.id = theirs.id
            where mine.id not in (select id from upstream.{name})
                and (kept.id is null or arrived.there = false or {became})
            qualify row_number() over (partition by mine.id order by theirs.id) = 1
                and row_number() over (partition by theirs.id order by mine.id) = 1
            order by mine.id
            """
        ).fetchall()

    def _people(self) -> list[tuple[str, str]]:
        """Cards made here that the export has: by username, else by an address of one card, else
        by name, address and account."""
        pairs: list[tuple[str, str]] = []
        made = f"select id from main.contact where starts_with(id, '{OWN_KEY}')"
        if not self.db.execute(made).fetchall():
            return pairs
        for said in ("folded(username)", "folded(email)", WHOLE):
            pairs += self.db.execute(
                f"""
                with mine as (
                    select {said} as value, min(id) as id
                    from main.contact
                    where starts_with(id, '{OWN_KEY}')
                        and id not in (select unnest($done::varchar[]))
                    group by 1
                    having count(*) = 1
                ), theirs as (
                    select {said} as value, min(id) as id
                    from upstream.contact
                    where id not in (select unnest($done::varchar[]))
                    group by 1
                    having count(*) = 1
                )
                select mine.id, theirs.id
                from mine
                join theirs using (value)
                join {self.landing.arrived} as arrived
                    on arrived.object = 'contact' and arrived.id = theirs.id and not arrived.there
                order by mine.id
                """,
                {"done": [id for pair in pairs for id in pair]},
            ).fetchall()
        return pairs

    def _adopt(self, name: str, pairs: Iterable[tuple[str, str]]) -> None:
        pairs = list(pairs)
        for mine, theirs in pairs:
            self._merge(name, mine, theirs)
        for _mine, theirs in pairs:
            self.db.execute(f"delete from main.{name} where id = ?", [theirs])
        renaming.rename(self.db, name, dict(pairs))
        for _mine, theirs in pairs:
            self.db.execute(
                "update package_row set new_id = $id"
                " where record_table = $name and record_id = $id and operation = 'insert'"
                " and state <> 'failed'",
                {"name": name, "id": theirs},
            )

    def _merge(self, name: str, mine: str, theirs: str) -> None:
        """Let the row that was made here take what Salesforce has otherwise than was sent, and what
        was still to go of a row that was here before."""
        named = [field for sheet in self.batch.of(name) for field in fields(sheet)]
        here = rows.read(self.db, f"main.{name}", [mine])[mine]
        there = rows.read(self.db, f"upstream.{name}", [theirs])[theirs]
        sent = self._sent(name, mine)
        kept = rows.read(self.db, f"main.{name}", [theirs]).get(theirs, {})
        taken: Row = {
            field: kept[field]
            for field in there
            if kept and kept[field] != there[field] and here[field] is None
        }
        here |= taken
        both: list[tuple[str, Any, Any]] = []
        for field in dict.fromkeys(named):
            ours, new = here[field], there[field]
            if ours == new or (field in sent and clashes.text(new) == sent[field]):
                continue
            if (name, field) in clashes.THEIRS or _unsaid(field, ours, sent, here):
                taken[field] = new
            elif new is None or (name, field) in clashes.FOLLOWS or here.get("direct"):
                continue  # ours is still to go
            elif (name, field, new) == ("relation", "active", True) and not sent:
                continue  # Salesforce made it by itself, for the account that the card came with
            else:
                both.append((field, new, ours))
        if taken:
            names = ", ".join(f"{field} = ?" for field in taken)
            self.db.execute(
                f"update main.{name} set {names}, version = ? where id = ?",
                [*taken.values(), self.landing.version, mine],
            )
        for field, new, ours in both:
            clashes.note(self.landing, name, mine, field, (None, new, ours))

    def _sent(self, name: str, id: str) -> dict[str, str | None]:
        packed = self.landing.packed(name)
        if packed is None:
            return {}
        return dict(
            self.db.execute(f"select field, value from {packed} where id = ?", [id]).fetchall()
        )

    def _taken_back(self, name: str) -> None:
        """What was sent and then taken out here arrives all the same: it is still to go there."""
        if name not in NATURAL:
            return
        same = " and ".join(f"theirs.{field} = row.fields ->> '{field}'" for field in NATURAL[name])
        rows = self.db.execute(
            f"""
            select row.key, theirs.id
            from package_row as row
            join upstream.{name} as theirs on {same}
            join {self.landing.arrived} as arrived
                on arrived.object = '{name}' and arrived.id = theirs.id
            where row.record_table = '{name}'
                and row.operation = 'insert'
                and row.state = 'sent'
                and row.new_id is null
                and not arrived.there
                and not exists (select 1 from main.{name} as kept where kept.id = row.record_id)
            """
        ).fetchall()
        for key, id in rows:
            self.db.execute(f"delete from main.{name} where id = ?", [id])
            self.db.execute("update package_row set new_id = ? where key = ?", [id, key])

    def _logins(self) -> None:
        """A login that was to go to another card is done where that card has its own by now."""
        rows = self.db.execute(
            """
            select mine.id, known.contact_id, known.username, known.email, known.active,
                known.id is not null
            from main.portal_user as mine
            join upstream.portal_user as other
                on other.id <> mine.id
                and other.contact_id = mine.contact_id
                and folded(other.username) = folded(mine.username)
            left join upstream.portal_user as known on known.id = mine.id
            where known.contact_id is distinct from mine.contact_id
            """
        ).fetchall()
        for id, contact_id, username, email, active, there in rows:
            if not there:
                self.db.execute("delete from main.portal_user where id = ?", [id])
                continue
            self.db.execute(
                "update main.portal_user set contact_id = ?, username = ?, email = ?, active = ?,"
                " version = ? where id = ?",
                [contact_id, username, email, active, self.landing.version, id],
            )


def _unsaid(field: str, ours: Any, sent: dict[str, str | None], here: Row) -> bool:
    """Whether nobody here said otherwise since the row was sent."""
    return clashes.text(ours) == sent[field] if field in sent else ours is None
