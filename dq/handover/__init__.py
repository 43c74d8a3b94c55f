"""Rows become files for people and for other systems."""
