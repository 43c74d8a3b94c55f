"""Rows meet the store: compared with the last export, merged three ways, loaded and reconciled."""
