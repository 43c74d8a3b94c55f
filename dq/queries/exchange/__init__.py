"""Reads about loads and packages: what came, what went, what clashes, what can be taken back."""
