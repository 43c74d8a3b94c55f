"""Numbers, percentages and dates as Dutch or English readers write them."""

import re
from datetime import date, datetime, time
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal


@cache
def _locale(language: str) -> Locale:
    return Locale.parse({"nl": "nl_NL", "en": "en_GB"}[language])


def number(value: int | float, language: str) -> str:
    """1.234 or 12,3 (nl); at most one decimal."""
    return format_decimal(value, format="#,##0.#", locale=_locale(language))


def tenths(value: float, language: str) -> str:
    """12,3 or 9,0 (nl); always one decimal, for figures under each other."""
    return format_decimal(value, format="#,##0.0", locale=_locale(language))


def tenth(value: float) -> int:
    """A share of 0..1 in tenths of per cent, as it is shown; 100 % means all.

    Whatever is said of shares beside each other compares these, so that it agrees with them.
    """
    return 999 if 0.999 < value < 1 else round(value * 1000)


def percent(value: float | None, language: str) -> str:
    """A share of 0..1 as 92,4 %; rounded down near the top, so that 100 % means all."""
    if value is None:
        return "–"
    return f"{tenths(tenth(value) / 10, language)}\N{NBSP}%"


def certainty(score: float) -> str:
    """A probability of 0..1 as 97 %; nothing is wholly certain."""
    return f"{min(int(score * 100 + 1e-9), 99)}\N{NBSP}%"


def points(now: float, before: float, language: str) -> str:
    """The change of a share (0..1) in percentage points with its sign, as both are shown: ▲ 0,8."""
    difference = tenth(now) - tenth(before)
    if not difference:
        return "="
    sign = "▲" if difference > 0 else "▼"
    return f"{sign}\N{NBSP}{tenths(abs(difference) / 10, language)}"


def change(value: int | None, language: str) -> str:
    """A change in a count with its sign: ▲ 2, ▼ 4; empty where nothing changed."""
    if not value:
        return ""
    return f"{'▲' if value > 0 else '▼'}\N{NBSP}{number(abs(value), language)}"


def day(value: date | datetime, language: str) -> str:
    """23 nov. 2026 (nl), 23 Nov 2026 (en)."""
    return _dotted(format_date(value, "d MMM y", locale=_locale(language)), language)


def typed_day(language: str) -> str:
    """How a day is typed: 23-11-2026 (nl), 23/11/2026 (en); for Streamlit's date_input."""
    return "DD-MM-YYYY" if language == "nl" else "DD/MM/YYYY"


def moment(value: datetime, language: str) -> str:
    """23 nov. 2026 14:05 (nl), 23 Nov 2026 14:05 (en); a day alone is midnight in an export."""
    if value.time() == time.min:
        return day(value, language)
    return f"{day(value, language)} {value:%H:%M}"


def weekday(value: date, language: str) -> str:
    """ma 23 nov. (nl), Mon 23 Nov (en)."""
    return _dotted(format_date(value, "EEE d MMM", locale=_locale(language)), language)


def _dotted(written: str, language: str) -> str:
    """Dutch puts a point after a shortened month; the locale data left it out since 2023."""
    if language != "nl":
        return written
    return re.sub(r"\b(jan|feb|mrt|apr|jun|jul|aug|sep|okt|nov|dec)\b(?!\.)", r"\1.", written)
