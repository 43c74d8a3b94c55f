"""The address that somebody would likely have at their company: made as their colleagues' are.

Tested in tests/queries/cards/test_usual_address.py.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import duckdb

from dq.domain import cards
from dq.matching.values import normalise
from dq.queries.cards import advice
from dq.values import infixes

# How addresses are made of a name, with its parts in small letters without signs.
SHAPES = (
    "{first}.{infix}{last}",
    "{first}.{infix}.{last}",
    "{first}.{last}",
    "{first}{infix}{last}",
    "{first}_{infix}{last}",
    "{first}-{infix}{last}",
    "{initial}.{infix}{last}",
    "{initial}.{infix}.{last}",
    "{initial}.{last}",
    "{initial}{infix}{last}",
    "{infix}{last}.{initial}",
    "{infix}{last}{initial}",
    "{infix}{last}",
    "{first}{initial_of_last}",
    "{first}",
)
SIGNS = dict.fromkeys(map(ord, ".-_"))
# So many letters of a last name are in no other address by chance.
LETTERS = 3
# So many colleagues, and this share of them, have addresses of a shape before it is the usual one.
FEWEST, SHARE = 2, 0.5
NAMES = r"""
    select
        -- Initials (E.G.) are no name to be called by.
        if(regexp_matches(first_name, '^\s*([A-Z][.]?\s?)+$'), null, letters(first_name)) as first,
        left(letters(first_name), 1) as initial, coalesce(letters(middle_name), '') as infix,
        letters(last_name) as last, said(email) as address,
        letters(split_part(last_name, ',', 1)) as before, split_part(last_name, ',', 2) as behind
    from contact
"""
# In service; not by the view of cards, which reads all that is known of all of them. That the
# domain is in there is asked first, of every row: it is a tenth of the work.
COLLEAGUES = """
    where case
        when contains(lower(email), '@' || $1)
        then in_service(status)
            and coalesce(kind, 'person') <> 'general'
            and split_part(said(email), '@', 2) = $1
        else false
    end
"""


def of(db: duckdb.DuckDBPyConnection, contact_id: str) -> str | None:
    """The address at the company's commonest domain; None where its people have addresses of no
    one shape, the name does not fill it, or it is somebody else's, who need not log in with it."""
    [[account_id]] = db.execute(
        "select account_id from contact where id = ?", [contact_id]
    ).fetchall()
    domains = advice.usual_domains(db, account_id) if account_id else []
    person = _named(db, "where id = ?", [contact_id])
    if not domains or not person:
        return None
    colleagues = _named(db, COLLEAGUES, [domains[0]])
    shape = _usual(colleagues)
    made = shape and _made(shape, person[0])
    address = f"{made}@{domains[0]}" if made else None
    return address if address and not _taken(db, address, contact_id) else None


def made_of_name(db: duckdb.DuckDBPyConnection, contact_id: str, mailbox: str) -> bool:
    """Whether a mailbox has the person's last name in it, or is made of the name in a usual way."""
    [person] = _named(db, "where id = ?", [contact_id])
    [[written]] = db.execute("select letters(?)", [mailbox]).fetchall()
    last = person["last"] or ""
    if len(last) >= LETTERS and last in written:
        return True
    made = {(_made(shape, person) or "").translate(SIGNS) for shape in SHAPES} - {""}
    return written in made


def each(db: duckdb.DuckDBPyConnection, contact_ids: Sequence[str]) -> dict[str, str]:
    """The same of several people at once, of whom none gets an address that is another's too."""
    found = {id: address for id in contact_ids if (address := of(db, id))}
    counts = Counter(found.values())
    return {id: address for id, address in found.items() if counts[address] == 1}


def _taken(db: duckdb.DuckDBPyConnection, address: str, besides: str) -> bool:
    """Whether somebody else has it, as username or as address."""
    return bool(cards.holder(db, address, besides) or advice.other_card(db, address, besides))


def _named(db: duckdb.DuckDBPyConnection, where: str, values: list[str]) -> list[dict[str, str]]:
    found = db.execute(f"{NAMES} {where}", values)
    names = [column[0] for column in found.description or ()]
    return [_in_order(dict(zip(names, row, strict=True))) for row in found.fetchall()]


def _in_order(person: dict[str, str]) -> dict[str, str]:
    """The parts of a name with the infix from behind the comma, as in "Veen, van der"."""
    infix = normalise.words(person["behind"] or "")
    if not infix or person["infix"] or not infixes.words().issuperset(infix):
        return person
    return person | {"infix": "".join(infix), "last": person["before"]}


def _usual(people: list[dict[str, str]]) -> str | None:
    """The shape of most of these people's addresses, where there is one."""
    counts: Counter[str] = Counter()
    for person in people:
        local = person["address"].partition("@")[0]
        counts.update(shape for shape in SHAPES if _made(shape, person) == local)
    # Of shapes that are one for a name without an infix the first is meant.
    best = max(counts, key=lambda shape: (counts[shape], -SHAPES.index(shape)), default=None)
    if best is None or counts[best] < FEWEST or counts[best] < SHARE * len(people):
        return None
    return best


def _made(shape: str, person: Mapping[str, str | None]) -> str | None:
    last = person["last"] or ""
    parts = {
        "first": person["first"] or "",
        "initial": person["initial"] or "",
        "infix": person["infix"] or "",
        "last": last,
        "initial_of_last": last[:1],
    }
    needed = [name for name in parts if f"{{{name}}}" in shape and name != "infix"]
    if not all(parts[name] for name in needed):
        return None
    return shape.format(**parts).replace("..", ".")
