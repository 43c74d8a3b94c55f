"""Whether a text tells who somebody is, beside all who are called so or have the same number.

What others have too is not theirs alone: a number on a second card, a namesake, the last name of
somebody else. A last name counts in what people wrote in words of their own, with a capital as
names have: everywhere where nobody else has it, and about the same companies where nobody else has
it there; else it is to be looked at by a person, since a text can be of another of that name, or
have it as a common word (meer, klein; at the beginning of a sentence that has a capital too).

Tested in tests/domain/telling/test_telling.py.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import duckdb

from dq.domain.everybody import SHARED, Person
from dq.domain.telling import notations, others, signs
from dq.domain.telling.notations import Number, Words
from dq.domain.telling.others import Other
from dq.domain.telling.signs import Found, Signs
from dq.objects import OBJECTS, PARTS
from dq.values import infixes

Named = tuple[str, Other]
Verdict = Literal["theirs", "perhaps"]
VERDICTS: tuple[Verdict, ...] = ("theirs", "perhaps")
# Where a word has a capital whatever it is.
BEGINS = re.compile(r"(?:^|[.!?:;\n/|\u2022])[\W_]*\Z")
# On so many other cards an address, or without an account a number, can be one person's still.
MOST = 2
# Of the fields of a record what is no text in words.
NOT_IN_WORDS = {*PARTS, "name", "owner", "type", "website", "street", "city", "postal_code"}


@dataclass(frozen=True)
class Elsewhere:
    """A field of somebody else's record, or of a company's, that has something of the person."""

    table: str
    id: str
    field: str
    text: str
    name: str


@dataclass(frozen=True)
class Telling:
    """What tells who somebody is: `sure` anywhere; in words `last`, the last names that nobody else
    has, and `last_near`, those that nobody else has who is near; `perhaps` what others have too,
    and `slight`, with a capital, what says little by itself.
    `near` are the keys of records at the same companies and in the same cases, and `elsewhere` is
    what others' records have of them."""

    coarse: str
    sure: re.Pattern[str] | None
    last: re.Pattern[str] | None
    last_near: re.Pattern[str] | None
    perhaps: re.Pattern[str] | None
    slight: re.Pattern[str] | None
    near: frozenset[str]
    elsewhere: tuple[Elsewhere, ...]

    @cached_property
    def having(self) -> frozenset[str]:
        """The keys of others' records that have something of them."""
        return frozenset(one.id for one in self.elsewhere)

    @property
    def places(self) -> tuple[tuple[str, str, str], ...]:
        """The fields of those, by object and key, in which nothing of them is said."""
        return tuple(dict.fromkeys((one.table, one.id, one.field) for one in self.elsewhere))

    def of(self, text: str, *, words: bool = False, near: bool = False) -> Verdict | None:
        """Whether a text is about them.

        :param words: somebody wrote it in words of their own
        :param near: it is about a record that is near
        """
        found = {self._of(way, words, near) for way in notations.readings(text)}
        return next((one for one in VERDICTS if one in found), None)

    def _of(self, text: str, words: bool, near: bool) -> Verdict | None:
        said = notations.folded(text)
        if self.sure and self.sure.search(said):
            return "theirs"
        if not words:
            return None
        for pattern in (self.last, self.last_near if near else None):
            if pattern and any(_as_name(text, said, hit) for hit in pattern.finditer(said)):
                return "theirs"
        slight = self.slight.finditer(said) if self.slight else ()
        if self.perhaps and self.perhaps.search(said) or any(_capital(text, hit) for hit in slight):
            return "perhaps"
        return None


def of(
    db: duckdb.DuckDBPyConnection, who: Person, found: Found, besides: Collection[str] = ()
) -> Telling:
    """What tells who this is.

    :param found: all that the store holds of them
    :param besides: the cards of people who are removed with them, and are nobody else
    """
    known = signs.of(found, who)
    near = others.near(db, known, found)
    having = others.having(db, who, known, near, besides) if known.coarse else []
    names = [(text, one) for one in having for text in one.names]
    bearers = {last: _bearers(last, names) for last in known.lasts}
    slight = {last: _bearers(last, names) for last in known.slight}
    few, own = _few(known, having), _own(known, having)
    alone = [last for last, called in bearers.items() if not called]
    near_by = [last for last, called in bearers.items() if not any(one.near for _, one in called)]
    telling = Telling(
        coarse=known.coarse,
        sure=_compiled(
            [
                *notations.of_addresses(_addresses(known, having, others.general(db))),
                *notations.of_numbers(own),
                *_wholes(known, names),
                *_initials(known, bearers | slight),
            ]
        ),
        last=_compiled(notations.of_last(alone)),
        last_near=_compiled(notations.of_last(near_by)),
        perhaps=_compiled(
            [
                *notations.like_last(known.lasts),
                *notations.of_numbers(few),
            ]
        ),
        slight=_compiled(notations.of_last(known.slight)),
        near=near,
        elsewhere=(),
    )
    elsewhere = tuple(_elsewhere(having, telling, few))
    return replace(telling, elsewhere=elsewhere)


