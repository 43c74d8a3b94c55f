"""The reader's language: codes, numbers, dates and changes in words."""

from dq.words import formats

__all__ = ["formats"]
