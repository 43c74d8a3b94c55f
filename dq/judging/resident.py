"""The contacts of one store in memory: searched as one types, matched again edit by edit."""

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from dq.errors import DqError
from dq.judging import duplicates, recipes
from dq.matching import unreadable
from dq.matching.changed import Live
from dq.matching.files import engine_duckdb
from dq.matching.records.records import Records, prepare
from dq.matching.searching.accounts import Accounts
from dq.matching.searching.lookup import Found, Index
from dq.matching.searching.query import Query
from dq.matching.searching.search import MOST, SHORTEST, Hit, Search, order

log = logging.getLogger("kaartenbak")

Moment = tuple[int, int]  # the newest load and the newest change

ACCOUNTS = "select id, parent_id, name from account order by id"
# With more cards than this changed, all are read anew.
MOST_CHANGED = 500


@dataclass(frozen=True)
class Base:
    """All contacts as they were at one moment."""

    moment: Moment
    search: Search


@dataclass(frozen=True)
class Beside:
    """The cards that changed since, by themselves; `ids` has those that went as well."""

    moment: Moment
    ids: frozenset[str]
    search: Search


class Resident:
    """What a server keeps of its store: one for all sessions, each call with its own cursor."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._base: Base | None = None
        self._beside: Beside | None = None
        self._live: Live | None = None
        self._live_moment: Moment = (-1, -1)

    @property
    def ready(self) -> bool:
        """Whether a search is answered at once."""
        return self._base is not None

    def take(
        self, db: duckdb.DuckDBPyConnection, found: duplicates.Matched, moment: Moment
    ) -> None:
        """Keep what a full run found at `moment`."""
        search, live = self._made(db, found)
        with self._lock:
            self._base, self._beside = Base(moment, search), None
            self._live, self._live_moment = live, moment

    def _made(
        self, db: duckdb.DuckDBPyConnection, found: duplicates.Matched
    ) -> tuple[Search, Live]:
        places, logins = db.sql(ACCOUNTS).to_arrow_table(), _logins(db)
        try:
            return _kept(found, places, logins)
        except MemoryError:
            raise
        except Exception:
            log.exception("The search stumbles over a card; looking for it")
        spared = duplicates.matched(db, use=lambda some: _kept(some, places, logins))
        duplicates.note_unread(db, spared)
        return _kept(spared, places, logins)

    def warm(self, db: duckdb.DuckDBPyConnection) -> None:
        """Read all contacts, if the newest load is not here yet."""
        self._now(db)

    def _now(self, db: duckdb.DuckDBPyConnection) -> tuple[Base, Beside | None]:
        """All contacts, and those that changed since they were read."""
        with self._lock:
            now = at(db)
            if self._base is None or _other(db, self._base):
                self.take(db, duplicates.matched(db), now)
            base = self._base
            assert base is not None
            if now == base.moment:
                return base, None
            if self._beside is None or self._beside.moment != now:
                ids = frozenset(changed(db, base.moment))
                self._beside = Beside(now, ids, _beside(db, base.search, ids))
            return base, self._beside

    def partly(self, db: duckdb.DuckDBPyConnection) -> bool:
        """Whether what changed since the last time can be matched by itself."""
        with self._lock:
            live, last = self._live, self._live_moment
            if live is None or afresh(db, last) or _beyond_contacts(db, last):
                return False
            return recipes.same(live.recipe, recipes.of(db))

    def update(self, db: duckdb.DuckDBPyConnection) -> bool:
        """Match again what changed since the last time, and write it; False asks for a full run."""
        with self._lock:
            now, last = at(db), self._live_moment
            if self._live is None or not self.partly(db):
                return False
            ids = changed(db, last)
            if len(ids) > MOST_CHANGED:
                return False
            try:
                if ids:
                    duplicates.update(db, self._live, sorted(ids))
            except (MemoryError, DqError, duckdb.OperationalError):  # no card's fault
                raise
            except Exception:
                # A full run knows how to leave out what cannot be read.
                log.exception("What changed could not be matched by itself")
                self._live = None
                return False
            self._live_moment = now
            return True

    def find(self, db: duckdb.DuckDBPyConnection, text: str) -> list[Hit]:
        """The cards that `text` may mean, as they are now; see `Search.find`."""
        base, beside = self._now(db)
        if beside is None:
            return base.search.find(text)
        found = [*beside.search.find(text), *base.search.find(text, beside.ids)]
        found.sort(key=order)
        return found[:MOST]

    def lookup(
        self, db: duckdb.DuckDBPyConnection, card: Mapping[str, str | None], most: int = 5
    ) -> list[Found]:
        """The cards that are likeliest the one described, as they are now; see `Index.find`.

        :param card: values by column of contacts; the company follows from "account_id"
        """
        base, beside = self._now(db)
        account = card.get("account_id")
        own = base.search.index.recipe.own
        company = engine_duckdb.company_of(db, account, own) if account else None
        query = {**card, "company_id": company}
        gone = beside.ids if beside else frozenset()
        found = [one for one in base.search.index.find(query, most * 2) if one.id not in gone]
        if beside:
            found += beside.search.index.find(query, most)
        return sorted(found, key=lambda one: -one.bits)[:most]

    def accounts(
        self, db: duckdb.DuckDBPyConnection, text: str, most: int = 5
    ) -> list[tuple[str, int]]:
        """The accounts whose name has these words, the last perhaps begun: id and people there."""
        base, beside = self._now(db)
        staff, query = base.search.staff, Query(text.strip())
        assert staff is not None
        if query.email or query.number or len(query.text) < SHORTEST:
            return []
        rows = staff.accounts.find(query.text, query.words, most)
        people = staff.numbers
        if beside and beside.search.staff:
            gone = staff.counts(base.search.rows(beside.ids))
            people = people - gone + beside.search.staff.numbers
        return [(staff.accounts.ids[row].as_py(), int(people[row])) for row in rows]


def at(db: duckdb.DuckDBPyConnection) -> Moment:
    """The newest load and the newest change of the store."""
    [moment] = db.execute(
        "select (select coalesce(max(id), 0) from load), (select coalesce(max(id), 0) from change)"
    ).fetchall()
    return moment


def afresh(db: duckdb.DuckDBPyConnection, since: Moment) -> bool:
    """Whether more was written after `since` than the history tells row by row."""
    [(number,)] = db.execute(
        "select (select coalesce(max(id), 0) from load) <> ? or exists ("
        " select 1 from change where id > ? and command in ('load', 'clear', 'restore'))",
        [since[0], since[1]],
    ).fetchall()
    return bool(number)


def _other(db: duckdb.DuckDBPyConnection, base: Base) -> bool:
    """Whether all is to be read anew: more was written since, or the team's words are others."""
    recipe = base.search.index.recipe
    return afresh(db, base.moment) or not recipes.same(recipe, recipes.of(db))


