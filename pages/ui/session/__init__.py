"""What one session has: its store, its user, the address, where it goes, and how it saves."""
