"""Pieces that pages of several sections show."""
