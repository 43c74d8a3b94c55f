"""Cards without an account belong to the company of their e-mail domain."""

import pyarrow as pa
import pytest

from dq.matching.columns.columns import encode, hashes
from dq.matching.recipe import CONTACTS
from dq.matching.records import statistics
from dq.matching.records.domains import learned
from dq.matching.records.records import prepare


@pytest.mark.parametrize(
    ("domain", "company", "of"),
    [
        (["a", "a", "b"], ["x", "x", "y"], ["x", None, None]),  # one card shows nothing
        (["a", "a", "a", "a"], ["x", "x", "y", "z"], [None, None, None]),  # half is not most
        (["a", "a", "a", None, "a"], ["x", "x", "y", "x", None], ["x", None, None]),
        ([], [], [None, None, None]),
    ],
)
def test_a_domain_is_of_the_company_that_most_of_its_cards_have(domain, company, of):
    one, two = (encode(pa.array(texts, pa.string())) for texts in (domain, company))
    keys = dict(zip(hashes(two.values).tolist(), two.values.to_pylist(), strict=True))
    found = learned(one, two).of(hashes(pa.array(["a", "b", "c"])))
    assert [keys.get(key) for key in found.tolist()] == of


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
