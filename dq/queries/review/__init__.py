"""Reads for the review: scores, findings, duplicates, and the ways out of each."""
