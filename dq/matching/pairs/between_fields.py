"""What one field of a pair says about the level of another, and what it is worth there.

Tested in tests/matching/pairs/test_compare.py.
"""

import numpy as np

from dq.matching.columns.columns import Coded
from dq.matching.comparing import companies, emails
from dq.matching.comparing.names import SAME_INITIAL, SURNAME_DIFFERENT
from dq.matching.kinds.account import ACCOUNT
from dq.matching.kinds.company import COMPANY
from dq.matching.kinds.email import EMAIL
from dq.matching.kinds.given_name import GIVEN_NAME
from dq.matching.kinds.identifier import IDENTIFIER
from dq.matching.kinds.surname import SURNAME
from dq.matching.pairs import damaged, one_witness, own_names
from dq.matching.recipe import Recipe
from dq.matching.records.records import Records
from dq.matching.values.emails import Email
from dq.matching.values.names import Names

# A term frequency that leaves no points of an agreement.
_NOTHING = np.float32(-40.0)


def settle(
    records: Records,
    levels: np.ndarray,
    term_frequency: np.ndarray,
    cells: np.ndarray,
    pairs: tuple[np.ndarray, np.ndarray],
) -> None:
    """Change levels and term frequencies (fields x pairs, by the recipe's `compared`) in place.

    :param cells: the levels of first names as the cells alone tell them
    """
    left, right = pairs
    _departments(records, levels, left, right)
    _coincidences(records, levels, term_frequency, left, right)
    _usual_words(records, levels, term_frequency, left, right)
    _of_a_group(records.recipe, levels, term_frequency)
    own_names.settle(records, levels, left, right)
    damaged.settle(records, levels, left, right)
    _beside_names(records, levels, left, right)
    _first_names(records, levels, term_frequency, cells, pairs)
    _mailbox_names(records.recipe, levels)
    _only_names(records.recipe, levels, term_frequency)
    one_witness.settle(records, levels, left, right)


def _departments(records: Records, levels: np.ndarray, left: np.ndarray, right: np.ndarray) -> None:
    """Two accounts of one company are departments."""
    other, department = ACCOUNT.level("different"), ACCOUNT.level("department")
    company = records.stratum
    for row, one in enumerate(records.recipe.compared):
        if one.kind == ACCOUNT:
            together = (company[left] == company[right]) & (company[left] >= 0)
            levels[row, (levels[row] == other) & together] = department


def _coincidences(
    records: Records,
    levels: np.ndarray,
    term_frequency: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
) -> None:
    """What the words of organisations' names add that are equal or spelt otherwise."""
    for row, one in enumerate(records.recipe.compared):
        if one.kind == COMPANY and not records.recipe.person:
            column = records.column(one.name, Coded)
            chance = column.once(companies.coincidence)
            found = np.minimum(chance[column.codes[left]], chance[column.codes[right]])
            named = (levels[row] >= companies.EXACT) & (levels[row] <= companies.SLIPPED)
            term_frequency[row] += np.where(named, found, np.float32(0.0))


def _usual_words(
    records: Records,
    levels: np.ndarray,
    term_frequency: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
) -> None:
    """That organisations' names are alike in words that others have speaks for nothing."""
    recipe = records.recipe
    if recipe.person or COMPANY not in recipe.rows:
        return
    row = recipe.rows[COMPANY]
    column = records.column(recipe.compared[row].name, Coded)
    alike = np.flatnonzero(levels[row] == companies.ALIKE)
    two = companies.two_names(column, left[alike], right[alike])
    term_frequency[row, alike[two]] = _NOTHING


def _of_a_group(recipe: Recipe, levels: np.ndarray, term_frequency: np.ndarray) -> None:
    """One number of two organisations with plainly different names, or names that are alike in
    usual words only, is that of the firm they are parts of."""
    if recipe.person or COMPANY not in recipe.rows:
        return
    name = recipe.rows[COMPANY]
    usual = (levels[name] == companies.ALIKE) & (term_frequency[name] == _NOTHING)
    named = (levels[name] == companies.DIFFERENT) | usual
    for row, one in enumerate(recipe.compared):
        if one.kind == IDENTIFIER:
            shared = named & (levels[row] == IDENTIFIER.level("exact"))
            levels[row, shared] = IDENTIFIER.level("other_name")
            term_frequency[row, shared] = 0.0


def _beside_names(
    records: Records, levels: np.ndarray, left: np.ndarray, right: np.ndarray
) -> None:
    """What the names say of the level of two addresses."""
    rows = records.recipe.rows
    if records.names is None or EMAIL not in rows or GIVEN_NAME not in rows:
        return
    address = records.column(records.recipe.compared[rows[EMAIL]].name, Email)
    level, given = levels[rows[EMAIL]], levels[rows[GIVEN_NAME]]
    _repeated(records.names, address, level, given, left, right)


def _repeated(
    names: Names,
    address: Email,
    level: np.ndarray,
    given: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
) -> None:
    """A local part that is the first name alone (chris@) says no more than that name does."""
    agree = (given > 0) & (given < SAME_INITIAL)
    pairs = np.flatnonzero((level == emails.SAME_MAILBOX) & agree)
    # Equal local parts: the left one's is the right one's.
    local = emails.letters(address, left[pairs])
    called = [names.squeezed[names.called[side[pairs]]] for side in (left, right)]
    repeats = (local == called[0]) | (local == called[1])
    level[pairs[repeats]] = emails.REPEATS_NAME


def _first_names(
    records: Records,
    levels: np.ndarray,
    term_frequency: np.ndarray,
    cells: np.ndarray,
    pairs: tuple[np.ndarray, np.ndarray],
) -> None:
    """What first names and addresses say of one another."""
    rows, spelt = records.recipe.rows, records.in_address
    if EMAIL not in rows or GIVEN_NAME not in rows:
        return
    email, given = levels[rows[EMAIL]], levels[rows[GIVEN_NAME]]
    # p.vries@ and j.vries@ are two people, not a typing error; where no employer gives addresses
    # out, one that has nothing of the names beside it can have one.
    two = np.flatnonzero((email == emails.CLOSE) & (given >= SAME_INITIAL))
    if spelt is not None and not records.recipe.stratum:
        left, right = (side[two] for side in pairs)
        two = two[spelt.anything[left] | spelt.anything[right]]
    email[two] = emails.SAME_DOMAIN
    # A first name that both cards have from one and the same address is no second witness.
    once = ((email == emails.EXACT) | (email == emails.SHARED)) & (given != cells)
    given[once] = cells[once]
    term_frequency[rows[GIVEN_NAME], once] = 0.0


def _mailbox_names(recipe: Recipe, levels: np.ndarray) -> None:
    """The same mailbox name elsewhere repeats the name when the names agree."""
    rows = recipe.rows
    if EMAIL in rows and SURNAME in rows:
        email, surname = levels[rows[EMAIL]], levels[rows[SURNAME]]
        agree = (surname > 0) & (surname < SURNAME_DIFFERENT)
        email[(email == emails.SAME_MAILBOX) & agree] = emails.REPEATS_NAME


def _only_names(recipe: Recipe, levels: np.ndarray, term_frequency: np.ndarray) -> None:
    """A name that chance would not make twice proves most where there is nothing but names."""
    rows = recipe.rows
    if COMPANY in rows and SURNAME not in rows:
        name = rows[COMPANY]
        more = np.delete(levels, name, axis=0).any(axis=0)
        term_frequency[name, more] = np.minimum(term_frequency[name, more], 0.0)
