"""What `main` has otherwise than the last export: what goes to Salesforce now, and what waits."""
