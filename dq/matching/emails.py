"""E-mail addresses: read, split, told apart from shared mailboxes, and compared."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa
from rapidfuzz import process
from rapidfuzz.distance import OSA

from dq.matching import lists
from dq.matching.columns import Coded, compact, encode, numbered, pc, text_bytes
from dq.matching.compare_texts import distance
from dq.matching.sharing import shared
from dq.matching.whole import Whole

EXACT, SHARED, CLOSE, SAME_MAILBOX, REPEATS_NAME, NUMBERED, SAME_DOMAIN, DIFFERENT = range(1, 9)


# Which bytes an address has no use for: spaces, brackets, separators, the ":" of "mailto:".
_ODD = np.zeros(256, bool)
_ODD[list(b" \t\n\r\f\v<>,;:")] = True
_ENDS = (".", ".invalid")


@dataclass(frozen=True)
class Email:
    """Addresses: whole, and as local part and domain; `mailbox` marks those that several read.

    `base` is the local part without a plus-tag, `stem` without a short number at its end: numbers
    that only tell which rows have the same one.
    """

    whole: Coded
    local: Coded
    base: np.ndarray
    stem: np.ndarray
    domain: Coded
    mailbox: np.ndarray

    @cached_property
    def tagged(self) -> np.ndarray:
        """Rows whose local part has a plus-tag."""
        marked = pc.match_substring(self.local.values, "+").to_numpy(zero_copy_only=False)
        return np.append(marked, False)[self.local.codes]


def read(table: pa.Table, columns: tuple[str, ...]) -> Email:
    """Addresses of the first filled column: lower case, without spaces and stray characters.

    "-", "n.v.t." and "jan@" are none; "jan.firma.nl", which lost its "@", is one without a domain.
    """
    found = [_texts(table[name]) for name in columns if name in table.column_names]
    texts = _tidy(found[0] if len(found) == 1 else pc.coalesce(*found))
    has_at = pc.match_substring(texts, "@")
    split = pc.split_pattern(pc.if_else(has_at, texts, None), "@", max_splits=1)
    local, domain = _both(*(encode(pc.list_element(split, side)) for side in (0, 1)))
    whole = _whole(texts, local, domain)
    tagged = pc.match_substring(local.values, "+")
    bare = pc.replace_substring_regex(local.values.filter(tagged), r"\+.*$", "")
    ends = pc.match_substring_regex(local.values, r"\d$")
    cut = pc.replace_substring_regex(local.values.filter(ends), r"[._-]?\d{1,2}$", "")
    return Email(
        whole,
        local,
        base=_changed(local, tagged, bare),
        stem=_changed(local, ends, cut),
        domain=domain,
        mailbox=np.append(_is_box(local.values), False)[local.codes],
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


def _whole(texts: pa.Array, local: Coded, domain: Coded) -> Coded:
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


def _is_box(locals_: pa.Array) -> np.ndarray:
    """Whether a local part begins with a word of the list of mailboxes."""
    words = "|".join(map(re.escape, sorted(lists.words("mailboxes"))))
    found = pc.match_substring_regex(locals_, rf"^(?:{words})(?:[^a-z]|$)")
    return found.to_numpy(zero_copy_only=False)


def known(email: Email, name: str, users: np.ndarray | None, whole: Whole | None) -> Email:
    """Addresses with what the file as a whole says: which are shared, how common each is."""
    if whole is None:
        return replace(email, mailbox=email.mailbox | shared(email.whole.codes, users))
    frequencies = whole.frequencies
    return replace(
        email,
        whole=replace(email.whole, known=frequencies.get(name)),
        local=replace(email.local, known=frequencies.get(f"{name}.local")),
        domain=replace(email.domain, known=frequencies.get(f"{name}.domain")),
        mailbox=email.mailbox | whole.is_shared(name, email.whole.hashes),
    )


def compare(email: Email, left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Levels of `recipe.LEVELS["email"]` and rarity."""
    one, two = email.whole.codes[left], email.whole.codes[right]
    domain, local, base = email.domain.codes, email.local.codes, email.base
    filled = (one >= 0) & (two >= 0)
    levels = np.where(filled, DIFFERENT, 0).astype(np.int8)
    same_domain = filled & (domain[left] == domain[right])
    levels[same_domain] = SAME_DOMAIN
    same = filled & (one == two)
    personal = ~same & ~(email.mailbox[left] | email.mailbox[right])
    # What follows is about unequal addresses of persons, ever fewer of them.
    rows = np.flatnonzero(same_domain & personal)
    l, r = left[rows], right[rows]  # noqa: E741
    levels[rows[(email.stem[l] == email.stem[r]) & (email.stem[l] >= 0)]] = NUMBERED
    # jan+crm@ reads the mailbox of jan@; two different tags were made to tell apart.
    tag = (base[l] == base[r]) & (email.tagged[l] != email.tagged[r])
    levels[rows[tag]] = CLOSE
    rows = rows[levels[rows] == SAME_DOMAIN]
    levels[rows[_slip(email.local, left[rows], right[rows])]] = CLOSE
    rows = np.flatnonzero(filled & personal & ~same_domain)
    rows, others = _split(rows, local[left[rows]] == local[right[rows]])
    levels[rows] = np.where(_mistyped(email.domain, left[rows], right[rows]), CLOSE, SAME_MAILBOX)
    levels[others[_slips(email.whole, left[others], right[others])]] = CLOSE
    levels[same] = np.where(email.mailbox[left[same]], SHARED, EXACT)
    return levels, _rarity(email, levels, left)


