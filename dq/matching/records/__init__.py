"""Records made ready for comparison, and what all of a file say together."""
