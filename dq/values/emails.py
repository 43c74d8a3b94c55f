"""What an e-mail address is: whether a text can be one, and the one that a text holds.

Tested in tests/judging/facts/test_emails.py.
"""

import re

from email_validator import EmailNotValidError, validate_email

# An address as it stands among other text: no brackets, quotes or separators in it.
WITHIN = re.compile(r"[^\s<>()\[\]{}\"“”‘’„«»,;:|/\\@]+@[^\s<>()\[\]{}\"'“”‘’„«»,;:|/\\@?&=]+")
# Beside an @ or a dot a key too many; a comma is beside the dot.
AT = re.compile(r"[\s,;.]*@[\s,;.@]*")
DOT = re.compile(r"\s*[.,;][\s.,;]*")


def verdict(address: str) -> str | None:
    """Why the address cannot be one, in the library's words; None when it can."""
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        return str(error)
    return None


def plain(text: str) -> str | None:
    """The address in a cell that is none as it stands: `Name <address>`, mailto:, a final dot.

    Of several the first; None where the cell is an address, or holds none.
    """
    if verdict(text) is None:
        return None
    for found in WITHIN.findall(text):
        address = found.strip(".'`*_-")
        if verdict(address) is None:
            return address
    return None


def meant(text: str) -> str | None:
    """The address in a cell that is none as it stands, also behind a slip of the keyboard: an @ or
    a dot twice, a comma for a dot, a space beside one of them. None as of `plain`."""
    if found := plain(text):
        return found
    repaired = DOT.sub(".", AT.sub("@", text.strip())).strip(".")
    return repaired if repaired != text and verdict(repaired) is None else None
