"""Pieces that only the pages of the way in and out show."""
