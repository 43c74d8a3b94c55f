"""Values in their normal form: one string in, one string out, equal for what means the same."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from dq.matching.values import lists
from dq.values import infixes, invisible
from dq.values.lookalikes import LOOKALIKES

_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_GLUED = re.compile(r"^(?:vanden|vander|vande|van|vd)(?=[a-z]{3,})")
# A capital after small letters: "TerBeursken".
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


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


def particle(word: str) -> bool:
    """Whether a word as it was typed belongs before a surname: van, 't, v.d."""
    parts = words(word)
    return bool(parts) and infixes.words().issuperset(parts)


class Name(NamedTuple):
    """What one cell says of a person's name; `given` and `surname` in normal form, "" if absent."""

    given: str = ""
    surname: str = ""
    generation: int = 0


_CELL = re.compile(r"[\s.\-/()'’,]+")


def given_name(text: str, capitals: bool = False) -> str:
    """A first-name cell: titles, jr/sr and tussenvoegsels at the end gone, initials apart ("j p").

    Capitals without a vowel are initials ("JP"), other capitals are a name ("JAN").

    :param capitals: a few capitals are initials in any case ("EC")
    """
    if text.isascii() and text.isalpha() and not text.isupper():  # most cells are one plain word
        plain = text.lower()
        return "" if plain in lists.words("titles") else plain
    found: list[str] = []
    for raw in _CELL.split(text):
        plain = "".join(words(raw))
        if not plain or plain in lists.words("titles"):
            if found and f"{found[-1]} {plain}" in lists.words("titles"):
                found.pop()  # the first word of "de heer"
            continue
        few = raw.isupper() and 1 < len(plain) <= 4
        if few and (capitals or not set(plain) & set("aeiouy")):
            found += plain
        else:
            found.append(plain)
    if len(found) > 1 and found[-1] in _after_first_names():
        found.pop()
    while len(found) > 1 and found[-1] in infixes.words() and len(found[-1]) > 1:
        found.pop()
    return " ".join(found)


def generation(text: str) -> int:
    """The generation at the end of a first-name cell ("Kees jr." is 2); 0 where there is none."""
    tokens = [] if text.isalpha() else words(text)  # most cells are one plain word
    return _after_first_names().get(tokens[-1], 0) if len(tokens) > 1 else 0


@cache
def _after_first_names() -> dict[str, int]:
    """Generations without those that are first names themselves, as in "Wei Jun"."""
    return {word: rank for word, rank in lists.generations().items() if word not in ("jun", "sen")}


@cache
def _around() -> frozenset[str]:
    """Titles and generations: words in a last-name cell that are no name."""
    return lists.words("titles") | lists.generations().keys()


@cache
def _not_surnames() -> frozenset[str]:
    return _around() | infixes.words()


def surname(text: str, nicknames: lists.Lines = ()) -> Name:
    """A last-name cell: titles and tussenvoegsels in any place and spelling gone, jr/sr apart.

    A cell that holds the whole name ("Vries, Jan de", "Jan de Vries") gives the first name too.

    :param nicknames: a team's own first names
    """
    if text.isascii() and text.isalpha():  # most cells are one plain word
        plain = text.lower()
        if plain not in _not_surnames() and (text[1:].islower() or text.isupper()):
            return Name("", _unglued(plain))
    text = _parted_humps(text)
    before, comma, after = text.partition(",")
    tokens, rest = words(before), words(after) if comma else []
    ranks, first = [], []
    particles, drop = infixes.words(), _around()
    if not drop.isdisjoint(tokens) or not drop.isdisjoint(rest):
        tokens, around = _parted(tokens)
        ranks = [lists.generations()[t] for t in around + rest if t in lists.generations()]
        rest = [t for t in rest if t not in drop]
    if comma:
        first = [t for t in rest if t not in particles]
    else:
        tokens, first = _whole_name(tokens, nicknames)
    core = [_unglued(t) for t in tokens if t not in particles]
    if not core:
        core = ["".join(tokens)] if tokens else []
    return Name(" ".join(first), " ".join(core), ranks[0] if ranks else 0)


def _parted(tokens: list[str]) -> tuple[list[str], list[str]]:
    """A last-name cell's words, and those around the name that are no part of it.

    The last word left is the name, whatever it is: "de Heer", "van der Aa", "Ma", "Sen".
    """
    titles, drop = lists.words("titles"), _around()
    name_place = -1
    if not set(tokens) - drop - infixes.words():
        dropped = [place for place, token in enumerate(tokens) if token in drop]
        titled = [place for place in dropped if tokens[place] in titles]
        name_place = next(iter(titled[-1:] + dropped), -1)
    kept = [t for place, t in enumerate(tokens) if t not in drop or place == name_place]
    return kept, [t for place, t in enumerate(tokens) if t in drop and place != name_place]


