"""How somebody logs in, on the card: as the last export shows it, and what is still to become."""

from datetime import date

from dq.objects import OWN_KEY
from dq.queries.cards.contacts import Card, Login
from pages.ui.words import words
from pages.ui.words.i18n import plain


def sentence(card: Card, login: Login, *, until: date | None) -> str:
    """Whether the person can log in to the portal, and with what.

    :param until: the last day of somebody who leaves and is still there
    """
    username = login.username if login.there else card.username or login.username
    if not username:
        return plain("cannot log in: no username")
    if until:
        return plain("logs in with {username} until then", username=username)
    if card.id.startswith(OWN_KEY):
        return plain("logs in with {username} once in Salesforce", username=username)
    there = login.here if login.there is None else login.there
    if there is None:  # no portal user is known: the card decides
        if card.logs_in:
            return plain("can log in with {username}", username=username)
        return plain("cannot log in: {status}", status=words.status(card.status).lower())
    wanted = there if login.here is None else login.here
    return _known(username, there, wanted=wanted, gone=not card.active)


def _known(username: str, there: bool, *, wanted: bool, gone: bool) -> str:
    """What the export shows of the portal users, and what they must become."""
    if there and not wanted:
        return plain("can still log in with {username}; must be switched off", username=username)
    if there and gone:
        return plain("can still log in with {username}", username=username)
    if there:
        return plain("can log in with {username}", username=username)
    if wanted:
        return plain("cannot log in yet with {username}; must be switched on", username=username)
    return plain("cannot log in: {username} is switched off", username=username)
