"""What a value is, in pure functions: text that nobody sees, slips in a domain."""
