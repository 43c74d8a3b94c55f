"""What is found in the store is worked out here: facts, likely duplicates, findings and scores."""
