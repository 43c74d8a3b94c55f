"""E-mail addresses: read, split, told apart from shared mailboxes, and compared."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa
from rapidfuzz import process
from rapidfuzz.distance import OSA

from dq.matching import lists
from dq.matching.columns import Coded, encode, pc, recode
from dq.matching.compare_texts import distance
from dq.matching.sharing import shared
from dq.matching.whole import Whole

EXACT, SHARED, CLOSE, SAME_MAILBOX, REPEATS_NAME, NUMBERED, SAME_DOMAIN, DIFFERENT = range(1, 9)


@dataclass(frozen=True)
class Email:
    """Addresses: whole, and as local part and domain; `mailbox` marks those that several read.

    `base` is the local part without a plus-tag, `stem` without a short number at its end.
    """

    whole: Coded
    local: Coded
    base: Coded
    stem: Coded
    domain: Coded
    mailbox: np.ndarray

    @cached_property
    def tagged(self) -> np.ndarray:
        """Rows whose local part has a plus-tag."""
        marked = pc.match_substring(self.local.values, "+").to_numpy(zero_copy_only=False)
        return np.append(marked, False)[self.local.codes]


def read(table: pa.Table, columns: tuple[str, ...]) -> Email:
    """Addresses of the first filled column: lower case, without spaces and stray characters."""
    found = [table[name].combine_chunks() for name in columns if name in table.column_names]
    whole = _tidy(encode(pc.coalesce(*found).cast(pa.string())))
    has_at = pc.match_substring(whole.values, "@")
    split = pc.split_pattern(pc.if_else(has_at, whole.values, None), "@", max_splits=1)
    local = recode(pc.list_element(split, 0), whole.codes)
    domain = recode(pc.list_element(split, 1), whole.codes).map(_domain)
    base = recode(_without(local.values, "+", r"\+.*$"), local.codes)
    digits = pc.match_substring_regex(local.values, r"\d$")
    cut = pc.replace_substring_regex(local.values.filter(digits), r"[._-]?\d{1,2}$", "")
    stem = recode(pc.replace_with_mask(local.values, digits, cut), local.codes)
    boxes = lists.words("mailboxes")
    heads = pc.replace_substring_regex(local.values, r"[^a-z].*$", "").dictionary_encode()
    is_box = np.array([head in boxes for head in heads.dictionary.to_pylist()], bool)
    mailbox = is_box[heads.indices.to_numpy()] if len(local.values) else np.zeros(0, bool)
    return Email(whole, local, base, stem, domain, np.append(mailbox, False)[local.codes])


def _tidy(raw: Coded) -> Coded:
    """Lower case and no spaces; only on the values that need it, which are few."""
    values = pc.utf8_lower(pc.utf8_trim_whitespace(raw.values))
    odd = pc.match_substring_regex(values, r"[\s<>,;]|^mailto:")
    if pc.any(odd).as_py():
        tidy = pc.replace_substring_regex(values.filter(odd), r"^mailto:|[\s<>,;]+", "")
        values = pc.replace_with_mask(values, odd, tidy)
    return recode(values, raw.codes)


def _without(values: pa.Array, mark: str, pattern: str) -> pa.Array:
    marked = pc.match_substring(values, mark)
    return pc.replace_with_mask(
        values, marked, pc.replace_substring_regex(values.filter(marked), pattern, "")
    )


def _domain(text: str) -> str:
    """A domain without the ".invalid" that Salesforce adds in a sandbox."""
    return text.rstrip(".").removesuffix(".invalid")


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
    domain, local, base = email.domain.codes, email.local.codes, email.base.codes
    filled = (one >= 0) & (two >= 0)
    levels = np.where(filled, DIFFERENT, 0).astype(np.int8)
    same_domain = filled & (domain[left] == domain[right])
    levels[same_domain] = SAME_DOMAIN
    same = filled & (one == two)
    personal = ~same & ~(email.mailbox[left] | email.mailbox[right])
    # What follows is about unequal addresses of persons, ever fewer of them.
    rows = np.flatnonzero(same_domain & personal)
    l, r = left[rows], right[rows]  # noqa: E741
    levels[rows[email.stem.codes[l] == email.stem.codes[r]]] = NUMBERED
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
