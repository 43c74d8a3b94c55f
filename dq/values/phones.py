"""What a phone number is: valid, possible, a mobile one, and its international form.

Tested in tests/judging/facts/test_phones.py.
"""

import re

import phonenumbers

REGION = "NL"
DUTCH = 31
# The digits of a number, with the country's; a shorter one works only inside one building.
# Source: ITU-T E.164; a prefix such as 00 and the zero in +31 (0)6 come on top.
FEWEST, MOST = 6, 18
# How people write the number inside the building; the library knows ext. and x alone.
EXTENSION = re.compile(
    r"[\s,;/(-]*\b(?:tst|toest|toestel|toestelnr|intern|int|doorkies|doorkiesnr|doorkiesnummer|durchwahl|dw"
    r"|nebenstelle|apparaat|app|poste)\b[\s.:]*(?:nr\b[\s.:]*)?([0-9]{1,6})\)?\s*$",
    re.IGNORECASE,
)


def verdict(phone: str) -> tuple[bool, str | None]:
    """Whether the number can exist, and its international form when it can."""
    try:
        number = _parsed(phone)
    except phonenumbers.NumberParseException:
        return False, None
    if not phonenumbers.is_valid_number(number):
        return False, None
    return True, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def split(whole: str) -> tuple[str, str]:
    """The country's number and the rest of an international form."""
    number = phonenumbers.parse(whole)
    return str(number.country_code), phonenumbers.national_significant_number(number)


def _parsed(phone: str) -> phonenumbers.PhoneNumber:
    return phonenumbers.parse(EXTENSION.sub(r" ext. \1", phone), REGION)


def possible(phone: str) -> bool:
    """Whether the text can be meant as a number, be it a valid one or not: by its digits."""
    return FEWEST <= sum(sign.isdecimal() for sign in phone) <= MOST


def mobile(phone: str) -> bool:
    """Whether a number belongs in the field for mobile numbers: a Dutch mobile, or one abroad."""
    try:
        number = _parsed(phone)
    except phonenumbers.NumberParseException:
        return False
    return number.country_code != DUTCH or str(number.national_number).startswith("6")
