"""The usual reasons why nothing needs to be done: kept as message ids, shown in any language.

Tested in tests/pages/ui/words/test_reasons.py.
"""

from functools import cache

from dq.commands import put_right
from dq.errors import N_
from pages.ui.words.i18n import LANGUAGES, plain, speaker

USUAL = (N_("It is right as it is"), N_("Known, and meant so"), N_("Asked: nobody knows"))


def shown(reason: str) -> str:
    """A reason in the reader's language where it is a usual one, in whatever language it was
    kept; else as somebody typed it."""
    usual = _usual().get(reason)
    return plain(usual) if usual else reason


@cache
def _usual() -> dict[str, str]:
    kept = (*USUAL, put_right.REASON)
    return {speaker(code)(reason): reason for code in LANGUAGES.values() for reason in kept}
