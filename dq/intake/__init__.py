"""A file becomes rows: dialect, mapping, cleaning, comparison with the last load, load."""
