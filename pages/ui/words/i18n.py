"""The session's language: message ids become sentences in it."""

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

import streamlit as st

from dq.errors import Filled
from dq.words import catalogue, formats

LANGUAGES = {"NL": "nl", "EN": "en"}


# The language of what is made on another thread, which knows no session.
_speaking: ContextVar[str | None] = ContextVar("speaking", default=None)


def language() -> str:
    """The session's language: "nl" (default) or "en"; on another thread the one of `speaking`."""
    if (code := _speaking.get()) is not None:
        return code
    return LANGUAGES.get(st.session_state.get("lang", "NL"), "nl")


@contextmanager
def speaking(code: str) -> Generator[None]:
    """Everything said inside is in this language."""
    before = _speaking.set(code)
    try:
        yield
    finally:
        _speaking.reset(before)


def plain(message: str, **values: object) -> str:
    """`message` in the session's language with its `{places}` filled, as bare text."""
    return _sentence(message, values, escaped=False)


def _(message: str, **values: object) -> str:
    """`message` in the session's language as markdown; values are shown as text."""
    return _sentence(message, values, escaped=True)


def _sentence(message: str, values: dict[str, object], *, escaped: bool) -> str:
    if isinstance(message, Filled):
        message, values = message.message, message.values | values
    return _fill(catalogue.of(language()).gettext(message), values, escaped=escaped)


def n_(one: str, many: str, number: int, **values: object) -> str:
    """The singular or plural sentence for `number`, which fills `{number}`."""
    sentence = catalogue.of(language()).ngettext(one, many, number)
    return _fill(sentence, {"number": number, **values}, escaped=True)


def counted(one: str, many: str, number: int, **values: object) -> str:
    """The same as bare text."""
    sentence = catalogue.of(language()).ngettext(one, many, number)
    return _fill(sentence, {"number": number, **values}, escaped=False)


def speaker(code: str) -> Callable[..., str]:
    """What puts a message in a language on a thread that knows no session."""
    known = catalogue.of(code)

    def say(message: str, **values: object) -> str:
        if isinstance(message, Filled):
            message, values = message.message, message.values | values
        shown = {name: shown_in(value) for name, value in values.items()}
        return known.gettext(message).format(**shown)

    def shown_in(value: object) -> object:
        if isinstance(value, datetime):
            return formats.moment(value, code)
        return formats.day(value, code) if isinstance(value, date) else value

    return say


def _fill(sentence: str, values: dict[str, object], *, escaped: bool) -> str:
    shown = {
        name: escape(value) if escaped and isinstance(value, str) else written(value)
        for name, value in values.items()
    }
    return catalogue.fill(sentence, shown)


def written(value: object) -> str:
    """A value as this language writes it: numbers, dates, yes and no; nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return plain("yes") if value else plain("no")
    if isinstance(value, int | float):
        return formats.number(value, language())
    if isinstance(value, datetime):
        return formats.moment(value, language())
    if isinstance(value, date):
        return formats.day(value, language())
    return str(value)


# Streamlit draws these as arrows, dashes and signs, and makes links of what looks like an address
# of the web, even where they are escaped.
LIGATURES = re.compile(
    r"(?<=[-<>~:])(?=[->=])|(?<=:)(?=streamlit:)|(?:(?<=http)|(?<=https))(?=://)|(?<=www)(?=\.)",
    re.IGNORECASE,
)


def escape(text: object) -> str:
    """`text` as markdown that shows exactly this text on one line."""
    line = " ".join(str(text).split())
    line = LIGATURES.sub("\N{WORD JOINER}", line)
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", line)


# What is markup inside a line or at its start; a colon only in :word[ and :word:.
MARKUP = re.compile(r"[\\`*_\[\]<>$~|]|:(?=\w+[\[:])|^[#+-](?=\s)|(?<=^\d)[.)](?=\s)")


def label(text: object) -> str:
    """`text` as the label of a widget: only what would be markup is escaped.

    Streamlit hands a label on to screen readers as it is, backslashes and all.
    """
    line = LIGATURES.sub("\N{WORD JOINER}", " ".join(str(text).split()))
    return MARKUP.sub(r"\\\g<0>", line)
