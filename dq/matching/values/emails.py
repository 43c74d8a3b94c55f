"""E-mail addresses: read, split, and told apart from shared mailboxes.

Tested in tests/matching/values/test_normalise.py.
"""

import re
from collections.abc import Set
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import Coded, compact, encode, numbered, pc, text_bytes
from dq.matching.columns.population import Population
from dq.matching.values import lists, organisations
from dq.matching.values.sharing import shared
from dq.values import mailboxes as known

# Which bytes an address has no use for: spaces, brackets, separators, the ":" of "mailto:".
_ODD = np.zeros(256, bool)
_ODD[list(b" \t\n\r\f\v<>,;:")] = True
_ENDS = (".", ".invalid")
# What is added to a name that somebody else has already: jan2@, jan.jr@.
_SUFFIX = r"(?:\d{1,2}|jr|sr|junior|senior)"
# The same before an initial: devriesjr.a@, devriesjra@.
_INSIDE = r"([a-z]{3})[._-]?(?:jr|junior)([._-]?[a-z])$"


@dataclass(frozen=True)
class Email:
    """Addresses: whole, and as local part and domain; `mailbox` marks those that several read.

    `base` is the local part without a plus-tag, `stem` without a short number or "jr" at its end:
    numbers that only tell which rows have the same one. `firm` is the domain, where domains that
    belong together are one: such a number too.
    """

    address: Coded
    local: Coded
    base: np.ndarray
    stem: np.ndarray
    domain: Coded
    firm: np.ndarray
    mailbox: np.ndarray

    @cached_property
    def tagged(self) -> np.ndarray:
        """Rows whose local part has a plus-tag."""
        marked = pc.match_substring(self.local.values, "+").to_numpy(zero_copy_only=False)
        return np.append(marked, False)[self.local.codes]


def read(
    table: pa.Table,
    columns: tuple[str, ...],
    mailboxes: Set[str] | None = None,
    together: lists.Lines = (),
) -> Email:
    """Addresses of the first filled column: lower case, without spaces and stray characters.

    "-", "n.v.t." and "jan@" are none; "jan.firma.nl", which lost its "@", is one without a domain.

    :param mailboxes: first words of addresses that several people read; left out: our list
    :param together: domains of one company
    """
    found = [_texts(table[name]) for name in columns if name in table.column_names]
    texts = _tidy(found[0] if len(found) == 1 else pc.coalesce(*found))
    has_at = pc.match_substring(texts, "@")
    split = pc.split_pattern(pc.if_else(has_at, texts, None), "@", max_splits=1)
    local, domain = _both(*(encode(pc.list_element(split, side)) for side in (0, 1)))
    address = _address(texts, local, domain)
    tagged = pc.match_substring(local.values, "+")
    bare = pc.replace_substring_regex(local.values.filter(tagged), r"\+.*$", "")
    ends = pc.match_substring_regex(local.values, rf"\d$|.{_SUFFIX}$|{_INSIDE}")
    cut = pc.replace_substring_regex(local.values.filter(ends), rf"[._-]?{_SUFFIX}$", "")
    cut = pc.replace_substring_regex(cut, _INSIDE, r"\1\2")
    return Email(
        address,
        local,
        base=_changed(local, tagged, bare),
        stem=_changed(local, ends, cut),
        domain=domain,
        firm=_firm(domain, together),
        mailbox=np.append(_is_box(local.values, mailboxes), False)[local.codes],
    )


