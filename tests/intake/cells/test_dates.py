"""Dates are read whatever their order, the signs between and the zeros before."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest

DAYS = [date(2026, 9, 28) + timedelta(number) for number in range(66)]
ORDERS = {"day": "{d}{s}{m}{s}{y}", "month": "{m}{s}{d}{s}{y}", "year": "{y}{s}{m}{s}{d}"}
FORMS = [
    form
    for form in product(ORDERS, "-/. ", [True, False], [True, False])
    if form[0] != "year" or form[3]  # 26-9-28 may be any day
]


def written(day, order, sign, padded, whole):
    width = "02" if padded else ""
    return ORDERS[order].format(
        s=sign,
        d=format(day.day, width),
        m=format(day.month, width),
        y=day.year if whole else day.year % 100,
    )


@pytest.mark.parametrize("form", FORMS, ids=str)
@pytest.mark.parametrize("time", ["", " 8:05", " 08:05:30"])
def test_every_day_is_read_in_every_form(upload, form, time):
    rows = "".join(f"{n},Bos,{written(day, *form)}{time}\n" for n, day in enumerate(DAYS, 100))

    batch = upload.load(contacten="Id,LastName,CreatedDate\n" + rows)

    hour = {"": (), " 8:05": (8, 5), " 08:05:30": (8, 5, 30)}[time]
    assert batch.sheets[0].remarks == []
    assert [moment for (moment,) in upload.rows("upstream.contact", "created")] == [
        datetime(day.year, day.month, day.day, *(hour or (0,))) for day in DAYS
    ]


def test_a_dutch_date_between_others_in_iso_is_read(upload):
    cells = ["2026-10-01", "1-10-2026", "28-8-2025", "10-3-2024 8:00", "31-8-26"]
    rows = "".join(f"{n},Nacht,5,{cell}\n" for n, cell in enumerate(cells))

    upload.load(projecten="Id,Name,AccountId,StartDate\n" + rows)

    assert [day for (day,) in upload.rows("upstream.project", "start_date")] == [
        date(2026, 10, 1),
        date(2026, 10, 1),
        date(2025, 8, 28),
        date(2024, 3, 10),
        date(2026, 8, 31),
    ]
