"""What a source declares: its objects and fields, each with kind, label, length and reference.

Tested in tests/test_third_source.py.
"""

from dataclasses import dataclass
from typing import Literal

from dq.errors import N_

# How a field's cells are read and kept.
Kind = Literal["text", "key", "date", "moment", "boolean", "code", "number", "phone"]
TYPES: dict[Kind, str] = {"boolean": "boolean", "date": "date", "moment": "timestamp"}


@dataclass(frozen=True)
class Field:
    """A field of an object, with the label (a message id) that people read.

    :ivar of: the object whose key it holds
    :ivar codes: the vocabulary of its codes
    :ivar length: how many characters Salesforce keeps; it cuts the rest off without a word
    :ivar api: what it is usually called in Salesforce, as a setting that a team may change; ""
        where a usual organisation has no such field, None where it goes into no file
    :ivar reads: what every Salesforce calls a field that is only read
    :ivar typed: whether people fill it in on a card; the rest follows or is for another command
    :ivar theirs: whether Salesforce alone knows it, so that nobody has to choose
    :ivar words: whether people read it as a text, whose letters may be damaged
    """

    name: str
    label: str
    kind: Kind = "text"
    of: str | None = None
    codes: str | None = None
    length: int | None = None
    api: str | None = None
    reads: str | None = None
    typed: bool = False
    theirs: bool = False
    words: bool = False

    def __post_init__(self) -> None:
        """:raises ValueError: it has codes and is not of that kind, or the other way round"""
        if (self.kind == "code") != bool(self.codes):
            raise ValueError(f"{self.name}: a field of codes says which")

    @property
    def type(self) -> str:
        """The type of its column."""
        return TYPES.get(self.kind, "varchar")


@dataclass(frozen=True)
class Object:
    """An object of a system that exports it; `label` is the plural (a message id).

    :ivar api: what it is usually called in Salesforce; None: it is not of Salesforce
    :ivar natural: what tells two rows apart besides their ids
    :ivar keyed_by: what a key is made of where a file has none
    :ivar made: whether a package can make one in Salesforce
    :ivar sent: whether a package has rows of it
    :ivar telling: what a record is hardly one without
    :ivar identity: what a record is known by; a list of something else would change these
    :ivar external: whether an external id of it may be filled with a key of ours
    """

    name: str
    label: str
    fields: tuple[Field, ...]
    api: str | None = None
    natural: tuple[str, ...] = ()
    keyed_by: tuple[str, ...] = ()
    made: bool = False
    sent: bool = False
    external: bool = False
    telling: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()

    @property
    def by_name(self) -> dict[str, Field]:
        """The fields by name."""
        return {field.name: field for field in self.fields}

    @property
    def references(self) -> dict[str, str]:
        """The fields that hold the key of a record, with the object it is of."""
        return {field.name: field.of for field in self.fields if field.of}


@dataclass(frozen=True)
class People:
    """The people of a source that has its own: an object of them with the fields `salesforce_id`
    (whose card it is), `name`, `email` and `blocked`.

    :ivar system: what the source is called
    :ivar short: what its view (in_<short>) and its checks are called by
    :ivar switched_off: what the system calls somebody who is blocked
    """

    object: str
    system: str
    short: str
    switched_off: str


@dataclass(frozen=True)
class Source:
    """A system that exports: its objects, in the order in which lists have them."""

    name: str
    label: str
    objects: tuple[Object, ...]
    people: People | None = None


ID = Field("id", N_("ID"), "key")
