"""Work on cases: which are to be done, what settles each, and how long that takes."""
