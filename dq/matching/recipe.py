"""Recipes: which columns a record has, what kind each is, and how each kind may agree."""

from dataclasses import dataclass, field
from typing import Literal, get_args

Kind = Literal[
    "given_name",
    "surname",
    "email",
    "phone",
    "mobile",
    "company",
    "department",
    "account",
    "place",
    "postcode",
    "date",
    "identifier",
    "salutation",
    "website",
    "address",
    "text",
]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Level:
    """One way in which two values can agree or differ.

    `m` and `u` are what is assumed before the data has spoken: the share of pairs of one person,
    and of two persons, that are at this level. `most` bounds the learned points from above and
    `least` from below (log2 bits); equal bounds fix them.
    """

    name: str
    m: float
    u: float
    most: float = 40.0
    least: float = -12.0


# Level 0 is always "missing": one side is empty, no points either way.
MISSING = Level("missing", 0.0, 0.0, 0.0, 0.0)

LEVELS: dict[str, tuple[Level, ...]] = {
    "given_name": (
        Level("exact", 0.70, 0.004, least=0.5),
        Level("nickname", 0.10, 0.004, least=0.0),
        Level("initial", 0.10, 0.02, least=-0.5),
        Level("formal_initial", 0.01, 0.03, most=1.0, least=-3.0),
        Level("close", 0.08, 0.002, most=7.0, least=0.0),
        Level("same_initial", 0.005, 0.06, most=-4.0, least=-7.0),
        Level("different", 0.01, 0.88, most=-4.0, least=-7.0),
    ),
    "surname": (
        Level("exact", 0.84, 0.002, least=0.5),
        Level("close", 0.09, 0.001, least=0.0),
        Level("part", 0.03, 0.001, least=0.0),
        Level("different", 0.04, 0.996, most=-3.0, least=-7.0),
    ),
    "order": (
        Level("straight", 0.98, 0.98, most=0.0, least=0.0),
        Level("swapped", 0.01, 0.3, most=-1.0, least=-6.0),
    ),
    "generation": (
        Level("same", 0.90, 0.5, most=2.0),
        Level("one_side", 0.5, 0.9, most=-1.0, least=-1.0),
        Level("conflict", 0.001, 0.9, most=-30.0, least=-30.0),
    ),
    "email": (
        Level("exact", 0.55, 0.0001, least=1.0),
        Level("shared", 0.05, 0.01, most=3.0),
        Level("close", 0.10, 0.0002, least=0.0),
        Level("same_mailbox", 0.08, 0.0002, least=0.0),
        Level("repeats_name", 0.05, 0.05, most=0.0, least=0.0),
        Level("numbered", 0.005, 0.08, most=-5.0, least=-7.0),
        Level("same_domain", 0.07, 0.05, most=0.0, least=-6.0),
        Level("different", 0.12, 0.93, most=0.0),
    ),
    "phone": (
        Level("exact", 0.60, 0.001, least=0.0),
        Level("shared", 0.05, 0.01, most=2.0),
        Level("close", 0.05, 0.002, most=7.0, least=0.0),
        Level("different", 0.30, 0.985, most=0.0, least=-3.0),
    ),
    "company": (
        Level("exact", 0.70, 0.0005, least=0.0),
        Level("spelling", 0.06, 0.00003, least=0.0),
        Level("slip", 0.06, 0.00003, least=0.0),
        Level("close", 0.06, 0.0005, least=0.0),
        Level("alike", 0.08, 0.01, most=6.5),
        Level("different", 0.04, 0.98, most=-5.5, least=-8.0),
    ),
    "account": (
        Level("same", 0.5, 0.3, most=3.0, least=0.0),
        Level("department", 0.5, 0.7, most=0.5, least=-3.0),
        Level("different", 0.5, 0.5, most=0.0, least=0.0),
    ),
    "salutation": (
        Level("same", 0.98, 0.5, most=1.0, least=0.0),
        Level("conflict", 0.02, 0.5, most=-2.0, least=-6.0),
    ),
    "place": (
        Level("exact", 0.80, 0.02, least=0.0),
        Level("close", 0.10, 0.005, least=0.0),
        Level("different", 0.10, 0.975, most=0.0),
    ),
    "postcode": (
        Level("exact", 0.80, 0.002, least=0.0),
        Level("close", 0.08, 0.01, least=0.0),
        Level("different", 0.12, 0.99, most=0.0),
    ),
    "date": (
        Level("exact", 0.80, 0.0002, least=0.0),
        Level("close", 0.12, 0.004, least=0.0),
        Level("near", 0.05, 0.03, least=0.0),
        Level("different", 0.03, 0.966, most=-2.0),
    ),
    "identifier": (
        Level("exact", 0.90, 0.0001, least=0.0),
        Level("close", 0.06, 0.0005, least=0.0),
        Level("different", 0.04, 0.999, most=-2.0),
    ),
    "website": (
        Level("exact", 0.85, 0.001, least=0.0),
        Level("same_name", 0.05, 0.0005, most=6.5, least=0.0),
        Level("different", 0.10, 0.9985, most=0.0),
    ),
    "address": (
        Level("exact", 0.60, 0.001, least=0.0),
        Level("close", 0.25, 0.001, least=0.0),
        Level("alike", 0.08, 0.01, most=5.0),
        Level("different", 0.07, 0.988, most=-3.0),
    ),
    "text": (
        Level("exact", 0.60, 0.01, least=0.0),
        Level("close", 0.15, 0.005, least=0.0),
        Level("alike", 0.10, 0.02),
        Level("different", 0.15, 0.965, most=0.0),
    ),
}
LEVELS["mobile"] = LEVELS["phone"]
LEVELS["department"] = LEVELS["company"]