def _texts(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks().cast(pa.string())


def _tidy(texts: pa.Array) -> pa.Array:
    """Lower case, no spaces and no end that is no part of it (a dot, the ".invalid" that Salesforce
    adds in a sandbox); more than the first only for the texts that need it, which are few."""
    texts = pc.utf8_lower(pc.utf8_trim_whitespace(texts))
    starts, letters = text_bytes(texts)
    odd = np.zeros(len(texts), bool)
    odd[np.searchsorted(starts, np.flatnonzero(_ODD[letters]), side="right") - 1] = True
    for end in _ENDS:
        odd |= pc.ends_with(texts, end).fill_null(False).to_numpy(zero_copy_only=False)
    if not odd.any():
        return texts
    tidy = pc.replace_substring_regex(texts.filter(pa.array(odd)), r"^mailto:|[\s<>,;]+", "")
    tidy = pc.replace_substring_regex(tidy, r"(?:\.|\.invalid)+$", "")
    return pc.replace_with_mask(texts, pa.array(odd), tidy)


def _both(local: Coded, domain: Coded) -> tuple[Coded, Coded]:
    """Both parts of the addresses that have both; of the few others, neither."""
    lacking = (local.codes < 0) != (domain.codes < 0)
    if not lacking.any():
        return local, domain
    one, two = (compact(replace(c, codes=np.where(lacking, -1, c.codes))) for c in (local, domain))
    return one, two


def _address(texts: pa.Array, local: Coded, domain: Coded) -> Coded:
    """Addresses as codes, by their two parts, which is much faster than by their text."""
    keys = (local.codes.astype(np.int64) + 1) * (len(domain.values) + 1) + domain.codes + 1
    texts = pc.fill_null(texts, "")
    filled = local.codes >= 0
    # What lost its "@" but still ends like a domain is told by its text; these are few.
    odd = np.flatnonzero(~filled & pc.not_equal(texts, "").to_numpy(zero_copy_only=False))
    odd = odd[_nearly(texts.take(pa.array(odd)))]
    if len(odd):
        keys[odd] = (len(local.values) + 1) * (len(domain.values) + 1)
        keys[odd] += encode(texts.take(pa.array(odd))).codes
        filled[odd] = True
    rows = np.flatnonzero(filled)
    codes = np.full(len(texts), -1, np.int32)
    codes[rows], first = numbered(keys[rows])
    return Coded(codes, texts.take(pa.array(rows[first])))


def _nearly(texts: pa.Array) -> np.ndarray:
    found = pc.match_substring_regex(texts, r"^[^@]+\.[a-z]{2,}@?$")
    return found.to_numpy(zero_copy_only=False)


def _changed(column: Coded, mask: pa.Array, texts: pa.Array) -> np.ndarray:
    """Per row a number that tells which rows are equal once `texts` replace the masked values."""
    new = encode(texts)
    masked = mask.to_numpy(zero_copy_only=False)
    there = pc.index_in(column.values, value_set=new.values).fill_null(-1).to_numpy()
    number = np.arange(len(column.values) + 1, dtype=np.int32)
    fresh = np.arange(len(new.values) + 1, dtype=np.int32) + len(number)
    same = np.flatnonzero((there >= 0) & ~masked)
    fresh[there[same]] = same
    fresh[-1] = number[-1] = -1
    number[:-1][masked] = fresh[new.codes]
    return number[column.codes]


def _firm(domain: Coded, together: lists.Lines) -> np.ndarray:
    """Per row a number that tells which rows are at domains of one company."""
    if not together:
        return domain.codes
    first = organisations.first_of(together)
    values = domain.values.to_pylist()
    of_value = encode(pa.array([first.get(value, value) for value in values], pa.string())).codes
    return np.append(of_value, np.int32(-1))[domain.codes]


def _is_box(locals_: pa.Array, mailboxes: Set[str] | None) -> np.ndarray:
    """Whether a local part begins with the name of a mailbox."""
    names = known.words("matching") if mailboxes is None else mailboxes
    words = "|".join(map(re.escape, sorted(names)))
    found = pc.match_substring_regex(locals_, rf"^(?:{words})(?:[^a-z]|$)")
    return found.to_numpy(zero_copy_only=False)


def among(
    email: Email, name: str, users: np.ndarray | None, population: Population | None
) -> Email:
    """Addresses with what the file as a whole says: which are shared, how common each is."""
    if population is None:
        return replace(email, mailbox=email.mailbox | shared(email.address.codes, users))
    frequencies = population.frequencies
    return replace(
        email,
        address=replace(email.address, known=frequencies.get(name)),
        local=replace(email.local, known=frequencies.get(f"{name}.local")),
        domain=replace(email.domain, known=frequencies.get(f"{name}.domain")),
        mailbox=email.mailbox | population.is_shared(name, email.address.hashes),
    )
