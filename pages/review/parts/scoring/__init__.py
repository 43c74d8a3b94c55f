"""The score: its figures, its line, what is said of it, and how it was worked out."""