@dataclass(frozen=True)
class Field:
    """A field of a recipe: its name in the evidence, its kind, and the columns it is read from."""

    name: str
    kind: Kind
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Recipe:
    """What is known of one kind of record.

    `stratum` names the column whose equal values make two records colleagues (same company):
    such pairs have their own weights, and a prior by the size of the company. `person` tells a
    natural person from an organisation.
    """

    kind: str
    fields: tuple[Field, ...]
    stratum: str | None = None
    extra: tuple[str, ...] = field(default=())

    def has(self, kind: Kind) -> bool:
        """Whether any field is of this kind."""
        return any(f.kind == kind for f in self.fields)

    @property
    def person(self) -> bool:
        """Whether the records are people."""
        return self.has("given_name") or self.has("surname")


CONTACTS = Recipe(
    kind="contact",
    fields=(
        Field("given_name", "given_name", ("first_name",)),
        Field("surname", "surname", ("last_name",)),
        Field("email", "email", ("email", "username")),
        Field("mobile", "mobile", ("mobile", "phone")),
        Field("phone", "phone", ("phone", "mobile")),
        Field("account", "account", ("account_id",)),
        Field("salutation", "salutation", ("salutation",)),
        Field("title", "text", ("title",)),
        Field("postal_code", "postcode", ("postal_code",)),
        Field("city", "place", ("city",)),
    ),
    stratum="company_id",
)

ACCOUNTS = Recipe(
    kind="account",
    fields=(
        Field("name", "company", ("name",)),
        Field("department", "department", ("department",)),
        Field("kvk_number", "identifier", ("kvk_number",)),
        Field("website", "website", ("website",)),
        Field("phone", "phone", ("phone",)),
        Field("street", "address", ("street",)),
        Field("postal_code", "postcode", ("postal_code",)),
        Field("city", "place", ("city",)),
    ),
    stratum="parent_id",
)


def typed(columns: list[tuple[Kind, str]]) -> Recipe:
    """A recipe for a file of one's own: pairs of kind and column, in order of mention."""
    return Recipe(
        kind="record",
        fields=tuple(Field(column, kind, (column,)) for kind, column in columns),
    )
