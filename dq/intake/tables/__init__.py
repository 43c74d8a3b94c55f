"""What a table holds: which object, which column is which field, and what speaks for it."""
