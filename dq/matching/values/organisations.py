"""Names and sites of organisations in their normal form.

Tested in tests/matching/values/test_normalise.py.
"""

import re
from functools import cache

from dq.matching.values import lists, normalise

# What somebody adds to a name that is no longer in use, or puts before it to have it at the end.
_OLD = re.compile(
    r"\((?:oud|old|vervallen|inactief|dubbel)\)|[(-]? *niet (?:meer )?gebruiken\)?$"
    r"|^(?:z{2,}|x{3,})[ ._-]+"
)
_DOTTED = re.compile(r"(?<=\b[a-z])\.\s?(?=[a-z]\b)")


@cache
def _legal(own: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Legal forms, and those of several words, longest first."""
    every = lists.words("legal_forms") | {
        " ".join(normalise.words(form.replace(".", ""))) for form in own
    }
    return every, tuple(sorted((form for form in every if " " in form), key=len, reverse=True))


def company(text: str, legal_forms: tuple[str, ...] = ()) -> str:
    """An organisation's name without legal form, punctuation and accents, and its words in full.

    "&" reads "en", "v/d" and "v.d." read "vd".

    :param legal_forms: a team's own
    """
    text = normalise.fold(text)
    if "(" in text or "niet" in text or text[:2] in ("zz", "xx"):  # few may be no longer in use
        text = _OLD.sub(" ", text)
    text = text.replace("&", " en ").replace("+", " en ").replace("v/d", "vd")
    if "." in text:
        text = _DOTTED.sub("", text)  # "b.v." and "b. v." are "bv"
    legal, phrases = _legal(legal_forms)
    for phrase in phrases:
        text = text.replace(phrase, " ")
    tokens = normalise.words(text.replace("'", "").replace(".", " "))
    full = lists.written_out()
    core = [full.get(token, token) for token in tokens if token not in legal]
    return " ".join(core or tokens)


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
