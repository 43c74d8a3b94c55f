"""A company with decisions, and names that a spreadsheet, a browser or a mailer could trip over."""

import pytest
import reported
import template


@pytest.fixture
def firm(db):
    template.fill(db, "reported", reported.fill)
    return db


@pytest.fixture
def hostile(firm):
    """The same, owned by such people, and a card that is called so."""
    for schema in ("upstream", "main"):
        firm.execute(
            f"update {schema}.contact set last_name = ? where id = '003C'", [reported.HOSTILE[1]]
        )
        firm.execute(
            f"update {schema}.contact set last_name = ? where id = '003F'", [reported.HOSTILE[0]]
        )
    reported.owned(firm, [reported.HOSTILE[0], reported.HOSTILE[2], reported.HOSTILE[1]])
    return firm


@pytest.fixture
def crowd(firm):
    """Sixty owners, each with an account and a card without an e-mail address."""
    reported.crowd(firm, 60)
    return firm
