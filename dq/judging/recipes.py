"""The recipes of matching as they hold in a store, with what its team knows of names and domains.

Tested in tests/judging/test_own_words.py.
"""

from collections.abc import Mapping
from typing import cast

import duckdb

from dq import settings
from dq.matching.kinds.email import Emails
from dq.matching.recipe import ACCOUNTS, CONTACTS, Recipe, with_mailboxes, with_own
from dq.matching.values import name_cells
from dq.matching.values.lists import Own
from dq.settings import lines

RECIPES = (CONTACTS, ACCOUNTS)


def of(db: duckdb.DuckDBPyConnection, place: int = 0) -> Recipe:
    """The recipe with the names of shared mailboxes that the team added to ours, or took out, and
    with what else it knows of names and domains."""
    recipe, every = RECIPES[place], settings.every(db)
    product, team = (
        frozenset(cast(list[str], known["mailbox_words"])) for known in (settings.defaults(), every)
    )
    recipe = with_mailboxes(recipe, more=team - product, fewer=product - team)
    return with_own(recipe, own(every))


def same(one: Recipe, other: Recipe) -> bool:
    """Whether both were made of the same settings."""

    def mailboxes(recipe: Recipe) -> list[frozenset[str] | None]:
        return [one.kind.mailboxes for one in recipe.fields if isinstance(one.kind, Emails)]

    return one.own == other.own and mailboxes(one) == mailboxes(other)


def own(every: Mapping[str, settings.Value]) -> Own:
    """What the team knows besides our lists, by the values of its settings."""
    names, forms, domains = (
        cast(list[str], every[name]) for name in ("nicknames", "legal_forms", "domains_together")
    )
    called = (lines.names(line) or () for line in names)
    return Own(
        nicknames=tuple(tuple(map(name_cells.given_name, line)) for line in called),
        legal_forms=tuple(forms),
        domains=tuple(lines.groups(lines.domains(line) or () for line in domains)),
    )