def _as_name(text: str, said: str, hit: re.Match[str]) -> bool:
    """Whether a last name that is in a text, folded, is written as one there: with a capital, and
    not only as every word at the beginning of a sentence."""
    common = hit[0] in infixes.common()
    return _capital(text, hit) and not (common and BEGINS.search(said[: hit.start()]))


def _capital(text: str, hit: re.Match[str]) -> bool:
    written = notations.WORD.findall(unicodedata.normalize("NFKC", text))
    capitals = {way for word in written if word[0].isupper() for way in _plain(word)}
    return notations.WORD.findall(hit[0])[-1] in capitals


def _plain(word: str) -> tuple[str, ...]:
    return tuple(notations.plain(way) for way in notations.readings(word))


def _compiled(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(patterns)) if patterns else None


def _bearers(last: Words, names: list[Named]) -> list[Named]:
    """Who else is called so."""
    pattern = _compiled(notations.of_last([last]))
    return [(text, one) for text, one in names if pattern and pattern.search(text)]


def _own(known: Signs, having: list[Other]) -> set[Number]:
    """The numbers that nobody else has, nor a desk behind them."""
    others = {number for one in having for number in one.numbers}
    behind = {one[:2] for one in others}
    return {
        one for one in known.numbers if one not in others and (one.inside or one[:2] not in behind)
    }


def _wholes(known: Signs, names: list[Named]) -> list[str]:
    """The whole names that nobody else has."""
    firsts = notations.first(known.firsts)
    ways = [notations.of_wholes([one]) for one in known.wholes]
    ways += [notations.of_whole(firsts, [one]) for one in known.parts | known.slight]
    found: list[str] = []
    for way in ways:
        held = _compiled(way)
        if held and not any(held.search(text) for text, one in names if one.table not in SHARED):
            found += way
    return found


def _initials(known: Signs, bearers: Mapping[Words, list[Named]]) -> list[str]:
    """The last names with initials, where nobody else of that name has a first name that begins
    so, or none that is known."""
    letters = [rf"{name[0][0]}[^\W\d_]*\.?" for name in known.firsts]
    found: list[str] = []
    for last, called in bearers.items():
        begun = _compiled(notations.of_whole(letters, [last]))
        if begun and not any(begun.search(text) or " " not in text for text, _ in called):
            found += notations.of_whole(notations.initials(known.firsts), [last])
    return found


def _addresses(known: Signs, having: list[Other], general: set[str]) -> set[str]:
    """Without those of general cards, and those that more cards have than one person would."""
    held: dict[str, set[str]] = {}
    for one in having:
        for address in one.addresses if one.table == "contact" else ():
            held.setdefault(address, set()).add(one.id)
    return {
        one
        for one in known.addresses
        if one.lower() not in general and len(held.get(one.lower(), ())) <= MOST
    }


def _few(known: Signs, having: list[Other]) -> set[Number]:
    """The mobile numbers that few others have and no company, as an assistant's card may."""
    few = set()
    for number in filter(notations.mobile, known.numbers):
        holders = {(one.table, one.id) for one in having if number in one.numbers}
        if 0 < len(holders) <= MOST and all(table == "contact" for table, _ in holders):
            few.add(number)
    return few


def _elsewhere(having: list[Other], telling: Telling, few: set[Number]) -> list[Elsewhere]:
    found = []
    for one in having:
        for field, text in one.row.items() if one.schema == "main" else ():
            words = field not in NOT_IN_WORDS and OBJECTS[one.table].by_name[field].kind == "text"
            told = telling.of(text, words=words, near=one.near) == "theirs"
            if told or notations.number(text) in few:
                found.append(Elsewhere(one.table, one.id, field, text, one.called))
    return found
