"""The catalogue of a language: message ids become its sentences, their places filled.

Tested in tests/words/test_voice.py.
"""

import gettext
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

# It lies with the pages, which have most of its sentences.
LOCALE = Path(__file__).parents[2] / "pages" / "locale"


@cache
def of(code: str) -> gettext.NullTranslations:
    """The catalogue of "nl" or "en"."""
    if code == "en":  # message ids are English
        return gettext.NullTranslations()
    return gettext.translation("dq", LOCALE, [code])


def fill(sentence: str, shown: Mapping[str, str]) -> str:
    """The sentence with its `{places}` filled."""
    for name, value in shown.items():
        if value.endswith("."):  # "Bakker B.V." at the end of a sentence
            sentence = re.sub(rf"\{{{name}\}}\.(?!\w)", f"{{{name}}}", sentence)
    return sentence.format(**shown) if shown else sentence
