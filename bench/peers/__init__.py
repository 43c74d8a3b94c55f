"""Other tools on the same data, each run in an environment of its own."""
