"""An e-mail address.

Tested in tests/matching/kinds/test_kinds.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dq.errors import N_
from dq.matching.columns.columns import hashes
from dq.matching.columns.population import Population
from dq.matching.comparing import emails as comparing
from dq.matching.kind import EQUAL, Cells, ColumnKind, Counted, Key, Level, keyed
from dq.matching.values import emails
from dq.matching.values.emails import Email
from dq.matching.values.lists import Lines

# Letters of a local part that are a key by themselves.
HALF = 6


def _head(text: str) -> str:
    return text[:HALF] if len(text) >= 2 * HALF else ""


def _tail(text: str) -> str:
    return text[-HALF:] if len(text) >= 2 * HALF else ""


PARTS: dict[str, Callable[[str], str]] = {"head": _head, "tail": _tail}


@dataclass(frozen=True, eq=False, kw_only=True)
class Emails(ColumnKind[Email]):
    """The kind of e-mail addresses; `mailboxes` are a team's own names of shared ones,
    `together` the domains that it says are of one company."""

    mailboxes: frozenset[str] | None = None
    together: Lines = ()

    def read(self, cells: Cells, columns: tuple[str, ...]) -> Email:
        return emails.read(cells.table, columns, self.mailboxes, self.together)

    def among(
        self, column: Email, name: str, users: np.ndarray | None, population: Population | None
    ) -> Email:
        return emails.among(column, name, users, population)

    def compare(
        self, column: Email, left: np.ndarray, right: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        return comparing.compare(column, left, right)

    def atom(self, column: Email, part: str, lasting: bool) -> np.ndarray:
        if part in PARTS:
            return keyed(column.local.map(PARTS[part]), lasting)
        return keyed(column.local if part else column.address, lasting)

    def counted(self, column: Email, name: str) -> list[Counted]:
        parts = {name: column.address, f"{name}.local": column.local}
        parts |= {f"{name}.domain": column.domain}
        return [Counted(part, hashes(one.values), one.counts) for part, one in parts.items()]

    def shared(self, column: Email) -> tuple[np.ndarray, np.ndarray]:
        return column.address.hashes, column.mailbox


def _of_person(name: str, companies: bool) -> list[Key]:
    found = [Key((name,), 30, ("sound",), EQUAL), Key((f"{name}.local", "sound"), 8)]
    # Of a slip in one half the other half is right.
    parts = (f"{name}.local", *(f"{name}.{part}" for part in PARTS))
    return found if companies else [*found, *(Key((part,), 30) for part in parts)]


def _of_organisation(name: str, parents: bool) -> list[Key]:
    found = [Key((name,), 30)]
    return found if parents else [*found, Key((f"{name}.local",), 30)]


EMAIL = Emails(
    name="email",
    levels=(
        Level("exact", 0.55, 0.0001, least=1.0, found=True),
        Level("shared", 0.05, 0.01, most=3.0),
        Level("close", 0.10, 0.0002, least=0.0),
        Level("same_mailbox", 0.08, 0.0002, least=0.0),
        Level("repeats_name", 0.05, 0.05, most=0.0, least=0.0),
        Level("numbered", 0.005, 0.08, most=-5.0, least=-7.0, contradicts=True),
        Level("own_names", 0.07, 0.6, most=0.0, least=-6.0),
        Level("same_domain", 0.07, 0.05, most=0.0, least=-6.0),
        Level("different", 0.12, 0.93, most=0.0),
    ),
    phrases={
        "exact": N_("same e-mail address"),
        "shared": N_("same shared mailbox"),
        "close": N_("e-mail address one typing error apart"),
        "same_mailbox": N_("same mailbox name at another domain"),
        "repeats_name": N_("e-mail address only repeats the name"),
        "numbered": N_("numbered e-mail addresses"),
        "own_names": N_("e-mail addresses that each repeat the name on the card"),
        "same_domain": N_("other e-mail address at the same domain"),
        "different": N_("different e-mail address"),
    },
    person=_of_person,
    organisation=_of_organisation,
    tells=6,
)
