"""Reads for the back office: leavers, tiles and their steps, the three systems side by side."""
