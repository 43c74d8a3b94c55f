"""Comparing: at which level two values of a kind agree, and the evidence in words."""
