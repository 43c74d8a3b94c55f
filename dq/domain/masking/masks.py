"""What stands in a masked store for a value: of a person, an address, a number, a company, a key.

Tested in tests/domain/masking/test_masks.py.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from itertools import count
from typing import cast

from dq import settings
from dq.checks import all_checks
from dq.domain.masking.syllables import LETTERS, Words, folded
from dq.objects import LIST_KEY, OBJECTS, OWN_KEY
from dq.reading import vocabulary
from dq.values import infixes, mailboxes

# What says of nobody who they are.
INFIXES = {word for word in infixes.words() if len(word) > 1} | {"'t", "en", "of", "und"}
BETWEEN = re.compile(f"(?:{'|'.join(sorted(INFIXES))})*")
FORMS = {
    *("bv", "nv", "vof", "cv", "holding", "groep", "group", "stichting", "nederland", "de", "het"),
    *("en", "van", "in", "der", "den"),
}
PROVIDERS = frozenset(cast("list[str]", settings.defaults()["free_mail_domains"]))
JOBS = (
    *("Planner", "Projectleider", "Inkoper", "Controller", "Teamleider", "Adviseur", "Manager"),
    *("Hoofd planning", "Administrateur", "Werkvoorbereider", "Uitvoerder", "Recruiter", "Jurist"),
    *(
        "Accountmanager",
        "Officemanager",
        "Coördinator",
        "Directeur",
        "Bedrijfsleider",
        "Secretaris",
    ),
)
# Of values of which there are few, what others there are.
FEW = {
    "title": JOBS,
    "department": ("Inkoop", "Planning", "Financiën", "Personeel", "Verkoop", "Techniek"),
    "salutation": ("Dhr.", "Mevr.", "Ir.", "Drs.", "Mr."),
    "type": ("Klant", "Prospect", "Partner", "Leverancier"),
    "roles": ("Beslisser", "Technisch contact", "Goedkeurder", "Contactpersoon"),
}
PARTS = re.compile("([~:])")
# Words, and the forms of companies that are written with dots.
PIECES = re.compile(r"(\b(?:[BN]\.V\.|V\.O\.F\.|C\.V\.)|[^\W_]+)", re.IGNORECASE)
SALESFORCE = re.compile("[0-9a][0-9A-Za-z]{14}(?:[0-9A-Za-z]{3})?")


class Masks:
    """Each function gives for one value always the same other; None for none is the caller's."""

    def __init__(self, salt: bytes) -> None:
        self.words = Words(salt)
        self.secret = salt.hex()
        self.cached: dict[tuple[str, str], str] = {}
        self.few: dict[str, dict[str, str]] = {}
        self.companies: set[str] = set()  # the names of accounts, and how those begin

    def masked(self, how: str, value: str) -> str | None:
        """What stands for a value that is to be masked in this way; nothing for what may not be
        kept and has no way."""
        if how == "gone":
            return None
        if (how, value) not in self.cached:
            self.cached[how, value] = self._ways[how](value)
        return self.cached[how, value]

    @cached_property
    def _ways(self) -> dict[str, Callable[[str], str]]:
        few = {name: lambda value, name=name: self._of_few(name, value) for name in FEW}
        codes = {f"code {name}": self._code(name) for name in _vocabularies()}
        return few | codes | {
            "first": lambda value: self.names("first", value),
            "last": lambda value: self.names("last", value),
            "person": self.person, "email": self.email, "phone": self.phone,
            "company": self.company,
            "place": lambda value: self.some("place", value, INFIXES),
            "website": self.website, "number": self.number, "key": self.key,
            "own": lambda value: value if value in _own_words() else "",
            "domain": self.domain, "words": lambda value: self.some("company", value, set()),
        }  # fmt: skip

    def learn(self, company: str) -> None:
        """Know the name of an account, in which a general card may be written."""
        words = company.casefold().split()
        self.companies.update(" ".join(words[:many]) for many in range(2, len(words) + 1))
        self.companies.add(" ".join(words))

    def names(self, style: str, value: str) -> str:
        """First or last names; that of a general card as the company in it."""
        words = value.casefold().split()
        if " ".join(words) in self.companies or " ".join(words[:2]) in self.companies:
            return self.company(value)
        return self.some(style, value, INFIXES | _mailboxes())

    def company(self, value: str) -> str:
        """The name of a company, but for its form."""
        return self.some("company", value, FORMS | _mailboxes())

    def some(self, style: str, value: str, kept: set[str]) -> str:
        """Each word by itself, and numbers as other numbers; what stands between them stays."""
        return "".join(
            self._piece(style, part, kept) if number % 2 else part
            for number, part in enumerate(PIECES.split(value))
        )

    def _piece(self, style: str, part: str, kept: set[str]) -> str:
        if part.casefold().replace(".", "") in kept:
            return part
        return self.number(part) if part.isdecimal() else self.words.word(style, part)

    def person(self, value: str) -> str:
        """A whole name: first names by what they are elsewhere, the rest as last names."""
        if " ".join(value.casefold().split()[:2]) in self.companies:
            return self.company(value)
        return "".join(
            part if part.casefold() in INFIXES | _mailboxes() or not part.isalnum()
            else self.words.word(self._style(folded(part)), part)
            for part in re.split(r"([^\W_]+)", value)
        )  # fmt: skip

    def _style(self, plain: str) -> str:
        last, first = ("last", plain) in self.words.known, ("first", plain) in self.words.known
        return "first" if first and not last else "last"

    def email(self, value: str) -> str:
        """An address; of what is none it stays so, and a shared mailbox stays one."""
        local, at, domain = value.strip().rpartition("@")
        if not at:
            return self.some("last", value, set())
        ats = len(local) - len(local.rstrip("@"))
        parts = re.split(r"([a-z]+)", local.rstrip("@").casefold())
        said = "".join(self._local(part) for part in parts)
        return f"{said}{'@' * ats}@{self.domain(domain)}"

    def _local(self, part: str) -> str:
        """A part of the local part of an address: the name that is in it, where one is known."""
        if part in _mailboxes() or part in INFIXES or part in "._-+":
            return part
        if not part.isalpha():
            return self.number(part)
        for at in range(len(part)):
            before, name = part[:at], part[at:]
            known = next((style for style in ("last", "first") if (style, name) in self.words.known
                          and len(name) > 2), None)  # fmt: skip
            if known and (start := self._before(before)) is not None:
                return start + folded(self.words.word(known, name))
        return folded(self.words.word("last", part))

    def _before(self, text: str) -> str | None:
        """What may stand before a last name in an address: an initial, a first name, an infix."""
        if ("first", text) in self.words.known:
            return folded(self.words.word("first", text))
        if infixes := BETWEEN.fullmatch(text):
            return infixes[0]
        if text and (infixes := BETWEEN.fullmatch(text[1:])):
            return self.words.initial(text).lower() + infixes[0]
        return None

    def domain(self, value: str) -> str:
        """A domain: that of a provider stays, and what ends in .invalid still does."""
        plain = value.casefold().strip()
        if plain in PROVIDERS:
            return plain
        end = "invalid" if plain.endswith(".invalid") else "example"
        label = plain.removesuffix(".invalid").rpartition(".")[0] or plain
        return f"{folded(self.words.word('company', folded(label) or 'x'))}.{end}"

    def website(self, value: str) -> str:
        """An address of the web, under the domain that addresses there have."""
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", value.casefold()).partition("/")[0]
        return f"www.{self.domain(bare)}"

    def phone(self, value: str) -> str:
        """A number in the same notation, the same for the same number in another one."""
        digits = re.sub(r"\D", "", value)
        national = re.sub(r"^(?:0031|31|0)0?", "", digits)
        drawn = self._digits("phone", national)
        # Of a region, or that it is mobile, and no more.
        area = national[: 2 if national.startswith("6") else 3] if len(national) == 9 else ""
        other = area + "".join(next(drawn) for _ in national[len(area) :])
        new = iter(digits[: len(digits) - len(national)] + other)
        return "".join(
            next(new) if one in "0123456789" else "x" if one.isalnum() else one for one in value
        )

    def number(self, value: str) -> str:
        """Another value of the same shape: digits for digits and letters for letters."""
        drawn = self._digits("number", folded(value))
        return "".join(
            next(drawn) if one.isdigit()
            else LETTERS[2 * int(next(drawn))] if one.isalpha()
            else one
            for one in value
        )  # fmt: skip

    def _digits(self, *of: str) -> Iterator[str]:
        """Digits without end, the same for the same texts."""
        for turn in count():
            yield from f"{self.words.chance(*of, str(turn)):0154d}"[-150:]

    def key(self, value: str) -> str:
        """A key, or one made of several and of words of our own, which stay."""
        return "".join(
            part if part in _own_words() or part in ("", "~", ":") else self._key(part)
            for part in PARTS.split(value)
        )

    def _key(self, part: str) -> str:
        digits = hashlib.sha256((self.secret + part).encode("utf-8", "replace")).hexdigest().upper()
        for start in (OWN_KEY, LIST_KEY):
            if part.startswith(start):
                return start + digits[:12]
        return part[:3] + digits[:15] if SALESFORCE.fullmatch(part) else digits[:10]

    def _of_few(self, name: str, value: str) -> str:
        """One of few values, each of which stands for one alone, with a number where they are
        used up."""
        used = self.few.setdefault(name, {})
        plain = folded(value)
        if plain not in used:
            turn, place = divmod(len(used), len(FEW[name]))
            used[plain] = FEW[name][place] + (f" {turn + 1}" if turn else "")
        return used[plain]

    def _code(self, name: str) -> Callable[[str], str]:
        codes = set(vocabulary.codes(name))
        return lambda value: value if value in codes else ""


@cache
def _mailboxes() -> set[str]:
    return {*mailboxes.words("card")}


@cache
def _vocabularies() -> set[str]:
    return {one.codes for of in OBJECTS.values() for one in of.fields if one.codes}


@cache
def _own_words() -> set[str]:
    return {
        *OBJECTS,
        "file",
        *all_checks(),
        *vocabulary.codes("approval"),
        *vocabulary.codes("kind"),
    }
