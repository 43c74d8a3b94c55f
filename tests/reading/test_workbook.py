"""A cell of a workbook is text as an export would write it."""

import pytest

from dq.reading.workbook import cell


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7.0, "7"),
        (123456789012345.0, "123456789012345"),
        (1234567890123450.0, "1234567890123450"),
        (12345678901234567890, "12345678901234567890"),
        (1.23456789012345e19, "1.23456789012345E+19"),
        (-1.5e20, "-1.50000000000000E+20"),
        (1.5, "1.5"),
        (True, "true"),
        (None, ""),
    ],
)
def test_a_number_has_only_digits_that_it_has(value, text):
    assert cell(value) == text
