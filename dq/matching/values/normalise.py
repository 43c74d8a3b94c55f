"""Values in their normal form: one string in, one string out, equal for what means the same."""

import re
import unicodedata

from dq.values import invisible
from dq.values.lookalikes import LOOKALIKES

_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})
_NOT_NAME = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Lower case without accents; letters that are no accented letter are spelt out, and those of
    another alphabet that stand between ours are what they look like."""
    if text.isascii():
        return text.lower()
    text = invisible.text(text)
    if any(char.isascii() and char.isalpha() for char in text):
        text = text.translate(LOOKALIKES)
    text = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(char for char in text if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """The words of `text`, folded, split at anything but letters and digits."""
    if text.isascii():
        text = text.replace("-", " ")
        if text.replace(" ", "").isalnum():  # nearly all are by now
            return text.lower().split()
    return _NOT_NAME.sub(" ", fold(text)).split()


PAIRS = (
    ("ij", "y"),
    ("sch", "sg"),
    *((pair, "g") for pair in ("ck", "ch", "kh", "gh")),
    ("ph", "f"),
    *((pair, "s") for pair in ("sz", "ts", "ds")),
    ("x", "gs"),
)
SINGLE = str.maketrans("vwdzckqp", "fftssggb", "aeiouyh ")
_DOUBLE = re.compile(r"(.)\1+")


def sound(name: str) -> str:
    """A key that Dutch misspellings of one name share: the sounds of its consonants.

    "jansen" = "janssen", "dijk" = "dyk", "schmidt" = "smit" differ only in "g".
    """
    key = name
    for pair, by in PAIRS:
        if pair in key:
            key = key.replace(pair, by)
    return _DOUBLE.sub(r"\1", key.translate(SINGLE)) or name[:1]


def free_text(text: str) -> str:
    """Words with one space between them."""
    return " ".join(words(text))


def place(text: str) -> str:
    """A place name; "'s-Gravenhage" is "Den Haag", "'s-Hertogenbosch" is "Den Bosch"."""
    name = " ".join(words(text))
    return {
        "s gravenhage": "den haag",
        "gravenhage": "den haag",
        "the hague": "den haag",
        "s hertogenbosch": "den bosch",
        "hertogenbosch": "den bosch",
    }.get(name, name)


def postcode(text: str) -> str:
    """Letters and digits only: "1234 AB" = "1234ab"."""
    return "".join(words(text))


identifier = postcode

_ISO = re.compile(r"^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[t ].*)?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[-./](\d{1,2})[-./](\d{2}|\d{4})$")


def date(text: str) -> str:
    """A date as yyyymmdd, day before month unless that cannot be; anything else its digits."""
    text = text.strip().lower()
    if iso := _ISO.match(text):
        return f"{iso[1]}{int(iso[2]):02}{int(iso[3]):02}"
    if other := _DAY_FIRST.match(text):
        day, month, year = int(other[1]), int(other[2]), other[3]
        if month > 12:
            day, month = month, day
        if len(year) == 2:
            year = ("19" if int(year) > 30 else "20") + year
        return f"{year}{month:02}{day:02}"
    return re.sub(r"\D", "", text)


def salutation(text: str) -> str:
    """ "m" or "f" where the salutation says so."""
    found = set(words(text))
    if found & {"mr", "dhr", "heer", "hr", "de", "herr", "m"} and not found & {"mevr", "mevrouw"}:
        return "m"
    if found & {"mrs", "ms", "miss", "mw", "mevr", "mevrouw", "frau", "mej", "v", "f"}:
        return "f"
    return ""
