"""Pieces that only the pages of the review show."""
