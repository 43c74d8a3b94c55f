"""One line of text or one card against all of them: search while typing, and looking up."""
