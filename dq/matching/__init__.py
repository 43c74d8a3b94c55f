"""Duplicates: normalise, block, compare, weigh, cluster."""
