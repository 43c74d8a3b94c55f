"""Which pairs of records are worth comparing: keys, blocking, sampling."""
