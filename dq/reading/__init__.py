"""A file of any make becomes a table of texts, read in a process of its own."""