def changed(db: duckdb.DuckDBPyConnection, since: Moment) -> set[str]:
    """The contacts that were written, or whose login was, after `since`."""
    rows = db.execute(
        """
        select distinct record_id
        from touched
        where change_id > ?
            and (
                (record_table = 'contact' and record_id = row_id)
                or record_table = 'portal_user'
            )
        union
        -- Cards that got their id from Salesforce, under the old key and the new one.
        select unnest((told -> 'ids')::varchar[])
        from change
        where id > ? and command in ('results', 'settle')
        """,
        [since[1], since[1]],
    ).fetchall()
    return {id for (id,) in rows}


def _beyond_contacts(db: duckdb.DuckDBPyConnection, since: Moment) -> bool:
    """Whether accounts changed after `since`, or decisions or what one is about: a part cannot
    tell of those."""
    [(number,)] = db.execute(
        """
        select count(*)
        from touched
        where change_id > ?
            and (
                record_table in ('account', 'decision')
                or (
                    record_table = 'contact'
                    and record_id in (
                        select left_id from decision union all select right_id from decision
                    )
                )
            )
        """,
        [since[1]],
    ).fetchall()
    return bool(number)


def _kept(found: duplicates.Matched, places: pa.Table, logins: pa.Table) -> tuple[Search, Live]:
    """What is kept of a full run: made ready to be searched, and to be matched edit by edit."""
    index = Index.of(found.table, found.result)
    return Search(index, found.result.records, logins, Accounts.of(places)), found.live()


def _beside(db: duckdb.DuckDBPyConnection, base: Search, ids: frozenset[str]) -> Search:
    index, logins = base.index, _logins(db, ids)

    def searched(table: pa.Table) -> Search:
        records: Records = prepare(table, index.recipe, index.population)
        own = Index.read(table, records, index.model, index.population)
        return Search(own, records, logins, base.staff.accounts if base.staff else None)

    return unreadable.spared(engine_duckdb.contacts(db, sorted(ids), index.recipe.own), searched)[0]


def _logins(db: duckdb.DuckDBPyConnection, ids: frozenset[str] | None = None) -> pa.Table:
    """Usernames that are not the card's address: contact_id and username."""
    return db.sql(
        """
        select id as contact_id, username
        from contact
        where folded(username) is distinct from folded(email)
            and username is not null
            and ($ids is null or id in (select unnest($ids::varchar[])))
        union
        select contact_id, username
        from portal_user
        where username is not null
            and ($ids is null or contact_id in (select unnest($ids::varchar[])))
        order by contact_id, username
        """,
        params={"ids": None if ids is None else sorted(ids)},
    ).to_arrow_table()
