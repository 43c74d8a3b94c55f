"""What is to be said of an e-mail address before it is saved on a card of an account."""

import re
from dataclasses import dataclass
from typing import cast

import duckdb

from dq import settings
from dq.domain import cards
from dq.errors import N_
from dq.judging.facts.emails import suggestion
from dq.values import emails

# A message and what stands in it.
Said = tuple[str, dict[str, object]]
OTHER = N_("{name} has this address as well.")
MAILBOX = N_("This looks like a shared mailbox. It belongs on a general card, not on a person's.")
MEANT = N_("Did you mean {email}?")


@dataclass(frozen=True)
class Advice:
    """An address looked at: whether it can be one, the address that was likely meant, whether its
    name is a shared mailbox's, the account's usual domain where this is another, who holds it as a
    username in this export, and the name of whose other card has it as its address."""

    valid: bool
    suggestion: str | None
    mailbox: bool
    usual_domain: str | None
    holder: cards.Holder | None
    other: str | None


def of(
    db: duckdb.DuckDBPyConnection, email: str, account_id: str | None, besides: str | None = None
) -> Advice:
    """The advice on `email` for a card of this account, which is `besides` where it exists."""
    return Advice(
        valid=emails.verdict(email) is None,
        suggestion=_meant(db, email),
        mailbox=is_mailbox(db, email),
        usual_domain=_other_than_usual(db, email, account_id),
        holder=cards.holder(db, email, besides),
        other=other_card(db, email, besides),
    )


def doubt(db: duckdb.DuckDBPyConnection, email: str, besides: str) -> Said | None:
    """Why an address may not be this person's; of one that cannot be it the command says so."""
    if emails.verdict(email) is not None:
        return None
    if other := other_card(db, email, besides):
        return None if cards.holder(db, email, besides) else (OTHER, {"name": other})
    if is_mailbox(db, email):
        return MAILBOX, {}
    meant = _meant(db, email)
    return (MEANT, {"email": meant}) if meant else None


def _meant(db: duckdb.DuckDBPyConnection, email: str) -> str | None:
    """The address that was likely meant, where that is another."""
    meant = suggestion(db, email)
    return meant if meant != email.lower() else None


def other_card(db: duckdb.DuckDBPyConnection, email: str, besides: str | None) -> str | None:
    """Whose other card has the address, one of who is in service before one of who left."""
    rows = db.execute(
        """
        select called(first_name, middle_name, last_name, email, id)
        from contact
        where folds_to(email, $email) and id is distinct from $besides
        order by in_service(status) desc, id
        limit 1
        """,
        {"email": email, "besides": besides},
    ).fetchall()
    return rows[0][0] if rows else None


def is_mailbox(db: duckdb.DuckDBPyConnection, email: str) -> bool:
    """Whether the part before the @ names a desk rather than a person."""
    local = re.sub(r"[.]?[0-9]+$", "", re.sub(r"[-_]", ".", email.partition("@")[0].lower()))
    current = settings.every(db)
    words, alone = (
        {re.sub(r"[-_]", ".", word) for word in cast(list[str], current[name])}
        for name in ("mailbox_words", "mailbox_words_alone")
    )
    first, last = local.split(".")[0], local.split(".")[-1]
    return local in words or bool({first, last} & (words - alone))


def usual_domains(db: duckdb.DuckDBPyConnection, account_id: str) -> list[str]:
    """The domains that the account's company uses, the commonest first."""
    rows = db.execute(
        """
        select family_domain.domain
        from family
        join family_domain using (root_id)
        where family.account_id = ? and family_domain.usual
        order by family_domain.cards desc, family_domain.domain
        """,
        [account_id],
    ).fetchall()
    return [domain for (domain,) in rows]


def _other_than_usual(
    db: duckdb.DuckDBPyConnection, email: str, account_id: str | None
) -> str | None:
    usual = usual_domains(db, account_id) if account_id else []
    domain = email.rpartition("@")[2].lower()
    firms = settings.together(db)
    fit = {firms.get(one, one) for one in usual}
    return usual[0] if usual and domain and firms.get(domain, domain) not in fit else None
