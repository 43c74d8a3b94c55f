"""Reads about cards and accounts: what is on one, what hangs on it, and finding one."""
