"""Pieces that only the pages of the back office show."""
