"""What holds for pairs of any kind: keys, points, what is learned, and groups; to be left out.

Tested in tests/bench/test_ablation.py.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from bench.matching.left_out import CONTACTS, TYPED, Mechanism, around, mechanism, never, nothing
from dq.matching.kind import Key
from dq.matching.kinds import email
from dq.matching.kinds.phone import PHONE
from dq.matching.pairs import between_fields, block, budget, one_witness, own_names
from dq.matching.weighing import alike, cluster, learn, scored_pairs, weigh
from dq.matching.weighing.learn import Sample

Function = Callable[..., Any]
ORGANISATIONS = "accounts,customers,dupehell accounts,restaurant"
KEYED = f"{CONTACTS},no addresses,no numbers,no accounts"
OF_CARDS = {
    "company + sound of the last name": "stratum+sound",
    "company + both initials": "stratum+initial+initial_of_surname",
    "name in any order": "unordered",
    "call name + sound of the last name": "callname+sound",
    "address": "email",
    "mailbox name + sound of the last name": "email.local+sound",
    "mobile number": "mobile",
    "phone number": "phone",
    "postcode + sound of the last name": "postal_code+sound",
}
MARRIED = "stratum+surname_in_address+initial"


def _without_key(*left_out: str) -> Callable[[Function], Function]:
    """The keys but for these."""

    def fewer(real: Function) -> Function:
        return lambda recipe: [key for key in real(recipe) if "+".join(key.atoms) not in left_out]

    return fewer


def _key(name: str, atoms: str) -> Mechanism:
    return mechanism(f"key: {name}", KEYED, around(budget, "keys", _without_key(atoms)))


def _one_stratum(real: Function) -> Function:
    def points(compared: Any, part: slice, stratum: np.ndarray, *more: Any) -> None:
        real(compared, part, np.zeros_like(stratum), *more)

    return points


def _one_prior(real: Function) -> Function:
    def priors(records: Any, pairs: Any, stratum: np.ndarray, model: Any) -> np.ndarray:
        return real(records, pairs, np.zeros_like(stratum), model)

    return priors


def _whole(rows: Any, *_: Any) -> list[list[int]]:
    return [sorted(rows)]


KEYS = (
    mechanism(
        "the other card's last name in an address",
        CONTACTS,
        (own_names, "_married", nothing),
        around(budget, "keys", _without_key(MARRIED)),
    ),
    *(_key(*one) for one in OF_CARDS.items()),
    mechanism("the budget", "500 contacts,dupehell leads,members", (budget, "PAIRS_PER_SECOND", 0)),
    mechanism("halves of addresses as keys", TYPED, (email, "PARTS", {})),
    mechanism(
        "halves of numbers as keys",
        TYPED,
        (PHONE, "person", lambda name, _: [Key((name,), 10, ("sound",))]),
    ),
    mechanism("words as keys", ORGANISATIONS, (block, "token_fields", lambda _: [])),
)
POINTS = (
    mechanism("departments", CONTACTS, (between_fields, "_departments", nothing)),
    mechanism(
        "a place beside an equal postcode",
        f"{CONTACTS},{ORGANISATIONS},members",
        (one_witness, "_town", nothing),
    ),
    mechanism("what family and colleagues share", CONTACTS, (weigh, "_temper", nothing)),
    mechanism("weights of colleagues", CONTACTS, around(weigh, "_points_of", _one_stratum)),
    mechanism("chances by the size of a company", CONTACTS, around(weigh, "_priors", _one_prior)),
)
LEARNED = (
    mechanism("alike by chance, or not", CONTACTS, (alike, "correct", nothing)),
    mechanism(
        "alike last names beside one first name",
        CONTACTS,
        (alike, "_beside", lambda u, *_: np.zeros((u.shape[1], u.shape[1]))),
    ),
    mechanism(
        "candidates teach how two persons agree",
        f"{CONTACTS},{TYPED},{ORGANISATIONS}",
        (Sample, "corrected", lambda _, u, *__: u),
    ),
    mechanism(
        "the number of doubles is held at first",
        f"{CONTACTS},customers by name,{TYPED},restaurant",
        (learn, "HELD", 0),
    ),
)
GROUPED = (
    mechanism("a bare name is never enough", CONTACTS, (scored_pairs, "_on_name_only", never(4))),
    mechanism("contradictions are final", CONTACTS, (scored_pairs, "_contradicted", never(2))),
    mechanism(
        "groups by their average",
        f"{CONTACTS},{TYPED},{ORGANISATIONS}",
        (cluster, "average_linkage", _whole),
    ),
)
EVERY = (*KEYS, *POINTS, *LEARNED, *GROUPED)
