"""The errors that a user may see: a sentence to translate, and the facts in it."""


def N_(message: str) -> str:
    """Mark `message` for the catalogue without translating it; pages translate at display."""
    return message


class Filled(str):
    """A message whose places are filled with `values`; as a text it is the English sentence."""

    message: str
    values: dict[str, object]

    def __new__(cls, message: str, **values: object) -> "Filled":
        """Fill the places that have a value; the others stay."""
        filled = super().__new__(cls, message.format_map(_Left(values)))
        filled.message, filled.values = message, values
        return filled


class _Left(dict[str, object]):
    """What has no value stays as it is written."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


class DqError(Exception):
    """Something the user can understand and act upon.

    `message` is an English message id with `{named}` places, `values` fill them after
    translation; `str()` gives the English sentence, for the command line and logs.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message.format(**self.values)


class Invalid(DqError):
    """What came in cannot be accepted as it is."""


class NotFound(DqError):
    """The record is gone or was never there."""


class Conflict(DqError):
    """Somebody else changed the record since it was shown."""


class Forbidden(DqError):
    """Who acts may not do this."""


class StoreBusy(DqError):
    """Another process holds the store."""


class Damaged(DqError):
    """The store, its log or a copy cannot be read any more."""


class Full(DqError):
    """There is no room on the disk."""
