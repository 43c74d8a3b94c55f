"""Which company an account belongs to, and with it a card.

Tested in tests/matching/values/test_normalise.py.
"""

import numpy as np
import pyarrow as pa

from dq.matching.columns.columns import pc
from dq.matching.values import organisations

# A deeper tree than this is walked one account at a time; it holds a circle.
DEPTH = 50
# A company's own cards and those of people are never one.
APART = ["general", "person"]


def companies(accounts: pa.Table, legal_forms: tuple[str, ...] = ()) -> pa.Array:
    """Per account the normal form of the name of the account at the top of its tree.

    :param accounts: id, parent_id and name; what is above an account must be there too
    :param legal_forms: a team's own
    """
    ids, names = accounts["id"], accounts["name"]
    above = pc.index_in(accounts["parent_id"], value_set=ids, skip_nulls=True)
    top = pa.array(_tops(above.fill_null(-1).to_numpy()))
    coded = names.take(top).combine_chunks().dictionary_encode()
    names = coded.dictionary.to_pylist()
    normal = [organisations.company(name or "", legal_forms) or None for name in names]
    return pc.coalesce(
        pa.array(normal, pa.string()).take(coded.indices), ids.take(top).combine_chunks()
    )


def _tops(above: np.ndarray) -> np.ndarray:
    """For each row the one at the top of its tree; `above` is the row above each, -1 = none."""
    top = np.arange(len(above))
    for _ in range(DEPTH):
        up = np.append(above, -1)[top]
        if (up < 0).all():
            return top
        top = np.where(up < 0, top, up)
    for row in np.flatnonzero(above[top] >= 0).tolist():
        top_row, seen = row, {row}
        while (up := int(above[top_row])) >= 0 and up not in seen:
            top_row = up
            seen.add(up)
        top[row] = top_row
    return top


def with_company(
    contacts: pa.Table,
    accounts: pa.Table,
    company: pa.Array,
    legal_forms: tuple[str, ...] = (),
) -> pa.Table:
    """Contacts with `company_id` and `apart` in the place of `general`; both are dictionaries.

    :param contacts: as `tables.by_id` gives them
    :param company: each account's, see `companies`
    :param legal_forms: a team's own
    """
    account = contacts["account_id"].combine_chunks()
    place = pc.index_in(account.dictionary, value_set=accounts["id"], skip_nulls=True)
    company = company.take(place)
    # An account that no account file explains may itself be a name.
    unknown = company.is_null()
    names = account.dictionary.filter(unknown).to_pylist()
    own = [organisations.company(text, legal_forms) for text in names]
    company = pc.replace_with_mask(company, unknown, pa.array(own, pa.string()))
    company = company.dictionary_encode()
    apart = pc.invert(contacts["general"]).cast(pa.int32()).combine_chunks()
    return (
        contacts.drop_columns("general")
        .append_column("apart", pa.DictionaryArray.from_arrays(apart, pa.array(APART)))
        .append_column(
            "company_id",
            pa.DictionaryArray.from_arrays(
                company.indices.take(account.indices), company.dictionary
            ),
        )
    )
