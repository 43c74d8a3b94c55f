"""Every write, one command a file."""
