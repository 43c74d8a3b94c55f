"""Cards without an account belong to the company of their e-mail domain."""

import numpy as np
import pytest

from dq.matching.recipe import CONTACTS
from dq.matching.records import statistics
from dq.matching.records.domains import learned
from dq.matching.records.records import prepare

KEYS = np.arange(1, 4, dtype=np.uint64)


@pytest.mark.parametrize(
    ("domain", "company", "of"),
    [
        ([1, 1, 2], [7, 7, 8], [7, 0, 0]),  # one card shows nothing
        ([1, 1, 1, 1], [7, 7, 8, 9], [0, 0, 0]),  # half is not most
        ([1, 1, 1, 0, 1], [7, 7, 8, 7, 0], [7, 0, 0]),
        ([], [], [0, 0, 0]),
    ],
)
def test_a_domain_is_of_the_company_that_most_of_its_cards_have(domain, company, of):
    found = learned(np.array(domain, np.uint64), np.array(company, np.uint64))
    assert found.of(KEYS).tolist() == of


def test_a_card_without_account_is_a_colleague_by_its_domain(register, table):
    rows = register[:200]
    lost = rows[3] | {"id": "lost", "account_id": None, "company_id": None}
    free = lost | {"id": "free", "email": "jan@vrij.example"}
    people = table([*rows, lost, free])
    found = prepare(people, CONTACTS)
    assert found.stratum[200] == found.stratum[3]
    assert found.stratum_hashes[200] == found.stratum_hashes[3]
    assert found.stratum[201] == -1
    # A few of them are read as they are among all.
    population = statistics.of(people, found)
    few = prepare(people.slice(199), CONTACTS, population)
    assert few.stratum_hashes.tolist() == found.stratum_hashes[199:].tolist()
    assert len(set(few.stratum.tolist())) == len(set(few.stratum_hashes.tolist()))
