"""Pieces that only the pages of cards show."""
