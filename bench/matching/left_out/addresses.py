"""What is known of people's addresses and numbers, to be left out one by one.

Tested in tests/bench/test_ablation.py.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from bench.matching.left_out import CONTACTS, TYPED, around, level, mechanism, never, nothing, same
from dq.matching.comparing import emails
from dq.matching.kinds.email import EMAIL
from dq.matching.kinds.given_name import GIVEN_NAME
from dq.matching.kinds.mobile import MOBILE
from dq.matching.kinds.phone import PHONE
from dq.matching.kinds.surname import SURNAME
from dq.matching.pairs import between_fields, own_names
from dq.matching.records import domains
from dq.matching.values import emails as addresses
from dq.matching.values import in_address, names_from_email, phones
from dq.matching.values.emails import Email
from dq.matching.values.in_address import InAddress
from dq.matching.values.names import Names

Function = Callable[..., Any]
NO_MATCH, NOTHING = r"(\z)x(x)", re.compile("xx^")


def _married_only(records: Any, levels: np.ndarray, left: np.ndarray, right: np.ndarray) -> None:
    rows, spelt = records.recipe.rows, records.in_address
    if spelt is not None and GIVEN_NAME in rows and SURNAME in rows:
        email, surname, given = (levels[rows[kind]] for kind in (EMAIL, SURNAME, GIVEN_NAME))
        one = (email == emails.EXACT) | (email == emails.SHARED)
        own_names._married(records, spelt, surname, given, one, (left, right))


def _no_numbers(real: Function) -> Function:
    def compare(email: Email, left: np.ndarray, right: np.ndarray) -> Any:
        return real(replace(email, stem=np.full_like(email.stem, -1)), left, right)

    return compare


def _equally_common(real: Function) -> Function:
    def compare(*given: Any) -> tuple[np.ndarray, np.ndarray]:
        levels, frequency = real(*given)
        return levels, np.zeros_like(frequency)

    return compare


def _two_witnesses(real: Function) -> Function:
    def first_names(records: Any, levels: np.ndarray, frequency: Any, cells: Any, at: Any) -> None:
        row = records.recipe.rows.get(GIVEN_NAME)
        real(records, levels, frequency, cells if row is None else levels[row].copy(), at)

    return first_names


def _slips_of_initials(real: Function) -> Function:
    def first_names(records: Any, levels: np.ndarray, *more: Any) -> None:
        row = records.recipe.rows.get(EMAIL, 0)
        before = levels[row].copy()
        real(records, levels, *more)
        levels[row] = before

    return first_names


def _spelt(part: str) -> tuple[Any, str, Any]:
    """Addresses that spell nothing of this part of their card's name."""

    def without(real: Function) -> Function:
        def read(*given: Any) -> InAddress:
            found = real(*given)
            return replace(found, **{part: np.zeros_like(getattr(found, part))})

        return read

    return around(in_address, "read", without)


IN_ADDRESSES = (
    mechanism("addresses made of names", CONTACTS, (own_names, "settle", _married_only)),
    mechanism("- last names that addresses tell apart", CONTACTS, _spelt("surname")),
    mechanism("- first names that addresses tell apart", CONTACTS, _spelt("given")),
    mechanism("- initials that addresses tell apart", CONTACTS, _spelt("letter")),
    mechanism("- other letters beside the last name", CONTACTS, _spelt("rest")),
    mechanism("- addresses of nothing but names", CONTACTS, _spelt("own")),
    mechanism(
        "first names from addresses",
        CONTACTS,
        (names_from_email, "called", lambda values, given, *_: (values, given)),
    ),
    mechanism(
        "tussenvoegsels in addresses",
        CONTACTS,
        (in_address, "_PARTICLE", NO_MATCH),
        (in_address, "_DE", NO_MATCH),
        (in_address, "_VAN", NOTHING),
        (names_from_email, "_VAN", NOTHING),
        (names_from_email, "_INITIAL_DE", NOTHING),
    ),
    mechanism("numbered addresses", CONTACTS, around(emails, "compare", _no_numbers)),
    mechanism("plus-tags", CONTACTS, (Email, "tagged", property(lambda one: one.base < -1))),
    mechanism('"jr" inside an address', CONTACTS, (addresses, "_INSIDE", NO_MATCH)),
    mechanism("mistyped domains", CONTACTS, (emails, "_mistyped", never(1))),
    mechanism(
        "slips in addresses", CONTACTS, (emails, "_slip", never(1)), (emails, "_slips", never(1))
    ),
    mechanism(
        "two initials are no slip in an address",
        CONTACTS,
        around(between_fields, "_first_names", _slips_of_initials),
    ),
    mechanism(
        "a first name of one address is one witness",
        CONTACTS,
        around(between_fields, "_first_names", _two_witnesses),
    ),
    mechanism(
        "a mailbox elsewhere that repeats the name",
        CONTACTS,
        (between_fields, "_repeated", nothing),
        (between_fields, "_mailbox_names", nothing),
    ),
    mechanism(
        "a domain's company",
        CONTACTS,
        (domains, "with_domains", lambda company, _: (company.codes, company.hashes)),
    ),
    mechanism(
        "slips in addresses that have nothing of the name",
        TYPED,
        (InAddress, "anything", property(lambda one: np.ones(len(one.surname), bool))),
    ),
)
IN_NUMBERS = (
    mechanism(
        "a desk's number",
        CONTACTS,
        level(PHONE, "close", least=0.0),
        level(MOBILE, "close", least=0.0),
    ),
    mechanism("numbers that only fill a cell", CONTACTS, (phones, "believed", same)),
    mechanism(
        "addresses and numbers that several use",
        CONTACTS,
        (addresses, "shared", never()),
        (phones, "shared", never()),
    ),
    mechanism("mailboxes by their names", CONTACTS, (addresses, "_is_box", never())),
    mechanism(
        "three initials for a shared number",
        CONTACTS,
        (Names, "users", property(lambda one: one.sounds[one.surname])),
    ),
    mechanism(
        "an address or number on many cards says less",
        CONTACTS,
        around(phones, "compare", _equally_common),
        (emails, "_term_frequency", lambda _, levels, __: np.zeros(len(levels), np.float32)),
    ),
)
EVERY = (*IN_ADDRESSES, *IN_NUMBERS)
