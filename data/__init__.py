"""The demo company, and the script that writes it; the store is here by default."""