def _mistyped(domain: Coded, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Whether one domain is a mistyped other: alike, and rare where the other is not.

    Two domains that are both in use, such as zeta.nl and eta.nl, are two companies.
    """
    one = domain.frequencies[domain.codes[left]]
    two = domain.frequencies[domain.codes[right]]
    rare = np.minimum(one, two)
    rows = np.flatnonzero((rare <= 2) | (20 * rare <= np.maximum(one, two)))
    result = np.zeros(len(left), bool)
    result[rows] = distance(domain, left[rows], right[rows], 2) <= 2
    return result


def _split(rows: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return rows[mask], rows[~mask]


def _rarity(email: Email, levels: np.ndarray, left: np.ndarray) -> np.ndarray:
    """An address that more cards have says less; so does a common local part elsewhere."""
    rarity = np.zeros(len(levels), np.float32)
    same = np.flatnonzero((levels == EXACT) | (levels == SHARED))
    if len(same):
        uses = email.whole.frequencies[email.whole.codes[left[same]]]
        rarity[same] = -np.log2(np.maximum(uses, 2) / 2.0)
    elsewhere = np.flatnonzero(levels == SAME_MAILBOX)
    if len(elsewhere):
        common = np.minimum(email.local.rarity, 0.0)
        rarity[elsewhere] = common[email.local.codes[left[elsewhere]]]
    return rarity


def _slip(column: Coded, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Which values are one slip apart; the first letter, often an initial, must be the same."""
    one, two = column.codes[left], column.codes[right]
    length, start = column.lengths, column.starts
    maybe = np.flatnonzero(
        (start[one, 0] == start[two, 0])
        & (np.abs(length[one] - length[two]) <= 1)
        & (np.minimum(length[one], length[two]) >= 5)
    )
    return _within(column, one, two, maybe, 1)


def _slips(column: Coded, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Which values are two slips apart, with the same two letters in front."""
    one, two = column.codes[left], column.codes[right]
    length, start = column.lengths, column.starts
    maybe = np.flatnonzero(
        (start[one] == start[two]).all(axis=1)
        & (np.abs(length[one] - length[two]) <= 2)
        & (np.minimum(length[one], length[two]) >= 8)
    )
    return _within(column, one, two, maybe, 2)


def _within(
    column: Coded, one: np.ndarray, two: np.ndarray, maybe: np.ndarray, most: int
) -> np.ndarray:
    a = column.values.take(pa.array(one[maybe])).to_pylist()
    b = column.values.take(pa.array(two[maybe])).to_pylist()
    found = process.cpdist(a, b, scorer=OSA.distance, score_cutoff=most)
    result = np.zeros(len(one), bool)
    result[maybe] = np.asarray(found) <= most
    return result
