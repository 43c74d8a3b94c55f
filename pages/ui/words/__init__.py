"""The reader's language: codes, numbers, dates and changes in words."""
