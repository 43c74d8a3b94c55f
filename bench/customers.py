"""Invented customers with all their columns, as a CRM has them; names are those of `accounts`.

Besides: customers called after their town, which is their place as well; two customers in one
building; copies as "Holding", "Beheer", "Groep" or "(oud)", with half of the columns (`LACKING`), a
number of their own or another address. Rates: `generator.practice`, for the same reasons.
"""

import pyarrow as pa

from bench import accounts
from bench.accounts import SHARES, WORDS, Inventor, Register
from generator.names import slug

# Beside the kinds of copies that are there always; a twentieth is "Holding" and such already.
PRACTICE = SHARES | {"holding": 0.05, "old": 0.05, "key": 0.04}
LACKING = {
    **{"kvk_number": 0.5, "website": 0.45, "phone": 0.35, "street": 0.3, "postal_code": 0.3},
    **{"city": 0.08},
}
BUILDINGS = 0.033
# Few moved between the first account and the second; more have the number of another desk.
MOVED, OTHER_NUMBER, UNSAID = 0.05, 0.2, 0.1
STREETS = (
    "Industrieweg",
    "Stationsweg",
    "Havenkade",
    "Dorpsstraat",
    "Parallelweg",
    "Nijverheidsweg",
)
LETTERS = list("ABCDEGHJKLMNPRSTVWXZ")

Row = dict[str, str | None]


def register(seed: int, customers: int = accounts.CUSTOMERS) -> Register:
    """Customers by name, with the copies that there are in practice."""
    return accounts.invent(seed, PRACTICE, customers)


def table(made: Register, seed: int) -> pa.Table:
    """The customers of a register with all the columns of `recipe.ACCOUNTS`."""
    draw = Drawer(seed)
    own: dict[int, Row] = {}
    for key, owner in made.owner.items():
        if key.startswith("a"):
            own[owner] = draw.customer(made.names[key], owner)
    draw.neighbours(own)
    rows = [
        {"id": key, "name": made.names[key], "department": None, "parent_id": None}
        | (own[owner] if key.startswith("a") else draw.copy(own[owner]))
        for key, owner in made.owner.items()
    ]
    return pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in rows[0]]))


class Drawer:
    """Draws where customers are and how they are reached."""

    def __init__(self, seed: int) -> None:
        self.inventor = Inventor(seed + 1_000)
        self.rng = self.inventor.rng

    def customer(self, name: str, owner: int) -> Row:
        """The columns of a customer; some are always empty."""
        towns = [town for town in WORDS["places"] if town in name]
        city = towns[0] if towns and self.rng.random() < 0.9 else self.inventor.pick("places")
        row: Row = {
            "kvk_number": f"{10_000_000 + owner * 37 % 80_000_000}",
            "website": f"www.{slug(name)[:30]}.example",
            "phone": f"0{self.rng.integers(10, 80)}{self.rng.integers(1_000_000, 9_999_999)}",
            **self.address(city),
        }
        return {k: None if k != "city" and self.rng.random() < UNSAID else v
                for k, v in row.items()}  # fmt: skip

    def address(self, city: str) -> Row:
        """A street and a postcode there."""
        low = 1_000 + WORDS["places"].index(city) * 110
        letters = "".join(self.rng.choice(LETTERS, 2))
        street = STREETS[int(self.rng.integers(len(STREETS)))]
        return {
            "street": f"{street} {self.rng.integers(1, 200)}",
            "postal_code": f"{low + self.rng.integers(90)} {letters}",
            "city": city,
        }

    def neighbours(self, own: dict[int, Row]) -> None:
        """Let customers share a building, two by two."""
        some = self.rng.choice(sorted(own), 2 * round(len(own) * BUILDINGS), replace=False)
        for host, guest in zip(some[::2].tolist(), some[1::2].tolist(), strict=True):
            own[guest] |= {k: own[host][k] for k in ("street", "postal_code", "city")}

    def copy(self, first: Row) -> Row:
        """What a second account of the same customer has."""
        row = dict(first)
        if self.rng.random() < MOVED:
            row |= self.address(self.inventor.pick("places"))
        if row["phone"] and self.rng.random() < OTHER_NUMBER:
            row["phone"] = f"{row['phone'][:-2]}{self.rng.integers(10, 99)}"
        return {k: None if self.rng.random() < LACKING[k] else v for k, v in row.items()}
