"""Recipes: which columns a record has, and of what kind each is.

Tested in tests/matching/test_reference.py.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from dq.errors import N_
from dq.matching.kind import ColumnKind, Kind
from dq.matching.kinds import KINDS
from dq.matching.kinds.company import COMPANY
from dq.matching.kinds.department import DEPARTMENT
from dq.matching.kinds.email import Emails
from dq.matching.kinds.given_name import GIVEN_NAME, ORDER
from dq.matching.kinds.surname import GENERATION, SURNAME
from dq.matching.kinds.text import Text
from dq.matching.kinds.website import WEBSITE
from dq.matching.values import organisations
from dq.matching.values.lists import NOTHING, Own
from dq.values import mailboxes


@dataclass(frozen=True)
class Field:
    """A field of a recipe: its name in the evidence, its kind, and the columns it is read from.

    `own_phrases` has words for its levels where those of its kind will not do.
    """

    name: str
    kind: Kind
    columns: tuple[str, ...]
    own_phrases: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def phrases(self) -> Mapping[str, str]:
        """The words for each level, as message ids."""
        return self.own_phrases or self.kind.phrases


@dataclass(frozen=True)
class Recipe:
    """What is known of one kind of record.

    `stratum` names the column whose equal values make two records colleagues (same company):
    such pairs have their own weights, and a prior by the size of the company. `person` tells a
    natural person from an organisation. `own` is what a team knows of names and domains.
    """

    record_kind: str
    fields: tuple[Field, ...]
    stratum: str | None = None
    own: Own = NOTHING

    def first(self, kind: Kind) -> Field | None:
        """The first field of a kind, if there is any."""
        return next((one for one in self.fields if one.kind == kind), None)

    @property
    def person(self) -> bool:
        """Whether the records are people."""
        return any(self.first(kind) for kind in (GIVEN_NAME, SURNAME))

    @cached_property
    def columned(self) -> tuple[tuple[Field, ColumnKind], ...]:
        """The fields that are read by themselves, with their kinds: all but names of people."""
        return tuple((one, one.kind) for one in self.fields if isinstance(one.kind, ColumnKind))

    @cached_property
    def compared(self) -> tuple[Field, ...]:
        """What is compared: the fields, and what follows from the names."""
        if not self.first(SURNAME):
            return self.fields
        kinds = (GENERATION, ORDER) if self.first(GIVEN_NAME) else (GENERATION,)
        return (*self.fields, *(Field(kind.name, kind, ()) for kind in kinds))

    @cached_property
    def rows(self) -> dict[Kind, int]:
        """The place of each kind in `compared`; of several fields of one kind the last."""
        return {one.kind: row for row, one in enumerate(self.compared)}


def with_mailboxes(recipe: Recipe, more: Set[str], fewer: Set[str]) -> Recipe:
    """The recipe for a team that has these names of shared mailboxes besides ours, or not."""
    ours = frozenset(mailboxes.words("matching"))
    names = (ours - fewer) | more
    if names == ours:
        return recipe
    fields = tuple(
        replace(one, kind=replace(one.kind, mailboxes=names))
        if isinstance(one.kind, Emails)
        else one
        for one in recipe.fields
    )
    return replace(recipe, fields=fields)


def with_own(recipe: Recipe, own: Own) -> Recipe:
    """The recipe for a team that knows call names, legal forms and domains besides ours."""
    if own == NOTHING:
        return recipe
    company = partial(organisations.company, legal_forms=own.legal_forms)
    website = partial(organisations.website, together=own.domains)

    def kind(one: Kind) -> Kind:
        if isinstance(one, Emails):
            return replace(one, together=own.domains)
        if isinstance(one, Text) and one in (COMPANY, DEPARTMENT):
            return replace(one, normal=company)
        return replace(one, normal=website) if isinstance(one, Text) and one == WEBSITE else one

    fields = tuple(replace(one, kind=kind(one.kind)) for one in recipe.fields)
    return replace(recipe, fields=fields, own=own)


def _field(name: str, kind: str, *columns: str, **own_phrases: str) -> Field:
    return Field(name, KINDS[kind], columns, own_phrases)


CONTACTS = Recipe(
    record_kind="contact",
    fields=(
        _field("given_name", "given_name", "first_name"),
        _field("surname", "surname", "last_name"),
        _field("email", "email", "email", "username"),
        _field("mobile", "mobile", "mobile", "phone"),
        _field("phone", "phone", "phone", "mobile"),
        _field("account", "account", "account_id"),
        _field("salutation", "salutation", "salutation"),
        _field(
            "title",
            "text",
            "title",
            exact=N_("same job title"),
            close=N_("nearly the same job title"),
            alike=N_("similar job title"),
            different=N_("different job title"),
        ),
        _field("postal_code", "postcode", "postal_code"),
        _field("city", "place", "city"),
    ),
    stratum="company_id",
)

ACCOUNTS = Recipe(
    record_kind="account",
    fields=(
        _field("name", "company", "name"),
        _field("department", "department", "department"),
        _field(
            "kvk_number",
            "identifier",
            "kvk_number",
            exact=N_("same Chamber of Commerce number"),
            close=N_("Chamber of Commerce number one digit apart"),
            different=N_("different Chamber of Commerce number"),
            other_name=N_("the same Chamber of Commerce number under another name"),
        ),
        _field("website", "website", "website"),
        _field("phone", "phone", "phone"),
        _field("street", "address", "street"),
        _field("postal_code", "postcode", "postal_code"),
        _field("city", "place", "city"),
    ),
    stratum="parent_id",
)


def typed(columns: list[tuple[str, str]]) -> Recipe:
    """A recipe for a file of one's own: pairs of kind and column, in order of mention."""
    return Recipe(
        record_kind="record",
        fields=tuple(Field(column, KINDS[kind], (column,)) for kind, column in columns),
    )
