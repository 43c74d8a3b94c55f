"""Parts of the pages on settings."""
