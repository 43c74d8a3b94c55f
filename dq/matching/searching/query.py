"""A line of text that somebody searches with, and what it may mean.

Tested in tests/matching/searching/test_search.py.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from dq.matching.searching.accounts import meaning
from dq.matching.values import phones
from dq.values import infixes

NUMBER = re.compile(r"[+(]?[\d\s().\-/]{6,}")
DOMAIN = re.compile(r"@?([a-z0-9-]+(\.[a-z0-9-]+)+)|@([a-z0-9-]{2,}\.?)")
MOBILE = 600_000_000  # the 6 before eight digits


@dataclass(frozen=True)
class Query:
    """What a line of text may mean: as an exact value, as cards, and as the start of one."""

    text: str

    @cached_property
    def words(self) -> list[str]:
        """The words of a name, without tussenvoegsels."""
        return [] if self.text.startswith("@") else meaning(self.text)

    @cached_property
    def email(self) -> str | None:
        """The text as an address."""
        return self.text.lower().replace(" ", "") if "@" in self.text[1:] else None

    @cached_property
    def domain(self) -> str | None:
        """The text as the domain of addresses, or the start of one after an @."""
        found = DOMAIN.fullmatch(self.text.lower())
        return found and (found[1] or found[3])

    @cached_property
    def number(self) -> int:
        """The text as a phone number; 0 where it is none."""
        if not NUMBER.fullmatch(self.text):
            return 0
        return phones.number(self.text)

    @property
    def numbers(self) -> list[int]:
        """The phone numbers that may be meant: eight digits are a mobile without its 06 too."""
        number = self.number
        short = 10_000_000 <= number < 100_000_000
        return [number, MOBILE + number] if short else [number] if number else []

    def cards(self) -> list[dict[str, str | None]]:
        """The cards that the text may describe, each from another reading of it."""
        if self.email:
            local = self.email.partition("@")[0]
            parts = [part for part in re.split(r"[^a-z]+", local) if part]
            names = [(parts[0], " ".join(parts[1:]))] if len(parts) > 1 else [("", local)]
            names += [(local[0], local[1:])] if len(parts) == 1 and len(local) > 3 else []
            # The address alone too: names that are read from it are no second witness of it.
            return [_card(first, last, self.email) for first, last in (("", ""), *names)]
        if self.text.startswith("@"):
            return []
        if self.number:
            return [{"phone": self.text, "mobile": self.text}]
        first, *rest = self.text.replace(",", " ").split() or [""]
        if not rest or first.lower() in infixes.words():
            return [_card("", self.text)]
        *begin, last = [first, *rest]
        turned = _card(" ".join(rest), first), _card(last, " ".join(begin))
        return [_card(first, " ".join(rest)), *turned]


def _card(first: str, last: str, email: str | None = None) -> dict[str, str | None]:
    return {"first_name": first or None, "last_name": last or None, "email": email}
