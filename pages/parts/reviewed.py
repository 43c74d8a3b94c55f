"""A form that was opened from a case: its button has the key that does it, and it leads back.

Tested in tests/pages/review/test_review.py.
"""

from pages.ui.session import address, navigation

# The parameters that name the case, and whose cases are reviewed.
CASE, WHOSE = "case", "whose"


def along(case_id: str) -> dict[str, str]:
    """What a form is told, to lead back to this case among the same ones."""
    whose = address.value(WHOSE)
    return {CASE: case_id, **({WHOSE: whose} if whose else {})}


def key() -> str | None:
    """The key of the form's button, where one came by keyboard."""
    return "1" if address.value(CASE) else None


def back() -> None:
    """Back to the review, where one came from it."""
    if case_id := address.value(CASE):
        navigation.go("review/review.py", **along(case_id))
