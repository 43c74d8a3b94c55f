"""The list of findings, what is open beside it, and all of a kind at once."""
