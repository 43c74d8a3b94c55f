"""What several commands share: what must hold of a card, and what follows from it."""