def _parted_humps(text: str) -> str:
    """A cell with a space after a tussenvoegsel that a capital shows to be one: "TerBeursken"."""
    parts = _HUMP.split(text)
    if len(parts) == 1:
        return text
    known = infixes.words()
    spaced = (f"{part} " if part.rsplit(" ", 1)[-1].lower() in known else part for part in parts)
    return "".join(spaced).strip()


def _unglued(word: str) -> str:
    return _GLUED.sub("", word) if word[0] == "v" else word


def _whole_name(tokens: list[str], nicknames: lists.Lines) -> tuple[list[str], list[str]]:
    """Surname and first-name tokens of "jan de vries": known first names before a particle."""
    particles, names = infixes.words(), lists.nicknames(nicknames)
    for place, token in enumerate(tokens):
        if token in particles and len(token) > 1:
            head = tokens[:place]
            if head and all(len(t) == 1 or t in names for t in head):
                return tokens[place:], head
            break
    return tokens, []


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


# What somebody adds to a name that is no longer in use, or puts before it to have it at the end.
_OLD = re.compile(
    r"\((?:oud|old|vervallen|inactief|dubbel)\)|[(-]? *niet (?:meer )?gebruiken\)?$"
    r"|^(?:z{2,}|x{3,})[ ._-]+"
)
_DOTTED = re.compile(r"(?<=\b[a-z])\.\s?(?=[a-z]\b)")


@cache
def _legal(own: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Legal forms, and those of several words, longest first."""
    every = lists.words("legal_forms") | {" ".join(words(form.replace(".", ""))) for form in own}
    return every, tuple(sorted((form for form in every if " " in form), key=len, reverse=True))


def company(text: str, legal_forms: tuple[str, ...] = ()) -> str:
    """An organisation's name without legal form, punctuation and accents, and its words in full.

    "&" reads "en", "v/d" and "v.d." read "vd".

    :param legal_forms: a team's own
    """
    text = fold(text)
    if "(" in text or "niet" in text or text[:2] in ("zz", "xx"):  # few may be no longer in use
        text = _OLD.sub(" ", text)
    text = text.replace("&", " en ").replace("+", " en ").replace("v/d", "vd")
    if "." in text:
        text = _DOTTED.sub("", text)  # "b.v." and "b. v." are "bv"
    legal, phrases = _legal(legal_forms)
    for phrase in phrases:
        text = text.replace(phrase, " ")
    tokens = words(text.replace("'", "").replace(".", " "))
    full = lists.written_out()
    core = [full.get(token, token) for token in tokens if token not in legal]
    return " ".join(core or tokens)


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


def website(text: str, together: lists.Lines = ()) -> str:
    """The host name without "www."; of a page on a platform all of its address.

    :param together: domains of one company, of which the first stands for all
    """
    host, _, page = re.sub(r"^[a-z]+://", "", text.strip().lower()).partition("/")
    host = host.removeprefix("www.")
    if page and (platform := _platform(host)):
        return f"{platform}/{re.split('[?#]', page)[0].strip('/')}"
    return first_of(together).get(host, host)


def _platform(host: str) -> str:
    """The platform that a host is, also a country's ("nl.linkedin.com"); "" if it is none."""
    whole = ".".join(host.split(".")[-2:])
    return whole if whole in lists.words("platforms") else ""


@cache
def first_of(together: lists.Lines) -> dict[str, str]:
    """The domain that stands for each of those that belong together."""
    return {domain: line[0] for line in together for domain in line}


# What stands before a country instead of a name: "co" of "co.uk".
SECOND = {"co", "com", "org", "net", "ac", "edu", "gov", "or", "ne", "gv"}


def site(host: str) -> str:
    """What a site is called, without its country: "acme" of "acme.example" and "acme.co.uk".

    Empty for a part of a site, which may be let to anybody: "acme.sites.example", and for a page.
    """
    labels = [] if "/" in host else host.split(".")[:-1]
    if len(labels) == 2 and labels[1] in SECOND:
        labels.pop()
    return labels[0] if len(labels) == 1 else ""


def salutation(text: str) -> str:
    """ "m" or "f" where the salutation says so."""
    found = set(words(text))
    if found & {"mr", "dhr", "heer", "hr", "de", "herr", "m"} and not found & {"mevr", "mevrouw"}:
        return "m"
    if found & {"mrs", "ms", "miss", "mw", "mevr", "mevrouw", "frau", "mej", "v", "f"}:
        return "f"
    return ""
