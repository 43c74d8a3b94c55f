"""The ways out of an e-mail address that is missing, wrong, or somebody else's too.

Tested in tests/casework/test_ways.py.
"""

import duckdb

from dq.casework.ways import card, doubles, fields
from dq.casework.ways.way import Do, Way
from dq.commands import edit
from dq.commands.edit import Edit
from dq.domain import cards
from dq.errors import N_
from dq.queries.cards import usual_address
from dq.queries.review.findings import Finding
from dq.values import emails

LIKELY = N_(
    "{name} likely has this address, made as those of colleagues are; change it if it is another."
)
BECOMES = N_("{name} gets {email}, and logs in with it.")
# Of two with one address: who has it least by right.
LEAST = """
    select id
    from card
    where id in ($one, $other)
    order by
        active desc,
        general,
        coalesce(folded(username) = address, false),
        coalesce(
            length(letters(last_name)) > 2
                and contains(letters(split_part(address, '@', 1)), letters(last_name)),
            false
        ),
        id = $other,
        id
    limit 1
"""


def missing_email(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The address is typed."""
    return fields.asked(db, found.record_id, "email", None)


def typed(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The address is typed again, from what is there; of one without a domain or a mailbox the
    likely one is proposed."""
    email = card.read(db, found.record_id)["email"] or ""
    mailbox, _at, domain = email.strip().rpartition("@")
    if mailbox and domain:
        return _again(db, found.record_id)
    return own(db, found.record_id)


def of_one(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """Of two with one address, whoever has it least by right gets another one."""
    ids = {"one": found.record_id, "other": found.other_id}
    rows = db.execute(LEAST, ids).fetchall()
    return own(db, rows[0][0] if rows else found.record_id)


def own(db: duckdb.DuckDBPyConnection, card_id: str) -> Way:
    """An address that is not somebody else's: the likely one is proposed, or it is typed."""
    if likely := usual_address.of(db, card_id):
        return fields.asked(db, card_id, "email", likely, LIKELY)
    return _again(db, card_id)


def _again(db: duckdb.DuckDBPyConnection, card_id: str) -> Way:
    email = card.read(db, card_id)["email"] or ""
    return fields.asked(db, card_id, "email", emails.meant(email) or email)


def email_domain_typo(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The domain that was meant, unless that address is somebody else's."""
    person, meant = card.read(db, found.record_id), found.detail or ""
    if cards.holder(db, meant, person["id"]):
        return typed(db, found)
    says = (BECOMES, {"name": person["name"], "email": meant})
    return Do(says, edit.run, Edit(person["id"], person["version"], {"email": meant}))


def email_other_domain(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """The same mailbox at the colleagues' domain is proposed, unless that address is somebody
    else's; nobody knows it, so it is looked at first. A mailbox that is not made of the person's
    name is not theirs there either."""
    person = card.read(db, found.record_id)
    mailbox = (person["email"] or "").partition("@")[0].strip()
    if not usual_address.made_of_name(db, person["id"], mailbox):
        return own(db, person["id"])
    proposed = f"{mailbox}@{found.detail}"
    if emails.verdict(proposed) is not None or cards.holder(db, proposed, person["id"]):
        return typed(db, found)
    return fields.asked(db, found.record_id, "email", proposed)


def duplicate_email(db: duckdb.DuckDBPyConnection, found: Finding) -> Way:
    """One person has one card; of two people the address of one is typed."""
    return doubles.duplicate_person(db, found) or of_one(db, found)
