"""A form that was opened from a case: its button has the key that does it, and it leads back.

Tested in tests/pages/review/test_review.py.
"""

from pages.ui.session import address, navigation

# The parameter that names the case.
CASE = "case"


def key() -> str | None:
    """The key of the form's button, where one came by keyboard."""
    return "1" if address.value(CASE) else None


def back() -> None:
    """Back to the review, where one came from it."""
    if case_id := address.value(CASE):
        navigation.go("review/review.py", case=case_id)
