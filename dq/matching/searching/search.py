"""Search: one line of text against all cards, exact hits first, then the likely, then the begun.

Likely is what matching calls likely: the same features and weights. Keys that matching has no use
for, because blocks would be too big to pair, are fine here: only the first of a block are read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import combine, encode, hashes, pc
from dq.matching.pairs.block import Atoms, Pairs
from dq.matching.records.records import Records, prepare
from dq.matching.searching.accounts import Accounts, meaning, rows_of
from dq.matching.searching.lookup import Index
from dq.matching.searching.nearby import Halves, Ranked, Sorted
from dq.matching.searching.query import Query
from dq.matching.searching.staff import Staff
from dq.matching.values import names as people
from dq.matching.values import normalise, phones
from dq.matching.values.emails import Email
from dq.matching.weighing.scored_pairs import score_pairs

# So many cards are weighed, so many are answered.
MOST_WEIGHED, MOST = 200, 20
KEYS = (("unordered",), ("callname", "sound"), ("initial", "sound"), ("sound",))
SHORTEST = 2  # letters before what is begun is looked for
# The orders in which a name may be typed; `second` has the given name and the later surnames.
NAMES = ("surname", "given", "second")

EXACT, LIKELY, BEGUN = range(3)
# Above whatever matching makes of another name: the names that were typed, among others.
AMONG = 1_000_000.0


@dataclass(frozen=True)
class Hit:
    """A card that may be meant: how it was found, and the evidence as matching gives it.

    `by` is "id", "email", "username" or "phone" for an exact hit, "start" for a begun one; of the
    likely "name" for the name itself, "among" for one that has more names, as a double surname
    has, "slip" for one that is only written nearly so, "company" for a name at a company, and
    "domain" for an address there.
    """

    id: str
    tier: int
    by: str | None
    bits: float
    evidence: tuple[Mapping[str, object], ...]


class Search:
    """All cards of a file made ready to be searched; building it takes seconds per million."""

    def __init__(
        self,
        index: Index,
        records: Records,
        logins: pa.Table | None = None,
        accounts: Accounts | None = None,
    ) -> None:
        """:param logins: usernames that are not the address: columns contact_id, username

        :param accounts: all of them, so that a name is found at a company
        """
        self.index = index
        self.ids = index.table["id"].combine_chunks()
        self.by_id = Sorted.of(hashes(self.ids))
        # Reports give ids without their last three characters.
        self.by_short_id = Sorted.of(hashes(pc.utf8_slice_codeunits(self.ids, 0, 15)))
        atoms = Atoms(records)
        self.keyed = {key: Sorted.of(combine(*(atoms[name] for name in key))) for key in KEYS}
        email = records.column("email", Email)
        self.local = Sorted.of(email.local.hashes)
        self.exact = {
            "email": [Sorted.of(_folded(index.table["email"]))],
            "username": [Sorted.of(_folded(index.table["username"])), *self._logins(logins)],
            "phone": [
                Sorted.of(phones.numbers(index.table[name]).astype(np.uint64))
                for name in ("mobile", "phone")
            ],
        }
        given, surname, second = _squeezed(records)
        self.domains = Ranked.of(email.domain.values, email.domain.codes)
        self.emails = Halves.of(email.address.values, email.address.codes)
        self.names = Halves.of_rows(np.char.add(given, surname))
        addresses = np.array(
            [*(t.encode("ascii", "ignore") for t in email.address.texts), b""], "S48"
        )
        self.starts = {
            "email": Sorted.of(addresses[email.address.codes]),
            "surname": Sorted.of(np.char.add(surname, given)),
            "given": Sorted.of(np.char.add(given, surname)),
            "second": Sorted.of(np.char.add(given[second[1]], second[0]), second[1]),
        }
        self.staff = None
        if accounts is not None:
            account = rows_of(accounts.by_id, index.table["account_id"])
            self.staff = Staff(accounts, account, self.starts["given"], self.starts["surname"])

    def _logins(self, logins: pa.Table | None) -> list[Sorted]:
        if logins is None or not len(logins):
            return []
        rows = rows_of(self.by_id, logins["contact_id"])
        known = rows >= 0
        return [Sorted.of(_folded(logins["username"])[known], rows[known])]

    def find(self, text: str, without: Iterable[str] = ()) -> list[Hit]:
        """The cards that `text` may mean, best first, at most `MOST`.

        :param text: an id, an address, a username, a phone number or a name, or the start of it
        :param without: ids of cards that are not looked at
        """
        query = Query(text.strip())
        if not query.text or not len(self.ids):
            return []
        hits: dict[int, Hit] = {}
        for row, hit in self._found(query):
            hits.setdefault(row, hit)
        left_out = set(without)
        found = [self._named(query, *one) for one in hits.items() if one[1].id not in left_out]
        found.sort(key=order)
        return found[:MOST]

    def _named(self, query: Query, row: int, hit: Hit) -> Hit:
        """The hit, which is more than likely where the card has the very names that were typed."""
        if hit.tier == EXACT or len(query.words) < 2 or query.email:
            return hit
        columns = self.index.table.slice(row, 1)
        name = " ".join(columns[part][0].as_py() or "" for part in ("first_name", "last_name"))
        if sorted(normalise.words(name)) == sorted(normalise.words(query.text)):
            return replace(hit, tier=LIKELY, by="name", bits=np.inf)
        if set(query.words) <= set(meaning(name)):
            return replace(hit, tier=LIKELY, by="among", bits=AMONG)
        return hit

    def _found(self, query: Query) -> Iterable[tuple[int, Hit]]:
        """Rows and how they were found; a row that comes twice counts as it came first."""

        def hits(rows: np.ndarray, tier: int, by: str, bits: float) -> Iterable[tuple[int, Hit]]:
            return ((row, Hit(self._id(row), tier, by, bits, ())) for row in rows.tolist())

        for by, rows in self._exact(query):
            yield from hits(rows, EXACT, by, np.inf)
        there = self._at_company(query)
        if len(query.words) > 2:  # two words are rather a whole name
            yield from hits(there, LIKELY, "company", np.inf)
        yield from self._likely(query)
        if query.domain:
            rows = self.domains.begun(query.domain.encode(), MOST)
            yield from hits(rows, LIKELY, "domain", 0.0)
        yield from hits(self._begun(query), BEGUN, "start", -np.inf)
        yield from hits(there, BEGUN, "company", -np.inf)

    def rows(self, ids: Iterable[str]) -> np.ndarray:
        """The rows of the cards with these ids."""
        found = rows_of(self.by_id, pa.chunked_array([pa.array(list(ids), pa.string())]))
        return found[found >= 0]

    def _id(self, row: int) -> str:
        return self.ids[row].as_py()

    def _exact(self, query: Query) -> Iterable[tuple[str, np.ndarray]]:
        yield "id", self.by_id.equal(_hash(query.text), MOST)
        if len(query.text) in (15, 18):
            yield "id", self.by_short_id.equal(_hash(query.text[:15]), MOST)
        folded = _hash(query.text.lower())
        for by in ("email", "username"):
            for one in self.exact[by]:
                yield by, one.equal(folded, MOST)
        for number in query.numbers:
            for one in self.exact["phone"]:
                yield "phone", one.equal(np.uint64(number), MOST)

    def _at_company(self, query: Query) -> np.ndarray:
        if self.staff is None or query.email:
            return np.zeros(0, np.int32)
        return self.staff.called(query.words, MOST)

    def _likely(self, query: Query) -> list[tuple[int, Hit]]:
        cards = query.cards()
        near = self._near(query)
        rows = self._candidates(query, cards, near)
        if not len(rows):
            return []
        described = [self.index.one(card) for card in cards]
        together = pa.concat_tables([self.index.table.take(pa.array(rows)), *described])
        records = prepare(together, self.index.recipe, self.index.population)
        size = len(rows)
        left = np.tile(np.arange(size, dtype=np.int32), len(cards))
        right = np.repeat(np.arange(size, size + len(cards), dtype=np.int32), size)
        return self._weighed(records, (left, right), rows, np.isin(rows, near))

    def _weighed(
        self, records: Records, pairs: Pairs, rows: np.ndarray, near: np.ndarray
    ) -> list[tuple[int, Hit]]:
        """Each row with the reading of the text that speaks most for it.

        A row for which less speaks than against is left out, unless it is `near` in writing.
        """
        scored = score_pairs(records, pairs, self.index.model)
        bits = scored.parts.sum(axis=0).reshape(-1, len(rows))
        reading = bits.argmax(axis=0)
        best = bits[reading, np.arange(len(rows))]
        order = np.argsort(-best, kind="stable")
        order = order[(best[order] > 0) | near[order]][:MOST]
        evidence = scored.evidence(reading[order] * len(rows) + order)
        found = []
        for place, why in zip(order.tolist(), evidence, strict=True):
            row, points = int(rows[place]), float(best[place])
            by = None if points > 0 else "slip"
            found.append((row, Hit(self._id(row), LIKELY, by, points, tuple(why))))
        return found

    def _near(self, query: Query) -> np.ndarray:
        """Rows whose address or name is a slip or two from the text."""
        if query.email:
            return self.emails.near(query.email)
        if len(query.words) < 2:
            return np.zeros(0, np.int32)
        *begin, last = query.words
        texts = "".join(query.words), last + "".join(begin)
        return np.concatenate([self.names.near(text) for text in texts])

    def _candidates(
        self, query: Query, cards: list[dict[str, str | None]], near: np.ndarray
    ) -> np.ndarray:
        """Rows that may be meant, those with the most in common first."""
        found = [near]
        if query.email:
            found.append(self.local.equal(_hash(query.email.partition("@")[0])))
        names = _named(cards, self.index)
        for key, rows in self.keyed.items():
            values = combine(*(names[name] for name in key))
            found += [rows.equal(value) for value in np.unique(values) if value]
        together = np.concatenate(found)
        _, first = np.unique(together, return_index=True)
        return together[np.sort(first)][:MOST_WEIGHED]

    def _begun(self, query: Query) -> np.ndarray:
        found = []
        if query.email or "." in query.text or len(query.words) == 1:
            text = query.text.lower().encode("ascii", "ignore")
            found += [self.starts["email"].begun(text, MOST)] if len(text) >= SHORTEST else []
        name = "".join(query.words).encode("ascii", "ignore")
        if len(name) >= SHORTEST and not query.email:
            *begin, last = query.words
            turned = "".join([last, *begin]).encode("ascii", "ignore")
            for text in dict.fromkeys((name, turned)):
                found += [self.starts[way].begun(text, MOST) for way in NAMES]
        return np.concatenate(found) if found else np.zeros(0, np.int32)


def order(hit: Hit) -> tuple[int, bool, float]:
    """What hits are sorted by, best first: the very name comes before a name at a company."""
    return hit.tier, hit.by != "name", -hit.bits


def _hash(text: str) -> np.uint64:
    return hashes(pa.array([text], pa.string()))[0]


def _folded(column: pa.ChunkedArray) -> np.ndarray:
    """A key per row of an address as it is compared: without case and outer spaces."""
    coded = encode(column)
    values = pc.utf8_lower(pc.utf8_trim_whitespace(coded.values))
    return np.append(hashes(values), np.uint64(0))[coded.codes]


def _squeezed(records: Records) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """Given name and surname per row, without spaces and accents; and of double surnames what
    comes after the first, with their rows."""
    names = records.names
    assert names is not None
    texts = _bytes(names.squeezed)
    later = _bytes([text.partition(" ")[2].replace(" ", "") for text in names.texts])[names.surname]
    rows = np.flatnonzero(later != b"")
    return texts[names.given], texts[names.surname], (later[rows], rows)


def _bytes(texts: Iterable[str]) -> np.ndarray:
    return np.array([text.encode("ascii", "ignore") for text in texts], "S24")


def _named(cards: list[dict[str, str | None]], index: Index) -> Atoms:
    """The keys of the cards' names alone, which is much less work than reading whole cards."""
    first, last = (
        encode(pa.array([card.get(name) for card in cards], pa.string()))
        for name in ("first_name", "last_name")
    )
    read = people.read(first, last, lambda: None, index.population, index.recipe.own.nicknames)
    return Atoms(Records(index.recipe, pa.nulls(len(cards), pa.string()), names=read))
