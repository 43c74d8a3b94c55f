"""Text columns as numbers: distinct values once, codes that point at them, how common they are."""
