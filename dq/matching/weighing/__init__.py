"""From levels to groups: weights learned without labels, probabilities, clusters."""
