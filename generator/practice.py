"""What goes wrong in a CRM that people have worked in for years, besides what always does.

`generate(..., habits=PRACTICE)` adds it; without, worlds are as they were. The rates are reasoned
from how Dutch companies work, not counted. With them the matching of before came to .957 at 100,000
cards, where it was .966 to .974 on a CRM that is kept apart; without them it was at .994:

- Addresses. Most companies give out first.last@ or f.last@; about a third something else: the last
  name first (last.f@, lastf@), the tussenvoegsel apart (van.altena@, svan.leende@).
- Colleagues with alike names. Jansen and Janssen, Smit and Smits are among the commonest names, and
  whole families work at one employer: in a company of a hundred some pair is one letter apart.
- A second card is made from a business card, a list or a phone call: a letter beside the right one
  on the keyboard (as often as a dropped one), a first name misheard, initials without dots as an
  export prints them, the whole name in the one cell of a web form, and, from a form or Outlook, no
  account. Text pasted from a web site brings letters along that nobody sees.
- One woman in forty with two cards took another last name between them, and IT changes an address
  later, or never.
- Not every card has an address or a job title: the visitor of a fair has not.
- Customers. One in thirty sits in a building with another; one in twenty is called after its town
  ("Bakkerij Almelo"); one in thirty is twice in the file, also as "Holding", "Beheer", "Groep" or
  "(oud)", and the second account has only half of what the first has.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Habits:
    """Shares of what happens besides, by kind; without any, nothing does.

    `confusable` is of all people, `filled` of the first cards, `names`, `firsts`, `emails`,
    `prefixes` and `account_missing` of the extra cards, `bare_initials` of the cards with initials,
    `buildings`, `towns` and `copies` of the companies.
    """

    local_parts: tuple[str, ...] = ()
    confusable: dict[str, float] = field(default_factory=dict)
    filled: dict[str, float] = field(default_factory=dict)
    names: dict[str, float] = field(default_factory=dict)
    firsts: dict[str, float] = field(default_factory=dict)
    emails: dict[str, float] = field(default_factory=dict)
    prefixes: dict[str, float] = field(default_factory=dict)
    bare_initials: float = 0.0
    account_missing: float = 0.0
    buildings: float = 0.0
    towns: float = 0.0
    copies: float = 0.0


PLAIN = Habits()
PRACTICE = Habits(
    # Beside five usual patterns: eight more places, of which four are the two usual ones again.
    local_parts=(
        *("first.last", "first.last", "f.last", "f.last"),
        *("last.f", "lastf", "prefix.last", "fprefix.last"),
    ),
    confusable={
        "own_surname": 0.006,  # p.fokkerink@ and p.fukkerink@
        "own_first_name": 0.004,  # Anna and Anja of one name
        "initial_after": 0.002,  # otterleek.j@ and otterleek.h@
        "numbered_mistyped": 0.001,  # jansen1@ and, at a mistyped domain, jansen2@
        "junior": 0.001,  # Jan Jansen and Jan Jansen jr.
    },
    filled={"email": 0.88, "title": 0.85},
    names={
        "name_key": 0.06,  # a letter beside the right one on the keyboard
        "name_one_cell": 0.02,
        "name_new_surname": 0.05,  # a quarter can be: a woman whose address spells the old name
        "name_invisible": 0.01,
        "name_lookalike": 0.003,
    },
    firsts={"first_slip": 0.03, "first_key": 0.03},
    emails={"email_key": 0.03, "email_invisible": 0.005},
    prefixes={"glued": 0.04},
    bare_initials=0.3,
    account_missing=0.04,
    buildings=0.033,
    towns=0.05,
    copies=0.018,  # beside the .015 that there are always
)
