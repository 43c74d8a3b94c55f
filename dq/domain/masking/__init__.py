"""A masked store: everything of the store under invented names, for demos and pictures."""
