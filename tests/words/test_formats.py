from datetime import date, datetime

import pytest

from dq.words import formats


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (formats.number(1234567, "nl"), "1.234.567"),
        (formats.number(1234567, "en"), "1,234,567"),
        (formats.number(12.35, "nl"), "12,4"),
        (formats.tenths(9, "nl"), "9,0"),
        (formats.tenths(12.34, "en"), "12.3"),
        (formats.percent(0.924, "nl"), "92,4\xa0%"),
        (formats.percent(1.0, "nl"), "100,0\xa0%"),
        (formats.percent(0.99999, "nl"), "99,9\xa0%"),
        (formats.percent(None, "nl"), "–"),
        (formats.certainty(0.9999), "99\xa0%"),
        (formats.certainty(0.29), "29\xa0%"),
        (formats.points(0.958, 0.95, "nl"), "▲\xa00,8"),
        (formats.points(0.95, 0.958, "en"), "▼\xa00.8"),
        (formats.points(0.95, 0.9504, "nl"), "="),
        (formats.points(0.9505, 0.9494, "nl"), "▲\xa00,1"),
        (formats.change(3, "nl"), "▲\xa03"),
        (formats.change(-1200, "nl"), "▼\xa01.200"),
        (formats.change(None, "nl"), ""),
        (formats.day(date(2026, 11, 23), "nl"), "23 nov. 2026"),
        (formats.day(date(2026, 5, 1), "nl"), "1 mei 2026"),
        (formats.day(date(2026, 11, 23), "en"), "23 Nov 2026"),
        (formats.weekday(date(2026, 11, 23), "nl"), "ma 23 nov."),
        (formats.moment(datetime(2026, 11, 23, 14, 5), "nl"), "23 nov. 2026 14:05"),
        (formats.moment(datetime(2026, 11, 23), "nl"), "23 nov. 2026"),
    ],
)
def test_numbers_and_days_read_as_the_language_writes_them(written, read):
    assert written == read
